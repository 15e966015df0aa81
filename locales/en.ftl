# Every sentence that users see: English

start =
    Hello! Ask me about { $papers }.
    I find the paragraph that has the answer and quote it word for word, with its source. If the paper does not say it, I say so.
    Chinese, Cantonese or English will do. For example: “{ $example }”
help =
    Just ask. For example: “{ $example }”
    /ask QUESTION: ask (in groups, please use this)
    /sections: the paper's contents
    /help: this page

    In groups I answer /ask, messages that mention me, and replies to my messages. If a mention gets no answer, use /ask, or have an admin turn off privacy mode with @BotFather.
    Every answer is the paper's own text; no language model rewrites it. English is an unofficial translation.
titles-separator = { ", " }
title = “{ $title }”
ask-empty = Please write your question after /ask. For example: /ask { $example }
no-command = I do not know that command. Please see /help.

sections = Contents of { $title }
papers = Papers you can ask about:
paragraph =
    { $count ->
        [one] paragraph { $numbers }
       *[other] paragraphs { $numbers }
    }
paragraph-with-heading = { paragraph } ({ $heading })
numbers-separator = { ", " }
list-separator = { ", " }
heading-line = { $heading } · { paragraph }
paper = { $body }, “{ $title }”
date-year = { $year }
date-month = { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
        [12] December
       *[other] { $month }
    } { $year }
date-day = { $day } { date-month }

related =
    { $asked ->
        [money] The paper gives no sum of money.
        [size] The paper gives no area or length.
        [rate] The paper gives no rate.
        [person] The paper names posts, not people.
        [count] The paper gives no number.
        [date] The paper gives no date.
        [duration] The paper does not say how long.
        [list] The paper does not list the names.
       *[other] The paper speaks of this, but may not say what you asked.
    } Related:
none = I found nothing about this in the paper. Try other words, or look at the contents:
cut = Your question is very long: I read only the first { $count } characters.

unofficial = unofficial translation
converted = converted from the Traditional Chinese original
original = there is no English version: quoted in the original language

no-longer = This button no longer works. Please use /sections again.
show-original = Original: { paragraph }
