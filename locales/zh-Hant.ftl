# 使用者看到的每一句話：繁體中文（香港）

start =
    你好！有關{ $papers }的問題，歡迎問我。
    我會找出有答案的段落，照錄全段並註明出處；找不到答案，我會直說。
    可用中文、廣東話或英文，例如：「{ $example }」
    更多：/help · /privacy
joined =
    大家好！有關{ $papers }的問題，歡迎問我；我會引述原文並註明出處。
    請用 /ask 提問，例如：/ask { $example }
    管理員可用 /settings@{ $bot } 選擇語言及何時作答；/privacy@{ $bot } 說明我會保存甚麼。
help =
    直接問就可以，例如：「{ $example }」

    /ask 問題：提問。只用 /ask 回覆別人的訊息，我會解答那則訊息
    /sections：文件目錄
    /para 4 或 /para 4-6：閱讀段落
    /paper：這是甚麼文件
    /language：用哪種語言回覆
    /settings：這個對話的設定
    /privacy：我會保存甚麼 · /forget：刪除紀錄

    在群組內，我只回應 /ask、提及我的訊息，以及對我訊息的回覆。如提及我後沒有回應，請用 /ask，或請管理員把我設為群組管理員。
    在其他對話輸入我的 @用戶名稱和幾個字，即可引用段落。
    編輯你的問題，我的答案也會跟着更新。
    每個答案都是文件的原文，不經語言模型改寫；英文為非官方譯文。我偶爾會找錯段落，請看內容判斷。
titles-separator = 、
title = 《{ $title }》
ask-empty = 想問甚麼？例如：/ask { $example }
no-command = 沒有這個指令。請看 /help。
para-usage = 請寫上段落編號（{ $first } 至 { $last }），例如：/para { $first }，或 /para { $first }-{ $last }
no-such-paragraph = 沒有第{ $number }段：這份文件有第{ $first }至{ $last }段。
no-such-section = 沒有這個部分：這份文件共有{ $count }個部分。
matched = 配對的字詞：{ $words }

sections = { $title }目錄
papers = 可以查問的文件：
paragraph = 第{ $numbers }段
paragraph-with-heading = 第{ $numbers }段（{ $heading }）
numbers-separator = 、
list-separator = ，
heading-line = { $heading } · { paragraph }
paper = { $body }《{ $title }》
date-year = { $year }年
date-month = { $year }年{ $month }月
date-day = { $year }年{ $month }月{ $day }日

about-body = 提交予：{ $body }
about-issuer = 發出：{ $issuer }
about-date = 日期：{ $date }
about-extent =
    共 { $paragraphs } 段{ $sections ->
        [0] { "" }
       *[other] ，{ $sections } 節
    }
about-copy =
    { $language ->
        [en] 原文為英文，逐字引述；中文為非官方譯文。
        [zh-Hans] 原文為簡體中文，逐字引述；繁體由原文轉換，英文為非官方譯文。
       *[zh-Hant] 原文為繁體中文，逐字引述；英文為非官方譯文。
    }

related =
    { $asked ->
        [money] 我在文件中找不到你問的金額。
        [size] 我在文件中找不到你問的面積或長度。
        [rate] 我在文件中找不到你問的比率。
        [person] 我在文件中找不到你問的人名。
        [count] 我在文件中找不到你問的數目。
        [date] 我在文件中找不到你問的日期。
        [time] 我在文件中找不到你問的時間。
        [duration] 我在文件中找不到為期多久。
        [list] 我在文件中找不到你問的名單。
       *[other] 文件有談及這方面，但未必能解答你的問題。
    }相關段落：
none = 我在文件中找不到相關內容。可以換個說法再問，或從下面選讀。
ask-instead = 也許你想問：
cut = 問題太長，我只讀了前 { $count } 個字。

too-many = 一下子太多了，這次我未能處理。請一分鐘後再試。

unofficial = 非官方譯文
converted = 由簡體原文轉換
original = 文件沒有中文版本，現按原文引述

no-longer = 這個按鈕已經失效。請再問一次，或用 /sections 看目錄。
button-original = 原文
button-contents = 目錄
button-previous = ‹ { $number }
button-next = { $number } ›

voted-up = 多謝！很高興幫到你。
voted-down = 多謝。這條問題會不記名記下，供管理這個機械人的人改善答案。
voted-back = 已收回你的評價。

language-choose = 在這裏用哪種語言回覆？
language-fixed = 由現在起，我在這裏一律用繁體中文回覆。更改：/language
language-auto = 由現在起，問題用甚麼語言，我就用甚麼語言回覆。更改：/language
settings-group =
    這個群組的設定，只有管理員可以更改。
    如要解答沒有指名問我的問題，我須看到所有訊息：請把我設為群組管理員。
settings-private = 這個對話的設定：
set-auto = 自動
set-addressed = 只在有人問我時作答
set-sure = 有把握的問題都作答
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
settings-kept = 已儲存。
admins-only = 只有這個群組的管理員可以更改。

privacy =
    我會保存甚麼、保存多久：
    · 答不到、只找到相關段落，或答案得到 👎 的問題：只有字句、語言、次數和最後日期，不記是誰問、在哪裏問。供管理這個機械人的人改善答案。{ $days } 天。
    · 我哪則訊息回答了哪則訊息、談到哪一段，以便你修改問題時更新答案。3 天。
    · 你問過的字句，以便明白「幾時開始？」這類追問。1 小時。
    · 你的評價：你的 Telegram 編號，以及哪個答案。{ $days } 天。
    · 這個對話的設定。直至刪除，或我被移除 30 天之後。
    · 每天有多少問題，按語言和結果計算。只有數字。{ $days } 天。
    · 收到的訊息：處理後即刪除內容，編號多留 1 天，以免重複作答。
    日誌裏沒有任何人的字句。/forget 會刪除你的評價和這個對話的紀錄；第一項沒有記下是誰問的，所以無法逐一刪除。群組的設定只有管理員可以刪除。
forgotten =
    完成。已刪除：我 { $answers } 則答覆的紀錄、{ $votes } 個評價{ $settings ->
        [yes] ，以及這個對話的設定。
        [kept] 。群組的設定保留，只有管理員可以刪除。
       *[no] 。
    }
trouble = 未能完成，請稍後再試。

unanswered = { $days } 天內答不到，或答案得到 👎 的問題：
unanswered-none = { $days } 天內沒有答不到的問題。
stats =
    { $days } 天內的問題
    答到：{ $answer }
    只有相關段落：{ $related }
    找不到：{ $none }
    👍 { $up } · 👎 { $down }

inline-nothing = 找不到，按此私訊問我

description =
    查問政府文件：我會找出有答案的段落，照錄全段並註明出處；找不到答案，我會直說。
    可用中文、廣東話或英文。不用語言模型。
short-description = 查問政府文件，得到有答案的段落：原文照錄，註明出處。不用語言模型。
menu-ask = 向文件提問
menu-sections = 文件目錄
menu-para = 閱讀段落，例如 /para 4
menu-paper = 這是甚麼文件
menu-language = 用哪種語言回覆
menu-settings = 這個對話的設定
menu-privacy = 我會保存甚麼、保存多久
menu-forget = 刪除有關你的紀錄
menu-help = 我可以做甚麼
