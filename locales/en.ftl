# Every sentence that users see: English

start =
    Hello! Ask me about { $papers }{ $others ->
        [0] {""}
        [one] {" "}and one other paper
       *[other] {" "}and { $others } other papers
    }.
    I find the paragraph that has the answer and quote it in full, with its source; translations are marked. If I find no answer, I say so.
    Ask in Chinese, Cantonese or English. For example: “{ $example }”
    More: { $others ->
        [0] {""}
       *[other] /papers ·{" "}
    }/help · /privacy
joined =
    Hello! Ask me about { $papers }{ $others ->
        [0] {""}
        [one] {" "}and one other paper
       *[other] {" "}and { $others } other papers
    }. I find the paragraph that has the answer and quote it, with its source.
    To ask, use /ask. For example: /ask { $example }
    { $others ->
        [0] {""}
       *[other] To see all papers, use /papers.{" "}
    }Admins can use /settings@{ $bot } to choose my language{ $others ->
        [0] {" "}and when
       *[other] , which papers I look in, and when
    } I answer. To see what I keep, use /privacy@{ $bot }.
help =
    Just ask. For example: “{ $example }”

    /ask YOUR QUESTION: ask me something. To have me answer someone else’s message, reply to it with just /ask
    /sections: contents of a paper
    /para 4 or /para 4-6: read paragraph 4, or paragraphs 4 to 6
    /paper: about a paper · /papers: all papers, or find them by name or year, for example /papers 2013
    /language: choose the language of my replies
    /settings: settings of this chat
    /privacy: what I keep · /forget: delete your records

    In a group, use /ask, mention me, or reply to one of my messages, and I will answer. If I do not answer a mention, use /ask, or ask an admin to make me an admin.
    In any other chat, type my @username and a few words to quote a paragraph there.
    Edit your question, and I will update my answer.
    Every answer is the paper’s own text, or an unofficial translation; no language model writes the answers. Translations and converted script are marked. I sometimes pick the wrong paragraph, so please check that it fits your question.
example-any = What is the newest paper about?
titles-separator = { ", " }
title = “{ $title }”
ask-empty = What would you like to ask? For example: /ask { $example }
no-command = I do not know that command. Please see /help.
para-usage = Please give a paragraph number from { $first } to { $last }. For example: /para { $first } or /para { $first }-{ $last }
no-such-paragraph =
    { $count ->
        [one] { $title } has no paragraph { $number }, only paragraph { $first }.
       *[other] { $title } has no paragraph { $number }, only paragraphs { $first } to { $last }.
    }
no-such-in-section =
    { $count ->
        [one] The section “{ $heading }” has only paragraph { $first }.
       *[other] The section “{ $heading }” has only paragraphs { $first } to { $last }.
    }
no-such-section = { $count ->
        [0] This paper is not divided into sections.
        [one] There is no such section. This paper has only one section.
       *[other] There is no such section. This paper has only { $count } sections.
    }
beyond =
    { $place ->
        [first-paragraph] This is already the first paragraph.
        [last-paragraph] This is already the last paragraph.
        [first-section] This is already the first section.
       *[last-section] This is already the last section.
    }
matched = Words matched: { $words }

sections = Contents of { $title }
papers = Papers you can ask about:
paragraph =
    { $count ->
        [one] paragraph { $numbers }
       *[other] paragraphs { $numbers }
    }
paragraph-with-heading = { paragraph } ({ $heading })
numbers-separator = { ", " }
number-range = { $first } to { $last }
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
about-meeting = Discussed at the meeting of { $date }
about-extent =
    { $paragraphs ->
        [one] One paragraph
       *[other] { $paragraphs } paragraphs
    }{ $sections ->
        [0] { "" }
        [one] , one section
       *[other] , { $sections } sections
    }
about-number = Paper number: { $number }
about-unknown = I do not have this detail for { $title }.
about-original =
    { $kept ->
        [yes] The original document can be downloaded from this paper’s page on the web, where there is one.
       *[no] I have no link to the document itself.
    } You can read all of its text here:
papers-which = Which paper do you mean?
papers-count =
    { $count ->
        [one] I have one paper:
       *[other] I have { $count } papers, newest first:
    }
papers-matching =
    { $count ->
        [one] One paper matches:
       *[other] { $count } papers match, newest first:
    }
papers-more = … and { $count } more: /papers
papers-more-matching = … and { $count } more: add a word or a year.
list-first = These are the first { $shown } of { $count } paragraphs.
contents-first = These are the first { $shown } of { $count } entries. For any other paragraph, send its number, for example “paragraph { $last }”.
papers-page = Papers, newest first ({ $page } of { $pages }):
no-such-paper =
    I have no paper that matches “{ $name }”. { $count ->
        [one] The one I have:
       *[other] Those I have, newest first:
    }
silent = I found no answer in { $titles }.
elsewhere = Another paper says:
answered-too = Other papers in this series answer this too: { $titles }
about-copy =
    { $language ->
        [en] The original is in English and is quoted word for word{ $translated ->
            [yes] ; the Chinese is an unofficial translation.
           *[no] .
        }
       *[zh] The original is in Chinese and is quoted word for word{ $translated ->
            [yes] ; the English is an unofficial translation.
           *[no] .
        }
    }

related =
    { $asked ->
        [money] I found no amount for this
        [size] I found no size for this
        [rate] I found no rate for this
        [person] I found no name for this
        [count] I found no number for this
        [date] I found no date for this
        [time] I found no time of day for this
        [duration] I found no length of time for this
        [list] I found no such list
       *[other] I found no clear answer to this
    }{ $titles ->
        [none] { "" }
       *[other] {" "}in { $titles }
    }. Related:
none = I found nothing about this. Try other words, or see /sections for what there is to read.
ask-instead = Perhaps you want to ask:
cut = Your question is too long. I read only the first { $count } characters.

talk-greeting = Hello! Ask me what the papers say. For example: “{ $example }”
talk-thanks = You are welcome! Ask me again any time.
talk-farewell = Goodbye! Come back with questions any time.
talk-identity = I am a bot for government papers: you ask, and I find the paragraph that has the answer and quote it with its source. For example: “{ $example }”
talk-complaint = Sorry I could not help. Please put it another way, or see /sections for what there is to read.
talk-acknowledgement = All right. Ask me again any time.
only-text = I can only read text. Please type your question.
questions-unanswered =
    I found no answer to:
    · { $questions }
questions-unread =
    I answer up to three questions at a time. Please ask these again:
    · { $questions }

too-fast = You are asking too fast. Please ask again in a minute.
too-many = I cannot keep up with so many questions. Please try again in a minute.

unofficial = unofficial translation
converted = converted from the original script
original = there is no English version; quoted in the original language

no-longer = This button no longer works. Please ask again, or use /sections for the contents.
button-original = Original
button-contents = Contents
button-papers = All papers
button-previous = ‹ { $number }
button-next = { $number } ›
previous-paragraph = Previous: paragraph { $number }
next-paragraph = Next: paragraph { $number }
previous-page = Previous: page { $number }
next-page = Next: page { $number }
button-page = Read it on the web

summary = I do not write summaries. Here are the opening words of the paper and of each of its sections:
ask-language = To choose the language of the reply, add --language zh-Hant, zh-Hans or en. In a conversation (chat), use /language.
chat-hint = To choose from a list, type its number. To leave, type quit.
chat-choose =
    { $count ->
        [0] There is nothing to choose from here.
        [one] There is only one item here: type 1.
       *[other] Please choose a number from 1 to { $count }.
    } To ask, type a question. To read a paragraph, type /para and its number.
chat-privacy =
    { $kept ->
        [yes] What you type here stays on this computer, in { $file }, so that the arrow keys can bring it back. Nobody else who uses this computer can read that file. /forget deletes it.
       *[no] Nothing that you type here is kept.
    } Nothing is sent anywhere.
chat-forgotten = I have deleted what you typed here, and I no longer remember what we talked about.

voted-up = Thank you! Glad it helped.
voted-down = Thank you! I will note this question, without your name, to help improve the answers.
voted-down-unkept = Thank you for telling me.
voted-back = I have removed your vote.

language-choose = Which language shall I reply in here?
language-fixed = From now on, I will always reply in English here. To change this, use /language.
language-auto = From now on, I will reply in the language you ask in. To change this, use /language.
settings-group =
    Settings of this group. Only admins can change them.
    If you want me to answer without being asked, make me an admin of this group, so that I can see all messages.
settings-private = Settings of this chat:
set-auto = As in the question
set-addressed = Answer only when asked
set-sure = Also answer when I am sure
set-feedback =
    { $state ->
        [on] 👍 👎 below answers: on
       *[off] 👍 👎 below answers: off
    }
set-quiet =
    { $state ->
        [on] Delete “found nothing” after a while: on
       *[off] Delete “found nothing” after a while: off
    }
set-papers =
    { $count ->
        [0] Papers I look in: all
       *[other] Papers I look in: { $count } of { $total }
    }
choose-group =
    Which papers shall I look in when somebody asks here? Only admins of this group can choose.
    Press a paper to choose it, and again to leave it out. With none chosen, I look in all of them.
choose-private =
    Which papers shall I look in when you ask me here, or type my @username in another chat?
    Press a paper to choose it, and again to leave it out. With none chosen, I look in all of them.
choose-all = All papers
button-settings = ‹ Settings
chosen-papers =
    In this chat I look in { $count } of the { $total } papers. { $place ->
        [group] Admins of this group can choose others in my settings.
       *[private] To choose others, use /settings.
    }
settings-kept = Saved.
admins-only = Only admins of this group can change that.

privacy =
    What I keep, and for how long:
    · { $days ->
            [one] 1 day
           *[other] { $days } days
        }: questions that got no answer, only related paragraphs, or a 👎 (words, language, count and last date; not who asked, or where). Those who run this bot read them to improve answers.
    · { $days ->
            [one] 1 day
           *[other] { $days } days
        }: your votes, the answers that you voted on, and your Telegram ID.
    · { $days ->
            [one] 1 day
           *[other] { $days } days
        }: how many questions I get a day, by language and outcome.
    · 3 days: which of my messages answers which of yours, and the paragraph quoted; also fingerprints (codes that cannot be read back) of who asked, of your message and of mine, so that I can update the answer when you edit.
    · 1 day: the IDs of the messages I receive, so that I do not answer twice; apart from what is listed here, I delete their text once they are handled.
    · 1 hour: the words of your question, so that I understand “and when?”.
    · Settings of this chat: until deleted, or 30 days after I am removed.
    My logs contain no message text.
    /forget deletes your votes and what I keep about your questions here; in private, the settings too. Sent by a group’s admin, it also deletes what I keep about the whole group, and its settings. The first item stays, because I do not know who asked.
forgotten =
    Deleted: the records of { $answers ->
        [one] one message
       *[other] { $answers } messages
    } and { $votes ->
        [one] one vote
       *[other] { $votes } votes
    }{ $settings ->
        [yes] , and the settings of this chat.
        [kept] . The group’s other records and its settings stay: only its admins can delete them.
       *[no] .
    }
trouble = Sorry, that did not work. Please try again later.

unanswered =
    Not answered, or answer rated 👎, in the last { $days ->
        [one] day
       *[other] { $days } days
    }:
unanswered-none =
    In the last { $days ->
        [one] day
       *[other] { $days } days
    }, there was no unanswered question, and no answer got 👎.
stats =
    Questions in the last { $days ->
        [one] day
       *[other] { $days } days
    }
    answered: { $answer }
    related only: { $related }
    found nothing: { $none }
    👍 { $up } · 👎 { $down }

upload-nowhere = I answer from the papers I was built with, so I cannot add or remove any. Whoever runs me can set KNOWLEDGE_DIR to a folder of papers.
upload-reading = Reading { $name } …
upload-refused =
    { $why ->
        [locked] This file is locked with a password. Please send a copy without one.
        [scan] The pages are pictures, with no text to quote. Please have the text recognised (OCR), or send the electronic file that it was printed from.
        [no_unicode] The fonts in this file do not say which characters they show, so I cannot quote it word for word. Please send another version.
        [damaged] This file is damaged. Please open it, save it again, and send that.
        [too_many_pages] This file has more than 2,000 pages. Please split it.
        [too_large] This file is too large: I read up to 20 MB, and 64 MB once unpacked.
        [too_long] This file takes too much time or memory to read. Please split it, or send a simpler version.
        [kind] I cannot read this kind of file. Please send a PDF, DOCX, HTML or plain text file.
        [empty] The file is empty. Please send it again.
        [no_paragraphs] I cannot tell the paragraphs apart. Please begin each with its number and a full stop, such as “1.”.
        [not_fetched] I could not get the file from Telegram. Please send it again.
        [not_kept] I could not save the file. Whoever runs me will find the reason in my log.
        [id] The caption becomes the paper’s id: use only a-z, 0-9 and -, at most 40 characters. Or leave it out.
       *[faulty] I could not make a paper of this file. Whoever runs me can try “briefing-bot import”, which says more.
    }
upload-lacks = I could not find these details in the document: { $details }. You can add them in paper.toml.
detail =
    { $name ->
        [title] title
        [issuer] issuer
       *[date] date
    }
upload-doubts =
    { $count ->
        [one] One thing to look at
       *[other] { $count } things to look at
    } before you add it:
upload-ask = Shall I add it? Its id would be { $id }.
upload-ask-replace =
    I already have a paper with the id { $id }. Shall I replace it? { $count ->
        [0] No paragraph would change.
        [one] One paragraph would change.
       *[other] { $count } paragraphs would change.
    }
upload-outdated = That paper has changed since you sent this file. Please send the file again.
button-take-in = ✓ Add it
button-replace = ✓ Replace it
button-throw-away = ✕ Discard it
taken-in = Done: I now answer from { $title }, except in chats that chose other papers.
thrown-away = Discarded: { $title }.
remove-usage = Which paper? Write its id, year or title, for example: /remove hk-sz-2009
remove-ask = Shall I remove { $title } ({ $id })? I will no longer answer from it in any chat. Whoever runs me can put it back.
button-remove = ✕ Remove it
removed = Removed: { $title }.
remove-only = This is my only paper, so I cannot remove it.

inline-nothing = Nothing found. Ask me in private

description =
    Ask me what government briefing papers say. I find the paragraph that has the answer and quote it in full, with its source; translations are marked. If I find no answer, I say so.
    Ask in Chinese, Cantonese or English. No language model.
short-description = Ask me what government papers say: I quote the paragraph with the answer, and its source. No language model.
menu-ask = Ask a question
menu-sections = Contents of a paper
menu-para = Read a paragraph, for example /para 4
menu-paper = About a paper
menu-papers = Papers you can ask about
menu-language = Choose the language of my replies
menu-settings = Settings of this chat
menu-privacy = What I keep, and for how long
menu-forget = Delete your records
menu-help = How to use this bot

page-site = Briefing papers
page-intro = What do government papers say? Ask in Chinese, Cantonese or English, and read the paragraph that answers your question, quoted word for word with its source.
page-skip = Skip to content
page-languages = Language
page-ask-label = Ask a question
page-ask-button = Ask
page-example = For example:
page-find-label = Find a paper by title, number, year or subject
page-find-button = Find
page-found =
    { $count ->
        [one] One paper found
       *[other] { $count } papers found
    }
page-found-none = No paper matches “{ $name }”.
page-read-all = Read the whole paper
page-neighbours = Before and after
page-original-file = Download the original document ({ $name })
page-both = Show { $name } too
page-reference = Reference
page-copy = Copy with source
page-copied = Copied
page-link-here = Link to paragraph { $number }
page-privacy = No cookies, no tracking; questions asked here are not kept.
page-of-original = In the original document, this paragraph begins on page { $page }.
page-not-found = There is no such page
page-not-found-text = The address may be incomplete. Look through all papers, or ask a question.
page-gone = This paper has been removed
page-gone-text = It is no longer offered here, so links to it have stopped working. Look through the other papers, or ask a question.
page-no-paragraph = Read the whole paper, or ask a question.
page-busy = Too many questions right now
page-too-fast = You are asking questions too quickly
page-busy-text = Please try again in a minute. The papers themselves can be read at any time.
page-too-long = The question is too long
page-too-long-text = Please shorten it to at most { $count } characters.
page-unreadable = This address cannot be read
page-unreadable-text = It contains characters that cannot be read. Please ask again, or look through all papers.
