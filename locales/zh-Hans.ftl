# 用户看到的每一句话：简体中文（内地）

start =
    您好！欢迎询问有关{ $papers }的问题。
    我会找出写有答案的段落，照录原文并注明出处；文件里没有的，我会如实告诉您。
    中文、粤语、英文都可以，例如：“{ $example }”
help =
    直接提问即可，例如：“{ $example }”
    /ask 问题：提问（群里请用这个）
    /sections：文件目录
    /help：本说明

    在群里，我只回应 /ask、提到我的消息，以及对我消息的回复。如果提到我后没有回应，请用 /ask，或请管理员在 @BotFather 关闭隐私模式。
    每个答案都是文件原文，不经语言模型改写；简体由繁体原文转换，英文为非官方译文。
titles-separator = 、
title = 《{ $title }》
ask-empty = 请在 /ask 后面写上问题，例如：/ask { $example }
no-command = 没有这个命令。请看 /help。

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

related =
    { $asked ->
        [money] 文件没有写明金额。
        [size] 文件没有写明面积或长度。
        [rate] 文件没有写明比率。
        [person] 文件只写职务，没有写人名。
        [count] 文件没有写明数目。
        [date] 文件没有写明日期。
        [duration] 文件没有写明为期多久。
        [list] 文件没有逐一列出名称。
       *[other] 文件谈到这个话题，但不一定能回答您的问题。
    }相关段落：
none = 我在文件中没有找到相关内容。可以换个说法再问，或者看看目录：
cut = 问题太长，我只读了前 { $count } 个字。

unofficial = 非官方译文
converted = 由繁体原文转换
original = 文件没有中文版本，现按原文引述

no-longer = 这个按钮已经失效。请重新使用 /sections。
show-original = 原文：第{ $numbers }段
