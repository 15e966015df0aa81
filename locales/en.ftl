# Every sentence that users see: English

start =
    Hello! Ask me about { $papers }.
    I find the paragraph that has the answer and quote it word for word, with its source. If the paper does not say it, I say so.
    Chinese, Cantonese or English will do. For example: “{ $example }”
joined =
    Hello! Ask me about { $papers }. I quote the paragraph that has the answer, word for word, with its source.
    Ask with /ask, for example: /ask { $example }
    Admins can choose the language, and when I answer, with /settings. /privacy tells what I keep.
help =
    Just ask. For example: “{ $example }”

    /ask QUESTION: ask. Sent alone as a reply to a message, it answers that message
    /sections: contents
    /para 4 or /para 4-6: read paragraphs
    /paper: what this paper is
    /language: in which language I reply
    /settings: settings of this chat
    /privacy: what I keep · /forget: delete it

    In groups I answer /ask, messages that mention me, and replies to my messages. If a mention gets no answer, use /ask, or have an admin turn off privacy mode with @BotFather.
    In any other chat, type my name and a few words to quote a paragraph there.
    Edit your question, and I edit my answer.
    Every answer is the paper’s own text; no language model rewrites it. English is an unofficial translation.
titles-separator = { ", " }
title = “{ $title }”
ask-empty = Please write your question after /ask. For example: /ask { $example }
no-command = I do not know that command. Please see /help.
para-usage = Please give a paragraph number from { $first } to { $last }. For example: /para { $first }, or /para { $first }-{ $last }

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

about-body = Presented to: { $body }
about-issuer = Issued by: { $issuer }
about-date = Date: { $date }
about-extent =
    { $paragraphs ->
        [one] One paragraph
       *[other] { $paragraphs } paragraphs
    }{ $sections ->
        [0] { "" }
        [one] , one section
       *[other] , { $sections } sections
    }
about-copy =
    { $language ->
        [en] The original is in English; Chinese is an unofficial translation.
       *[zh] The original is in Chinese; English is an unofficial translation. What I quote in the original language is word for word.
    }

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
none = I found nothing about this in the paper. Try other words, or pick a section below.
ask-instead = Perhaps you would like to ask:
cut = Your question is very long: I read only the first { $count } characters.

too-many = That is a lot of questions at once. I will go on in a minute.

unofficial = unofficial translation
converted = converted from the Traditional Chinese original
original = there is no English version: quoted in the original language

no-longer = This button no longer works. Please use /sections again.
button-original = Original
button-contents = Contents
button-previous = ‹ { $number }
button-next = { $number } ›

voted-up = Thank you! Glad it helped.
voted-down = Thank you. The question is passed on, without your name, to those who look after the paper.
voted-back = Your vote is withdrawn.

language-choose = In which language shall I reply here?
language-fixed = From now on I reply in English here. To change: /language
language-auto = From now on I reply in the language of each question. To change: /language
settings-group =
    Settings of this group. Only admins can change them.
    To answer questions that are not put to me, I must see all messages: turn off my privacy mode with @BotFather.
settings-private = Settings of this chat:
set-auto = Auto
set-addressed = Answer only when spoken to
set-sure = Answer every question I am sure of
set-feedback =
    { $state ->
        [on] 👍 👎 below answers: on
       *[off] 👍 👎 below answers: off
    }
set-quiet =
    { $state ->
        [on] Remove “found nothing” after a minute: on
       *[off] Remove “found nothing” after a minute: off
    }
settings-kept = Saved.
admins-only = Only admins of this group can change that.

privacy =
    What I keep, and how long:
    · Questions that I could not answer, and those whose answer got 👎: the words, the language, how often and when last. No name and no chat. { $days ->
            [one] One day.
           *[other] { $days } days.
        }
    · Which of my messages answered which message, so that I can edit the answer when you edit the question. No words. Three days.
    · Your last question in a conversation, so that I understand “and when?”. One hour.
    · Your vote under an answer: your Telegram number, and which answer. As long as the unanswered questions.
    · Settings of this chat. Until they are deleted, or 30 days after I am removed.
    · How many questions there were each day, by language and outcome. Only numbers.
    · A question until it is answered.
    Nothing else, and no words in my log. /forget deletes what I keep of you and this chat.
forgotten =
    Done. Deleted: { $answers ->
            [one] one link between a message and its answer
           *[other] { $answers } links between messages and their answers
        }, { $votes ->
            [one] one vote
           *[other] { $votes } votes
        }{ $settings ->
            [yes] , and the settings of this chat.
            [kept] . The settings of this group stay: only its admins can delete them.
           *[no] .
        }
trouble = That did not work. Please try again in a little while.

unanswered = Not answered, or rated 👎, in { $days } days:
unanswered-none = Nothing went unanswered in { $days } days.
stats =
    Questions in { $days } days
    answered: { $answer }
    related only: { $related }
    found nothing: { $none }
    👍 { $up } · 👎 { $down }

inline-nothing = Nothing found: ask me in private

description =
    Ask a government briefing paper: I find the paragraph that has the answer and quote it word for word, with its source. If the paper does not say it, I say so.
    Chinese, Cantonese or English. No language model.
short-description = Ask a government briefing paper; get the paragraph that answers, quoted and cited. No language model.
menu-ask = Ask the paper a question
menu-sections = Contents of the paper
menu-para = Read a paragraph, such as /para 4
menu-paper = What this paper is
menu-language = In which language I reply
menu-settings = Settings of this chat
menu-privacy = What I keep, and how long
menu-forget = Delete what I keep of you
menu-help = What I can do
