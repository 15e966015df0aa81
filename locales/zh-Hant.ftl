# 使用者看到的每一句話：繁體中文（香港）

start =
    你好！歡迎查詢有關{ $papers }的問題。
    我會找出有答案的段落，原文照錄，並註明出處；文件沒有寫的，我會直說。
    可用中文、廣東話或英文，例如：「{ $example }」
help =
    直接問就可以，例如：「{ $example }」
    /ask 問題：提問（群組內請用這個）
    /sections：文件目錄
    /help：本說明

    在群組內，我只回應 /ask、提及我的訊息，以及對我訊息的回覆。如提及我後沒有回應，請用 /ask，或請管理員在 @BotFather 關閉私隱模式。
    每個答案都是文件的原文，不經語言模型改寫；英文為非官方譯文。
titles-separator = 、
title = 《{ $title }》
ask-empty = 請在 /ask 後面寫上問題，例如：/ask { $example }
no-command = 沒有這個指令。請看 /help。

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

related =
    { $asked ->
        [money] 文件沒有寫明金額。
        [size] 文件沒有寫明面積或長度。
        [rate] 文件沒有寫明比率。
        [person] 文件只寫職銜，沒有寫人名。
        [count] 文件沒有寫明數目。
        [date] 文件沒有寫明日期。
        [duration] 文件沒有寫明為期多久。
        [list] 文件沒有逐一列出名稱。
       *[other] 文件談及這個題目，但未必能解答你的問題。
    }相關段落：
none = 我在文件中找不到相關內容。可以換個說法再問，或者看看目錄：
cut = 問題太長，我只讀了前 { $count } 個字。

unofficial = 非官方譯文
converted = 由繁體原文轉換
original = 文件沒有中文版本，現按原文引述

no-longer = 這個按鈕已經失效。請再用 /sections。
show-original = 原文：第{ $numbers }段
