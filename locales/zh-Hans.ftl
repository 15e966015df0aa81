# 用户看到的每一句话：简体中文（内地）

start =
    您好！关于{ $papers }{ $others ->
        [0] {""}
       *[other] 等{ $total }份文件
    }的问题，都可以问我。
    我会找出有答案的段落，完整引用并注明出处；译文会另外标明。找不到答案，我会直接告诉您。
    可以用中文、粤语或英文提问，例如：“{ $example }”
    更多：{ $others ->
        [0] {""}
       *[other] /papers ·{" "}
    }/help · /privacy
joined =
    大家好！关于{ $papers }{ $others ->
        [0] {""}
       *[other] 等{ $total }份文件
    }的问题，都可以问我。我会找出有答案的段落，引用原文并注明出处。
    提问请用 /ask，例如：/ask { $example }
    { $others ->
        [0] {""}
       *[other] 查看所有文件请用 /papers。
    }管理员可以用 /settings@{ $bot } 选择我用什么语言{ $others ->
        [0] ，以及
       *[other] 、查阅哪些文件，以及
    }什么时候回答。想知道我会保存什么，请看 /privacy@{ $bot }。
help =
    直接问我就行，例如：“{ $example }”

    /ask 您的问题：提问。想让我回答别人的消息，只需用 /ask 回复那条消息
    /sections：文件目录
    /para 4 或 /para 4-6：看第4段，或第4到6段
    /paper：文件信息 · /papers：有哪些文件，也可按名称或年份找，例如 /papers 2013
    /language：选择回复语言
    /settings：当前聊天的设置
    /privacy：我会保存什么 · /forget：删除您的记录

    在群组里，用 /ask、@我，或回复我的消息，我就会回答。如果 @我 没有反应，请用 /ask，或请管理员把我设为群组管理员。
    在其他聊天里输入我的 @用户名和几个字，就可以引用文件段落。
    修改您的问题，我的答案也会跟着更新。
    答案是文件的原文或非官方译文，不经语言模型改写；译文和繁简转换都会注明。我偶尔会找错段落，请看清楚是否切题。
example-any = 最新的文件讲什么？
titles-separator = 、
title = 《{ $title }》
ask-empty = 您想问什么？例如：/ask { $example }
no-command = 没有这个命令，请看 /help。
para-usage = 请输入段落编号（{ $first }到{ $last }），例如：/para { $first } 或 /para { $first }-{ $last }
no-such-paragraph =
    { $count ->
        [1] { $title }没有第{ $number }段，只有第{ $first }段。
       *[other] { $title }没有第{ $number }段，只有第{ $first }到{ $last }段。
    }
no-such-in-section =
    { $count ->
        [1] “{ $heading }”这部分只有第{ $first }段。
       *[other] “{ $heading }”这部分只有第{ $first }到{ $last }段。
    }
no-such-section = { $count ->
        [0] 这份文件没有划分部分。
       *[other] 没有这个部分，这份文件只有{ $count }个部分。
    }
beyond =
    { $place ->
        [first-paragraph] 这已经是第一段。
        [last-paragraph] 这已经是最后一段。
        [first-section] 这已经是第一个部分。
       *[last-section] 这已经是最后一个部分。
    }
matched = 词语对照：{ $words }

sections = { $title }目录
papers = 可以查询的文件：
paragraph = 第{ $numbers }段
paragraph-with-heading = 第{ $numbers }段（{ $heading }）
numbers-separator = 、
number-range = { $first }到{ $last }
list-separator = ，
heading-line = { $heading } · { paragraph }
paper = { $body }《{ $title }》
date-year = { $year }年
date-month = { $year }年{ $month }月
date-day = { $year }年{ $month }月{ $day }日

about-body = 提交给：{ $body }
about-issuer = 发布机构：{ $issuer }
about-date = 日期：{ $date }
about-meeting = 讨论本文件的会议日期：{ $date }
about-extent =
    共{ $paragraphs }段{ $sections ->
        [0] { "" }
       *[other] ，{ $sections }个部分
    }
about-number = 文件编号：{ $number }
about-unknown = 我没有{ $title }的这项信息。
about-original =
    { $kept ->
        [yes] 原文件可以在这份文件的网页上下载（如设有网页）。全文在这里：
       *[no] 我没有原文件的链接，但您可以在这里看全文：
    }
papers-which = 您想问哪一份文件？
papers-count =
    { $count ->
        [1] 现有一份文件：
       *[other] 现有{ $count }份文件，由新到旧：
    }
papers-matching =
    { $count ->
        [1] 符合的文件有一份：
       *[other] 符合的文件有{ $count }份，由新到旧：
    }
papers-more = 另有{ $count }份，见 /papers
papers-more-matching = 另有{ $count }份，请加上年份或其他字词缩小范围
list-first = 以上是{ $count }段中的前{ $shown }段。
contents-first = 目录共有{ $count }项，这里只列出前{ $shown }项。要看其他段落，请输入段号，例如“第{ $last }段”。
papers-page = 文件列表，由新到旧（第{ $page }页，共{ $pages }页）：
no-such-paper = 没有找到与“{ $name }”相符的文件。{ $count ->
        [1] 现有一份文件：
       *[other] 现有文件，由新到旧：
    }
silent = { $titles }里没有找到答案。
elsewhere = 另一份文件是这样说的：
answered-too = 同系列的其他文件也有答案：{ $titles }
about-copy =
    { $language ->
        [en] 原文为英文，逐字引用{ $translated ->
            [yes] ；中文为非官方译文。
           *[no] 。
        }
        [zh-Hans] 原文为简体中文，逐字引用{ $translated ->
            [yes] ；英文为非官方译文。
           *[no] 。
        }
       *[zh-Hant] 原文为繁体中文，逐字引用；简体由原文转换{ $translated ->
            [yes] ，英文为非官方译文。
           *[no] 。
        }
    }

related =
    { $titles ->
        [none] 文件里
       *[other] { $titles }里
    }{ $asked ->
        [money] 没有找到您问的金额。
        [size] 没有找到您问的面积或长度。
        [rate] 没有找到您问的比率。
        [person] 没有找到您问的人名。
        [count] 没有找到您问的数目。
        [date] 没有找到您问的日期。
        [time] 没有找到您问的时间。
        [duration] 没有找到您问的时间长短。
        [list] 没有找到您问的清单。
       *[other] 没有找到明确的答案。
    }相关段落：
none = 文件里没有找到这方面的内容。请换个说法再问，或用 /sections 看看目录。
ask-instead = 也许您想问：
cut = 问题太长，我只读了前{ $count }个字。

talk-greeting = 您好！想知道文件里说了什么，直接问我就行，例如：“{ $example }”
talk-thanks = 不客气！还有问题请随时问我。
talk-farewell = 再见！有问题随时再来问。
talk-identity = 我是查询政府文件的机器人：您提问，我找出文件里有答案的段落，引用原文并注明出处。例如：“{ $example }”
talk-complaint = 抱歉没能帮到您。请换个说法再问，或用 /sections 看看目录。
talk-acknowledgement = 好的！还有问题请随时问我。
only-text = 我只看得懂文字，请把问题打出来。
questions-unanswered =
    文件里没有找到以下问题的答案：
    · { $questions }
questions-unread =
    我一次最多回答三个问题。以下问题请再问一次：
    · { $questions }

too-fast = 您问得太快了，请一分钟后再问。
too-many = 问题太多，我忙不过来，请一分钟后再问。

unofficial = 非官方译文
converted = 由繁体原文转换
original = 没有中文版，按原文引用

no-longer = 这个按钮已经失效。请再问一次，或用 /sections 看目录。
button-original = 原文
button-contents = 目录
button-papers = 全部文件
button-previous = ‹ { $number }
button-next = { $number } ›
previous-paragraph = 上一段：第{ $number }段
next-paragraph = 下一段：第{ $number }段
previous-page = 上一页：第{ $number }页
next-page = 下一页：第{ $number }页
button-page = 在网页上阅读

summary = 我不会自行撰写摘要。以下是文件和每个部分的开头：
ask-language = 在这里，请用 --language zh-Hant、zh-Hans 或 en 选择回复语言；在对话（chat）里用 /language。
chat-hint = 要选列表中的项目，输入编号即可；要离开，请输入 quit。
chat-choose =
    { $count ->
        [0] 这里没有可选的项目。
        [1] 这里只有一项可选，请输入 1。
       *[other] 请选 1 到 { $count }。
    }要提问，直接输入问题；要读某一段，请输入 /para 和段号。
chat-privacy =
    { $kept ->
        [yes] 您在这里输入的内容只保存在这台电脑的 { $file } 中，方便您用方向键重新调出；使用这台电脑的其他人看不到。用 /forget 可以删除。
       *[no] 您在这里输入的内容不会保存。
    }不会向外发送任何内容。
chat-forgotten = 已删除您在这里输入过的内容，我也不再记得刚才谈过什么。

voted-up = 谢谢！很高兴能帮到您。
voted-down = 谢谢！我会匿名记下这个问题，以便改进答案。
voted-down-unkept = 谢谢您的评价。
voted-back = 已撤回您的评价。

language-choose = 您想让我在这里用哪种语言回复？
language-fixed = 从现在起，我在这里一律用简体中文回复。如需更改，请用 /language。
language-auto = 从现在起，您用什么语言问，我就用什么语言回复。如需更改，请用 /language。
settings-group =
    本群组的设置，只有管理员可以更改。
    想让我主动回答，请把我设为群组管理员，这样我才能看到所有消息。
settings-private = 当前聊天的设置：
set-auto = 跟随提问语言
set-addressed = 有人问我才回答
set-sure = 有把握就主动回答
set-feedback =
    { $state ->
        [on] 答案下的 👍 👎：开
       *[off] 答案下的 👍 👎：关
    }
set-quiet =
    { $state ->
        [on] 稍后删除“没有找到”的回复：开
       *[off] 稍后删除“没有找到”的回复：关
    }
set-papers =
    { $count ->
        [0] 查阅文件：全部
       *[other] 查阅文件：{ $total }份中的{ $count }份
    }
choose-group =
    有人在这里提问时，我应查阅哪些文件？只有群组管理员可以选择。
    点一下选中，再点一下取消；一份也不选，我会查阅全部文件。
choose-private =
    您在这里提问，或在其他聊天里输入我的 @用户名时，我应查阅哪些文件？
    点一下选中，再点一下取消；一份也不选，我会查阅全部文件。
choose-all = 全部文件
button-settings = ‹ 设置
chosen-papers =
    在当前聊天中，我只查阅{ $total }份文件中的{ $count }份。{ $place ->
        [group] 群组管理员可以在我的设置中更改。
       *[private] 要更改，请用 /settings。
    }
settings-kept = 已保存。
admins-only = 只有本群组的管理员可以更改。

privacy =
    我会保存什么、保存多久：
    · { $days }天：没能回答、只有相关段落，或得到 👎 的问题（问题文字、语言、提问次数和最后一次提问的日期；不记录是谁问的、在哪里问的），供运营者改进答案。
    · { $days }天：您的评价、所评的答案和您的 Telegram ID。
    · { $days }天：每天的提问数量，按语言和结果统计。
    · 3天：问题消息与答案消息的对应关系、引用了哪一段，以及由提问者和消息文字算出的一串编码（无法还原成姓名或原文），以便您修改问题时更新答案。
    · 1天：收到的消息的编号，以免重复回答；除本清单所列外，消息内容处理完就删除。
    · 1小时：您提问的文字，以便理解“什么时候开始？”这类追问。
    · 当前聊天的设置：保存到您删除为止，或保存到我被移除后第30天。
    日志里没有消息内容。
    /forget 会删除您的评价和在这里的提问记录，在私聊中还会删除设置；若由群组管理员使用，整个群组的记录和设置也会一并删除。第一项会保留，因为没有记录是谁问的。
forgotten =
    已删除{ $answers }条消息的记录和{ $votes }个评价{ $settings ->
        [yes] ，以及当前聊天的设置。
        [kept] 。群组的其他记录和设置仍会保留，只有管理员可以删除。
       *[no] 。
    }
trouble = 抱歉，暂时无法完成，请稍后再试。

unanswered = 过去{ $days }天没能回答，或答案得到 👎 的问题：
unanswered-none = 过去{ $days }天没有答不出的问题，也没有人点 👎。
stats =
    过去{ $days }天的问题
    已回答：{ $answer }
    只有相关段落：{ $related }
    没有找到：{ $none }
    👍 { $up } · 👎 { $down }

upload-nowhere = 我只用内置的文件回答，不能加入或移除文件。运营者可以把 KNOWLEDGE_DIR 设为存放文件的文件夹。
upload-reading = 正在读取 { $name }……
upload-refused =
    { $why ->
        [locked] 这个文件设有密码。请发送没有密码的版本。
        [scan] 这个文件的页面都是图片，没有文字可以引用。请先做文字识别（OCR），或发送打印前的原始电子文件。
        [no_unicode] 这个文件的字体缺少文字编码，我无法逐字引用。请发送另一个版本。
        [damaged] 这个文件已损坏。请打开后重新保存，再发送一次。
        [too_many_pages] 这个文件超过2,000页，请拆分。
        [too_large] 这个文件太大：上限是20 MB，解压后64 MB。
        [too_long] 读取这个文件需要太多时间或内存。请拆分，或发送较简单的版本。
        [kind] 我无法读取这种文件。请发送 PDF、DOCX、HTML 或纯文本文件。
        [empty] 这个文件是空的，请重新发送。
        [no_paragraphs] 我分不清段落。请在每段开头加上编号和英文句点，例如“1.”。
        [not_fetched] 无法从 Telegram 获取文件，请再发送一次。
        [not_kept] 无法保存文件，运营者可以在我的日志里找到原因。
        [id] 发送文件时附上的说明文字会成为它的 ID：只能用 a-z、0-9 和 -，最多40个字符；也可以不写。
       *[faulty] 无法把它转换成可以查阅的文件。运营者可以用“briefing-bot import”了解详情。
    }
upload-lacks = 在文件中找不到{ $details }，可以在 paper.toml 里补上。
detail =
    { $name ->
        [title] 标题
        [issuer] 发布机构
       *[date] 日期
    }
upload-doubts = 加入前请先看看这{ $count }处（用英文列出）：
upload-ask = 要加入吗？ID 会是 { $id }。
upload-ask-replace =
    已有 ID 为 { $id } 的文件。要用这份替换它吗？{ $count ->
        [0] 段落内容相同。
       *[other] 有{ $count }段不同。
    }
upload-outdated = 您发来这个文件以后，我这里的同一份政府文件已有改动。请重新发送。
button-take-in = ✓ 加入
button-replace = ✓ 替换
button-throw-away = ✕ 丢弃
taken-in = 已加入{ $title }。除了另行选定文件的聊天，我在所有聊天中都会查阅这份文件。
thrown-away = 已丢弃{ $title }。
remove-usage = 要移除哪一份？请写上 ID、年份或标题，例如：/remove hk-sz-2009
remove-ask = 要移除{ $title }（{ $id }）吗？移除后，所有聊天都不能再查阅；运营者可以把它放回去。
button-remove = ✕ 移除
removed = 已移除{ $title }。
remove-only = 这是唯一的文件，不能移除。

inline-nothing = 没有找到，点此私聊问我

description =
    想知道政府文件怎么说，问我就行。我会找出有答案的段落，完整引用并注明出处；译文会另外标明。找不到答案，我会直接告诉您。
    可以用中文、粤语或英文提问。不使用语言模型。
short-description = 想知道政府文件怎么说，问我就行：我会引用有答案的段落，并注明出处。不使用语言模型。
menu-ask = 提问
menu-sections = 文件目录
menu-para = 看某一段，例如 /para 4
menu-paper = 文件信息
menu-papers = 有哪些文件
menu-language = 选择回复语言
menu-settings = 当前聊天的设置
menu-privacy = 我会保存什么、保存多久
menu-forget = 删除您的记录
menu-help = 使用说明

page-site = 政府文件问答
page-intro = 想知道政府文件怎么说？用中文、粤语或英文提问，就能看到有答案的段落，逐字引用并注明出处。
page-skip = 跳到正文
page-languages = 语言
page-ask-label = 向文件提问
page-ask-button = 提问
page-example = 例如：
page-find-label = 按名称、编号、年份或主题找文件
page-find-button = 搜索
page-found = 找到{ $count }份文件
page-found-none = 找不到与“{ $name }”有关的文件。
page-read-all = 看全文
page-neighbours = 前后段落
page-original-file = 下载原文件（{ $name }）
page-both = 同时显示 { $name }
page-reference = 引用出处
page-copy = 复制引文及出处
page-copied = 已复制
page-link-here = 第{ $number }段的链接
page-privacy = 本网页不用 cookie，不跟踪用户，也不保存您的问题。
page-of-original = 在原文件中，这一段从第{ $page }页开始。
page-not-found = 找不到这个网页
page-not-found-text = 网址可能不完整。您可以看看全部文件，或直接提问。
page-gone = 这份文件已移除
page-gone-text = 这份文件已不再提供，指向它的链接因此失效。您可以看看其他文件，或直接提问。
page-no-paragraph = 您可以看全文，或直接提问。
page-busy = 现在提问的人太多
page-too-fast = 您问得太快
page-busy-text = 请一分钟后再试。文件本身仍可随时阅读。
page-too-long = 问题太长
page-too-long-text = 最多{ $count }个字，请缩短后再问。
page-unreadable = 无法识别这个网址
page-unreadable-text = 网址里有无法识别的字符。请重新提问，或看看全部文件。
