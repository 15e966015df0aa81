# 使用者看到的每一句話：繁體中文（香港）

start =
    你好！有關{ $papers }{ $others ->
        [0] {""}
       *[other] 等{ $total }份文件
    }的問題，歡迎問我。
    我會找出有答案的段落，引述全段並註明出處；譯文會另外標明。找不到答案，我會直說。
    可用中文、廣東話或英文提問，例如：「{ $example }」
    更多：{ $others ->
        [0] {""}
       *[other] /papers ·{" "}
    }/help · /privacy
joined =
    大家好！有關{ $papers }{ $others ->
        [0] {""}
       *[other] 等{ $total }份文件
    }的問題，歡迎問我。我會找出有答案的段落，引述原文並註明出處。
    提問請用 /ask，例如：/ask { $example }
    { $others ->
        [0] {""}
       *[other] 查看所有文件請用 /papers。
    }管理員可用 /settings@{ $bot } 選擇我用甚麼語言{ $others ->
        [0] ，以及
       *[other] 、查閱哪些文件，以及
    }甚麼時候作答。想知道我會保存甚麼，請看 /privacy@{ $bot }。
help =
    直接問我就可以，例如：「{ $example }」

    /ask 你的問題：提問。要我回答別人的訊息，只須用 /ask 回覆該訊息
    /sections：文件目錄
    /para 4 或 /para 4-6：看第4段，或第4至6段
    /paper：文件資料 · /papers：有哪些文件，也可按名稱或年份找，例如 /papers 2013
    /language：選擇回覆語言
    /settings：這個對話的設定
    /privacy：我會保存甚麼 · /forget：刪除你的紀錄

    在群組裏，用 /ask、@我，或回覆我的訊息，我就會回答。如果 @我 沒有反應，請用 /ask，或請管理員把我設為群組管理員。
    在其他對話輸入我的 @用戶名稱和幾個字，就可以引述文件段落。
    修改你的問題，我的答案也會跟着更新。
    答案是文件的原文或非官方譯文，不經語言模型改寫；譯文和繁簡轉換都會註明。我偶爾會找錯段落，請看清楚是否切題。
example-any = 最新的文件講甚麼？
titles-separator = 、
title = 《{ $title }》
ask-empty = 你想問甚麼？例如：/ask { $example }
no-command = 沒有這個指令，請看 /help。
para-usage = 請輸入段落編號（{ $first }至{ $last }），例如：/para { $first } 或 /para { $first }-{ $last }
no-such-paragraph =
    { $count ->
        [1] { $title }沒有第{ $number }段，只有第{ $first }段。
       *[other] { $title }沒有第{ $number }段，只有第{ $first }至{ $last }段。
    }
no-such-in-section =
    { $count ->
        [1] 「{ $heading }」這部分只有第{ $first }段。
       *[other] 「{ $heading }」這部分只有第{ $first }至{ $last }段。
    }
no-such-section = { $count ->
        [0] 這份文件沒有劃分部分。
       *[other] 沒有這個部分，這份文件只有{ $count }個部分。
    }
beyond =
    { $place ->
        [first-paragraph] 這已是第一段。
        [last-paragraph] 這已是最後一段。
        [first-section] 這已是第一個部分。
       *[last-section] 這已是最後一個部分。
    }
matched = 字詞對照：{ $words }

sections = { $title }目錄
papers = 可以查詢的文件：
paragraph = 第{ $numbers }段
paragraph-with-heading = 第{ $numbers }段（{ $heading }）
numbers-separator = 、
number-range = { $first }至{ $last }
list-separator = ，
heading-line = { $heading } · { paragraph }
paper = { $body }《{ $title }》
date-year = { $year }年
date-month = { $year }年{ $month }月
date-day = { $year }年{ $month }月{ $day }日

about-body = 提交予：{ $body }
about-issuer = 發出機構：{ $issuer }
about-date = 日期：{ $date }
about-meeting = 討論本文件的會議日期：{ $date }
about-extent =
    共{ $paragraphs }段{ $sections ->
        [0] { "" }
       *[other] ，{ $sections }個部分
    }
about-number = 文件編號：{ $number }
about-unknown = 我沒有{ $title }的這項資料。
about-original =
    { $kept ->
        [yes] 原文件可於這份文件的網頁下載（如設有網頁）。全文在這裏：
       *[no] 我沒有原文件的連結，但你可以在這裏看全文：
    }
papers-which = 你想問哪一份文件？
papers-count =
    { $count ->
        [1] 現有一份文件：
       *[other] 現有{ $count }份文件，由新至舊：
    }
papers-matching =
    { $count ->
        [1] 符合的文件有一份：
       *[other] 符合的文件有{ $count }份，由新至舊：
    }
papers-more = 另有{ $count }份，見 /papers
papers-more-matching = 另有{ $count }份，請加上年份或其他字詞縮窄範圍
list-first = 以上是{ $count }段中的首{ $shown }段。
contents-first = 目錄共有{ $count }項，這裏只列出首{ $shown }項。要看其他段落，請輸入段號，例如「第{ $last }段」。
papers-page = 文件清單，由新至舊（第{ $page }頁，共{ $pages }頁）：
no-such-paper = 找不到與「{ $name }」相符的文件。{ $count ->
        [1] 現有一份文件：
       *[other] 現有文件，由新至舊：
    }
silent = { $titles }裏找不到答案。
elsewhere = 另一份文件這樣說：
answered-too = 同系列的其他文件也有答案：{ $titles }
about-copy =
    { $language ->
        [en] 原文為英文，逐字引述{ $translated ->
            [yes] ；中文為非官方譯文。
           *[no] 。
        }
        [zh-Hans] 原文為簡體中文，逐字引述；繁體由原文轉換{ $translated ->
            [yes] ，英文為非官方譯文。
           *[no] 。
        }
       *[zh-Hant] 原文為繁體中文，逐字引述{ $translated ->
            [yes] ；英文為非官方譯文。
           *[no] 。
        }
    }

related =
    { $titles ->
        [none] 文件裏
       *[other] { $titles }裏
    }{ $asked ->
        [money] 找不到你問的金額。
        [size] 找不到你問的面積或長度。
        [rate] 找不到你問的比率。
        [person] 找不到你問的人名。
        [count] 找不到你問的數目。
        [date] 找不到你問的日期。
        [time] 找不到你問的時間。
        [duration] 找不到你問的時間長短。
        [list] 找不到你問的清單。
       *[other] 找不到明確的答案。
    }相關段落：
none = 文件裏找不到這方面的內容。請換個說法再問，或用 /sections 看看目錄。
ask-instead = 也許你想問：
cut = 問題太長，我只讀了前{ $count }個字。

talk-greeting = 你好！想知道文件說了甚麼，直接問我就可以，例如：「{ $example }」
talk-thanks = 不用客氣！還有問題就再問我。
talk-farewell = 再見！有問題隨時再問。
talk-identity = 我是幫你查政府文件的機械人：你問，我找出文件裏有答案的段落，引述原文並註明出處。例如：「{ $example }」
talk-complaint = 抱歉未能幫到你。請換個說法再問，或用 /sections 看看目錄。
talk-acknowledgement = 好！還有問題就再問我。
only-text = 我只看得懂文字，請把問題打出來。
questions-unanswered =
    文件裏找不到以下問題的答案：
    · { $questions }
questions-unread =
    我一次最多答三條問題。以下問題請再問一次：
    · { $questions }

too-fast = 你問得太快，請一分鐘後再問。
too-many = 問題太多，我應付不來，請一分鐘後再問。

unofficial = 非官方譯文
converted = 由簡體原文轉換
original = 沒有中文版，按原文引述

no-longer = 這個按鈕已經失效。請再問一次，或用 /sections 看目錄。
button-original = 原文
button-contents = 目錄
button-papers = 全部文件
button-previous = ‹ { $number }
button-next = { $number } ›
previous-paragraph = 上一段：第{ $number }段
next-paragraph = 下一段：第{ $number }段
previous-page = 上一頁：第{ $number }頁
next-page = 下一頁：第{ $number }頁
button-page = 在網頁閱讀

summary = 我不會自行撰寫撮要。以下是文件和每個部分的開首：
ask-language = 在這裏，用 --language zh-Hant、zh-Hans 或 en 選擇回覆語言；在對話（chat）裏用 /language。
chat-hint = 想選清單上的項目，輸入編號就可以；想離開，輸入 quit。
chat-choose =
    { $count ->
        [0] 這裏沒有可以選的項目。
        [1] 這裏只有一項可選，請輸入 1。
       *[other] 請選 1 至 { $count }。
    }想提問，直接輸入問題；想讀某一段，輸入 /para 和段號。
chat-privacy =
    { $kept ->
        [yes] 你在這裏輸入的內容只保存在這部電腦的 { $file }，方便你用方向鍵重新調出；其他使用這部電腦的人看不到。用 /forget 可以刪除。
       *[no] 你在這裏輸入的內容不會保存。
    }所有內容都不會傳送到其他地方。
chat-forgotten = 已刪除你在這裏輸入過的內容，我也不再記得剛才談過甚麼。

voted-up = 多謝！很高興幫到你。
voted-down = 多謝！我會記下這條問題（不記名），以便改善答案。
voted-down-unkept = 多謝你的評價。
voted-back = 已收回你的評價。

language-choose = 你希望我在這裏用哪種語言回覆？
language-fixed = 由現在起，我在這裏一律用繁體中文回覆。如要更改，請用 /language。
language-auto = 由現在起，你用甚麼語言問，我就用甚麼語言回覆。如要更改，請用 /language。
settings-group =
    這個群組的設定，只有管理員可以更改。
    要我主動回答，請把我設為群組管理員，這樣我才看得到所有訊息。
settings-private = 這個對話的設定：
set-auto = 跟隨提問語言
set-addressed = 有人問我才回答
set-sure = 有把握就主動回答
set-feedback =
    { $state ->
        [on] 答案下的 👍 👎：開
       *[off] 答案下的 👍 👎：關
    }
set-quiet =
    { $state ->
        [on] 稍後刪除「找不到」的回覆：開
       *[off] 稍後刪除「找不到」的回覆：關
    }
set-papers =
    { $count ->
        [0] 查閱文件：全部
       *[other] 查閱文件：{ $total }份中的{ $count }份
    }
choose-group =
    有人在這裏提問時，我應查閱哪些文件？只有群組管理員可以選擇。
    按一下選取，再按一下取消；一份也不選，我會查閱全部文件。
choose-private =
    你在這裏提問，或在其他對話輸入我的 @用戶名稱時，我應查閱哪些文件？
    按一下選取，再按一下取消；一份也不選，我會查閱全部文件。
choose-all = 全部文件
button-settings = ‹ 設定
chosen-papers =
    在這個對話，我只查閱{ $total }份文件中的{ $count }份。{ $place ->
        [group] 群組管理員可在我的設定中更改。
       *[private] 要更改，請用 /settings。
    }
settings-kept = 已儲存。
admins-only = 只有這個群組的管理員可以更改。

privacy =
    我會保存甚麼、保存多久：
    · { $days }天：未能回答、只有相關段落，或得到 👎 的問題（問題字句、語言、提問次數和最後一次提問的日期；不記錄由誰提問、在哪裏提問），供營運者改善答案。
    · { $days }天：你的評價、所評的答案和你的 Telegram ID。
    · { $days }天：每天的問題數目，按語言和結果統計。
    · 3天：問題與答案訊息的對應關係、引述了哪一段，以及由提問者和訊息字句算出的代碼（無法還原成姓名或原文），以便你修改問題時更新答案。
    · 1天：所收訊息的編號，以免重複作答；除本清單所列外，訊息內容處理後即刪除。
    · 1小時：你提問的內容，以便明白「幾時開始？」這類追問。
    · 這個對話的設定：保存至你刪除為止，或至我被移除後30天。
    日誌沒有訊息內容。
    /forget 會刪除你的評價和在這裏的提問紀錄，在私人對話還會刪除設定；若由群組管理員使用，整個群組的紀錄和設定也會一併刪除。第一項會保留，因為沒有記錄由誰提問。
forgotten =
    已刪除{ $answers }則訊息的紀錄和{ $votes }個評價{ $settings ->
        [yes] ，以及這個對話的設定。
        [kept] 。群組的其他紀錄和設定仍會保留，只有管理員可以刪除。
       *[no] 。
    }
trouble = 抱歉，未能完成，請稍後再試。

unanswered = 過去{ $days }天未能回答，或答案得到 👎 的問題：
unanswered-none = 過去{ $days }天沒有未能回答的問題，也沒有人給 👎。
stats =
    過去{ $days }天的問題
    已回答：{ $answer }
    只有相關段落：{ $related }
    找不到：{ $none }
    👍 { $up } · 👎 { $down }

upload-nowhere = 我只用內置的文件作答，不能加入或移除文件。營運者可以把 KNOWLEDGE_DIR 設為存放文件的資料夾。
upload-reading = 正在讀取 { $name }……
upload-refused =
    { $why ->
        [locked] 這個檔案有密碼。請傳送沒有密碼的版本。
        [scan] 這個檔案的頁面都是圖片，沒有文字可以引述。請先做文字辨識（OCR），或傳送列印前的原始電子檔。
        [no_unicode] 這個檔案的字型缺少文字編碼，我無法逐字引述。請傳送另一個版本。
        [damaged] 這個檔案已損壞。請開啟後重新儲存，再傳送一次。
        [too_many_pages] 這個檔案超過2,000頁，請分拆。
        [too_large] 這個檔案太大：上限是20 MB，解壓後64 MB。
        [too_long] 讀取這個檔案需要太多時間或記憶體。請分拆，或傳送較簡單的版本。
        [kind] 我不能讀取這種檔案。請傳送 PDF、DOCX、HTML 或純文字檔案。
        [empty] 這個檔案是空的，請重新傳送。
        [no_paragraphs] 我分不出段落。請在每段開頭加上編號和英文句號，例如「1.」。
        [not_fetched] 無法從 Telegram 取得檔案，請再傳送一次。
        [not_kept] 無法儲存檔案，營運者可在我的日誌找到原因。
        [id] 傳送檔案時附上的說明文字會成為文件的 ID：只可用 a-z、0-9 和 -，最多40個字元；也可以不寫。
       *[faulty] 無法把這個檔案變成可查閱的文件。營運者可用「briefing-bot import」了解詳情。
    }
upload-lacks = 在文件中找不到{ $details }，可在 paper.toml 補上。
detail =
    { $name ->
        [title] 標題
        [issuer] 發出機構
       *[date] 日期
    }
upload-doubts = 加入前請先看看這{ $count }處（以英文列出）：
upload-ask = 要加入嗎？ID 會是 { $id }。
upload-ask-replace =
    已有 ID 為 { $id } 的文件。要用這份取代它嗎？{ $count ->
        [0] 段落內容相同。
       *[other] 有{ $count }段不同。
    }
upload-outdated = 你傳送檔案之後，現有的那份文件已被更改。請重新傳送檔案。
button-take-in = ✓ 加入
button-replace = ✓ 取代
button-throw-away = ✕ 捨棄
taken-in = 已加入{ $title }。除了另行選定文件的對話，我在所有對話都會查閱這份文件。
thrown-away = 已捨棄{ $title }。
remove-usage = 要移除哪一份？請寫上 ID、年份或標題，例如：/remove hk-sz-2009
remove-ask = 要移除{ $title }（{ $id }）嗎？移除後，所有對話都不能再查閱；營運者可以把它放回去。
button-remove = ✕ 移除
removed = 已移除{ $title }。
remove-only = 這是唯一的文件，不能移除。

inline-nothing = 找不到，按此私訊問我

description =
    想知道政府文件怎樣說，問我就可以。我會找出有答案的段落，引述全段並註明出處；譯文會另外標明。找不到答案，我會直說。
    可用中文、廣東話或英文提問。不使用語言模型。
short-description = 想知道政府文件怎樣說，問我就可以：我會引述有答案的段落，並註明出處。不使用語言模型。
menu-ask = 提問
menu-sections = 文件目錄
menu-para = 看某一段，例如 /para 4
menu-paper = 文件資料
menu-papers = 有哪些文件
menu-language = 選擇回覆語言
menu-settings = 這個對話的設定
menu-privacy = 我會保存甚麼、保存多久
menu-forget = 刪除你的紀錄
menu-help = 使用說明

page-site = 政府文件問答
page-intro = 想知道政府文件怎樣說？用中文、廣東話或英文提問，即可看到有答案的段落，逐字引述並註明出處。
page-skip = 跳至內容
page-languages = 語言
page-ask-label = 向文件提問
page-ask-button = 提問
page-example = 例如：
page-find-label = 按名稱、編號、年份或主題找文件
page-find-button = 搜尋
page-found = 找到{ $count }份文件
page-found-none = 找不到與「{ $name }」有關的文件。
page-read-all = 看全文
page-neighbours = 前後段落
page-original-file = 下載原文件（{ $name }）
page-both = 同時顯示 { $name }
page-reference = 引用出處
page-copy = 複製引文及出處
page-copied = 已複製
page-link-here = 第{ $number }段的連結
page-privacy = 本網頁不用 cookie，不追蹤任何人，也不保存你的問題。
page-of-original = 在原文件中，這一段由第{ $page }頁開始。
page-not-found = 找不到這一頁
page-not-found-text = 網址可能不完整。你可以看看全部文件，或直接提問。
page-gone = 這份文件已經移除
page-gone-text = 這份文件已不再提供，指向它的連結因此失效。你可以看看其他文件，或直接提問。
page-no-paragraph = 你可以看全文，或直接提問。
page-busy = 現在太多人提問
page-too-fast = 你問得太快
page-busy-text = 請一分鐘後再試。文件本身仍可隨時閱讀。
page-too-long = 問題太長
page-too-long-text = 最多{ $count }個字，請縮短後再問。
page-unreadable = 無法辨認這個網址
page-unreadable-text = 網址裏有無法辨認的字元。請重新提問，或看看全部文件。
