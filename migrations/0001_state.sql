-- What the bot keeps. The same statements run on SQLite and on PostgreSQL: no types but BIGINT and TEXT. Times are Unix seconds.

-- What a chat has chosen.
CREATE TABLE chats (
    chat BIGINT NOT NULL PRIMARY KEY,
    -- zh-Hant, zh-Hans, en; null: that of the question
    language TEXT,
    -- addressed, sure
    answers TEXT NOT NULL DEFAULT 'addressed',
    feedback BIGINT NOT NULL DEFAULT 1,
    quiet BIGINT NOT NULL DEFAULT 0,
    -- when the bot was removed from it
    removed BIGINT
);

-- Which message of the bot's answers which message, so that it can be edited, and what it was about, for the next question.
CREATE TABLE answers (
    chat BIGINT NOT NULL,
    answer BIGINT NOT NULL,
    question BIGINT NOT NULL,
    -- place among the messages of one answer
    part BIGINT NOT NULL,
    -- a hash of what was sent
    digest BIGINT NOT NULL,
    paper TEXT,
    paragraph BIGINT,
    -- the words that the next question may lean on; gone after an hour
    subject TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (chat, answer)
);
CREATE INDEX answers_by_question ON answers (chat, question);
CREATE INDEX answers_by_time ON answers (at);
CREATE INDEX answers_with_words ON answers (at) WHERE subject IS NOT NULL;

-- One vote of a user on a card, which is a message of a chat, or one sent inline.
CREATE TABLE votes (
    card TEXT NOT NULL,
    voter BIGINT NOT NULL,
    -- 1: it helped; 0: it did not; -1: taken back
    up BIGINT NOT NULL,
    -- the press that it came by, which may be handled twice
    press TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (card, voter)
);
CREATE INDEX votes_by_voter ON votes (voter);

-- What was not answered, or not well. Neither who asked nor where.
CREATE TABLE unanswered (
    -- the words in lower case, white space and marks at the ends left out
    words TEXT NOT NULL,
    -- none, related, down (an answer that somebody voted down)
    outcome TEXT NOT NULL,
    language TEXT NOT NULL,
    -- as they were written last
    text TEXT NOT NULL,
    count BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (words, outcome)
);

-- How many questions came to what, by day (since 1970) and language.
CREATE TABLE outcomes (
    day BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    language TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, outcome, language)
);

-- Messages of the bot's that are to be taken away.
CREATE TABLE removals (
    chat BIGINT NOT NULL,
    message BIGINT NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (chat, message)
);

-- What the bot must remember of itself.
CREATE TABLE notes (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Updates that were taken from Telegram. One that was handled stays for a while without its words, so that it is known if it comes again.
CREATE TABLE inbox (
    update_id BIGINT NOT NULL PRIMARY KEY,
    -- what tells the message or the edit from all others; null for other updates
    source TEXT UNIQUE,
    -- what must be handled in order has the same lane
    lane BIGINT NOT NULL,
    -- the update as it came; null once it was handled
    body TEXT,
    -- in milliseconds
    received BIGINT NOT NULL,
    -- 1: it cannot be read or handled, and is kept for a day for somebody to look at
    aside BIGINT NOT NULL DEFAULT 0,
    -- among several instances: who handles it, and until when that is taken for true
    owner TEXT,
    lease BIGINT
);
CREATE INDEX inbox_waiting ON inbox (lane, update_id) WHERE body IS NOT NULL AND aside = 0;
CREATE INDEX inbox_by_time ON inbox (received);
