# Every sentence that users see: English

start =
    Hello! Ask me about { $papers }.
    I find the paragraph that has the answer and quote it with its source; translations are marked. If I find no answer, I say so.
    You can ask in Chinese, Cantonese or English. For example: “{ $example }”
    More: /help · /privacy
joined =
    Hello! Ask me about { $papers }. I quote the paragraph that has the answer, with its source.
    Ask with /ask, for example: /ask { $example }
    Admins can choose the language, and when I answer, with /settings@{ $bot }. /privacy@{ $bot } explains what I keep.
help =
    Just ask. For example: “{ $example }”

    /ask QUESTION: ask. Reply to a message with just /ask, and I answer that message
    /sections: contents
    /para 4 or /para 4-6: read paragraphs
    /paper: what this paper is
    /language: which language I reply in
    /settings: settings of this chat
    /privacy: what I keep · /forget: delete it

    In groups I answer /ask, messages that mention me, and replies to my messages. If a mention gets no answer, use /ask, or ask an admin to make me an admin.
    In any other chat, type my @username and a few words to quote a paragraph there.
    Edit your question, and I update my answer.
    Every answer is the paper’s own text, or its unofficial English translation; no language model rewrites it. I sometimes pick the wrong paragraph, so please read it and judge.
titles-separator = { ", " }
title = “{ $title }”
ask-empty = What would you like to ask? For example: /ask { $example }
no-command = I do not know that command. Please see /help.
para-usage = Please give a paragraph number from { $first } to { $last }. For example: /para { $first }, or /para { $first }-{ $last }
no-such-paragraph = There is no paragraph { $number }: this paper has paragraphs { $first } to { $last }.
no-such-section = There is no such section: this paper has { $count ->
        [one] one section
       *[other] { $count } sections
    }.
matched = Matched on: { $words }

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
        [en] The original is in English and is quoted word for word; Chinese is an unofficial translation.
       *[zh] The original is in Chinese and is quoted word for word; English is an unofficial translation.
    }

related =
    { $asked ->
        [money] I found no sum of money for this in the paper.
        [size] I found no area or length for this in the paper.
        [rate] I found no rate for this in the paper.
        [person] I found no person’s name for this in the paper.
        [count] I found no number for this in the paper.
        [date] I found no date for this in the paper.
        [time] I found no time of day for this in the paper.
        [duration] I did not find in the paper how long this takes.
        [list] I found no list of names for this in the paper.
       *[other] The paper mentions this, but may not answer your question.
    } Related:
none = I found nothing about this in the paper. Try other words, or choose from the list below.
ask-instead = Perhaps you would like to ask:
cut = Your question is very long: I read only the first { $count } characters.

too-many = That is more than I can handle at once. Please try again in a minute.

unofficial = unofficial translation
converted = converted from the Traditional Chinese original
original = there is no English version: quoted in the original language

no-longer = This button no longer works. Please ask again, or use /sections for the contents.
button-original = Original
button-contents = Contents
button-previous = ‹ { $number }
button-next = { $number } ›

voted-up = Thank you! Glad it helped.
voted-down = Thank you. The question is noted, without your name, so that those who run this bot can improve the answer.
voted-back = Your vote is withdrawn.

language-choose = Which language shall I reply in here?
language-fixed = From now on I reply in English here. To change: /language
language-auto = From now on I reply in the language of each question. To change: /language
settings-group =
    Settings of this group. Only admins can change them.
    To answer questions that are not addressed to me, I must see all messages: please make me an admin of this group.
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
        [on] Remove “found nothing” after a while: on
       *[off] Remove “found nothing” after a while: off
    }
settings-kept = Saved.
admins-only = Only admins of this group can change that.

privacy =
    What I keep, and how long:
    · Questions that I could not answer, or answered only with related paragraphs, and those whose answer got 👎: the words, the language, how often and when last; not who asked, or where. Those who run this bot read them to improve the answers. { $days ->
            [one] One day.
           *[other] { $days } days.
        }
    · Which of my messages answered which message, and with which paragraph, so that I can update the answer when you edit the question. Three days.
    · The words you asked, so that I understand “and when?”. One hour.
    · Your votes: your Telegram number, and which answer. { $days ->
            [one] One day.
           *[other] { $days } days.
        }
    · The settings of this chat. Until they are deleted, or 30 days after I am removed.
    · How many questions there were each day, by language and outcome. Only numbers. { $days ->
            [one] One day.
           *[other] { $days } days.
        }
    · Messages I receive: the words go as soon as I have dealt with them; the numbers stay for a day, so that I do not answer twice.
    My log holds nobody’s words. /forget deletes your votes and what I keep of this chat. It cannot delete questions of the first kind, because I do not know who asked them. Only admins can delete a group’s settings.
forgotten =
    Done. Deleted: my records of { $answers ->
        [one] one reply
       *[other] { $answers } replies
    }, { $votes ->
        [one] one vote
       *[other] { $votes } votes
    }{ $settings ->
        [yes] , and the settings of this chat.
        [kept] . The settings of this group stay: only its admins can delete them.
       *[no] .
    }
trouble = That did not work. Please try again in a little while.

unanswered =
    Not answered, or rated 👎, in the last { $days ->
        [one] day
       *[other] { $days } days
    }:
unanswered-none =
    Nothing went unanswered in the last { $days ->
        [one] day
       *[other] { $days } days
    }.
stats =
    Questions in the last { $days ->
        [one] day
       *[other] { $days } days
    }
    answered: { $answer }
    related only: { $related }
    found nothing: { $none }
    👍 { $up } · 👎 { $down }

inline-nothing = Nothing found: ask me in private

description =
    Ask a government briefing paper: I find the paragraph that has the answer and quote it with its source; translations are marked. If I find no answer, I say so.
    Chinese, Cantonese or English. No language model.
short-description = Ask a government briefing paper; get the paragraph that answers, quoted and cited. No language model.
menu-ask = Ask the paper a question
menu-sections = Contents of the paper
menu-para = Read a paragraph, such as /para 4
menu-paper = What this paper is
menu-language = Which language I reply in
menu-settings = Settings of this chat
menu-privacy = What I keep, and how long
menu-forget = Delete what I keep of you
menu-help = What I can do
