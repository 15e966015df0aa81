# 用户看到的每一句话：简体中文（内地）

start =
    您好！关于{ $papers }，有问题都可以问我。
    我会找出写有答案的段落，引用全段并注明出处；找不到答案，我会如实告诉您。
    中文、粤语、英文都可以，例如：“{ $example }”
    更多：/help · /privacy
joined =
    大家好！关于{ $papers }，有问题都可以问我；我会引用原文并注明出处。
    请用 /ask 提问，例如：/ask { $example }
    管理员可以用 /settings@{ $bot } 选择语言和回答的时机；/privacy@{ $bot } 说明我会保存什么。
help =
    直接提问即可，例如：“{ $example }”

    /ask 问题：提问。只用 /ask 回复别人的消息，我会回答那条消息
    /sections：文件目录
    /para 4 或 /para 4-6：阅读段落
    /paper：这是什么文件
    /language：用哪种语言回复
    /settings：本聊天的设置
    /privacy：我会保存什么 · /forget：删除记录

    在群里，我只回应 /ask、提到我的消息，以及对我消息的回复。如果提到我后没有回应，请用 /ask，或请管理员把我设为群管理员。
    在其他聊天里输入我的 @用户名和几个字，就可以引用段落。
    编辑您的问题，我的答案也会跟着更新。
    每个答案都是文件原文，不经语言模型改写；简体由繁体原文转换，英文为非官方译文。我偶尔会找错段落，请看内容判断。
titles-separator = 、
title = 《{ $title }》
ask-empty = 想问什么？例如：/ask { $example }
no-command = 没有这个命令。请看 /help。
para-usage = 请写上段落编号（{ $first } 到 { $last }），例如：/para { $first }，或 /para { $first }-{ $last }
no-such-paragraph = 没有第{ $number }段：这份文件有第{ $first }到{ $last }段。
no-such-section = 没有这个部分：这份文件共有{ $count }个部分。
matched = 匹配的词语：{ $words }

sections = { $title }目录
papers = 可以查询的文件：
paragraph = 第{ $numbers }段
paragraph-with-heading = 第{ $numbers }段（{ $heading }）
numbers-separator = 、
list-separator = ，
heading-line = { $heading } · { paragraph }
paper = { $body }《{ $title }》
date-year = { $year }年
date-month = { $year }年{ $month }月
date-day = { $year }年{ $month }月{ $day }日

about-body = 提交给：{ $body }
about-issuer = 发布：{ $issuer }
about-date = 日期：{ $date }
about-extent =
    共 { $paragraphs } 段{ $sections ->
        [0] { "" }
       *[other] ，{ $sections } 节
    }
about-copy =
    { $language ->
        [en] 原文为英文，逐字引用；中文为非官方译文。
        [zh-Hans] 原文为简体中文，逐字引用；英文为非官方译文。
       *[zh-Hant] 原文为繁体中文，逐字引用；简体由原文转换，英文为非官方译文。
    }

related =
    { $asked ->
        [money] 我在文件中没有找到您问的金额。
        [size] 我在文件中没有找到您问的面积或长度。
        [rate] 我在文件中没有找到您问的比率。
        [person] 我在文件中没有找到您问的人名。
        [count] 我在文件中没有找到您问的数目。
        [date] 我在文件中没有找到您问的日期。
        [time] 我在文件中没有找到您问的时间。
        [duration] 我在文件中没有找到为期多久。
        [list] 我在文件中没有找到您问的名单。
       *[other] 文件谈到了这方面，但不一定能回答您的问题。
    }相关段落：
none = 我在文件中没有找到相关内容。可以换个说法再问，或从下面选读。
ask-instead = 也许您想问：
cut = 问题太长，我只读了前 { $count } 个字。

too-many = 一下子太多了，这次没能处理。请一分钟后再试。

unofficial = 非官方译文
converted = 由繁体原文转换
original = 文件没有中文版本，现按原文引述

no-longer = 这个按钮已经失效。请再问一次，或用 /sections 看目录。
button-original = 原文
button-contents = 目录
button-previous = ‹ { $number }
button-next = { $number } ›

voted-up = 谢谢！很高兴能帮到您。
voted-down = 谢谢。这个问题会匿名记下，供管理本机器人的人改进答案。
voted-back = 已撤回您的评价。

language-choose = 在这里用哪种语言回复？
language-fixed = 从现在起，我在这里一律用简体中文回复。更改：/language
language-auto = 从现在起，问题用什么语言，我就用什么语言回复。更改：/language
settings-group =
    本群的设置，只有管理员可以更改。
    如果要我回答没有点名问我的问题，我必须能看到所有消息：请把我设为群管理员。
settings-private = 本聊天的设置：
set-auto = 自动
set-addressed = 只在有人问我时回答
set-sure = 有把握的问题都回答
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
settings-kept = 已保存。
admins-only = 只有本群的管理员可以更改。

privacy =
    我会保存什么、保存多久：
    · 没能回答、只找到相关段落，或答案得到 👎 的问题：只有文字、语言、次数和最后日期，不记是谁问的、在哪里问的。供管理本机器人的人改进答案。{ $days } 天。
    · 我的哪条消息回答了哪条消息、谈到哪一段，以便您修改问题时更新答案。3 天。
    · 您问过的文字，以便明白“什么时候开始？”这类追问。1 小时。
    · 您的评价：您的 Telegram 编号，以及哪个答案。{ $days } 天。
    · 本聊天的设置。直到删除，或我被移除 30 天之后。
    · 每天有多少问题，按语言和结果统计。只有数字。{ $days } 天。
    · 收到的消息：处理后即删除内容，编号多留 1 天，以免重复回答。
    日志里没有任何人的文字。/forget 会删除您的评价和本聊天的记录；第一项没有记下是谁问的，所以无法逐条删除。群的设置只有管理员可以删除。
forgotten =
    完成。已删除：我 { $answers } 条回复的记录、{ $votes } 个评价{ $settings ->
        [yes] ，以及本聊天的设置。
        [kept] 。本群的设置保留，只有管理员可以删除。
       *[no] 。
    }
trouble = 没能完成，请稍后再试。

unanswered = { $days } 天内没能回答，或答案得到 👎 的问题：
unanswered-none = { $days } 天内没有未能回答的问题。
stats =
    { $days } 天内的问题
    已回答：{ $answer }
    只有相关段落：{ $related }
    没有找到：{ $none }
    👍 { $up } · 👎 { $down }

inline-nothing = 没有找到，点此私聊问我

description =
    查询政府文件：我会找出写有答案的段落，引用全段并注明出处；找不到答案，我会如实告诉您。
    中文、粤语、英文都可以。不用语言模型。
short-description = 查询政府文件，得到写有答案的段落：照录原文，注明出处。不用语言模型。
menu-ask = 向文件提问
menu-sections = 文件目录
menu-para = 阅读段落，例如 /para 4
menu-paper = 这是什么文件
menu-language = 用哪种语言回复
menu-settings = 本聊天的设置
menu-privacy = 我会保存什么、保存多久
menu-forget = 删除有关您的记录
menu-help = 我能做什么
