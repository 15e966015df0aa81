-- What belongs to a bot's messages is kept by the bot's id, so that two bots on one database do not take each other's messages for their
-- own. Rows of before have no id (0); the first bot that starts takes them over.

CREATE TABLE answers_new (
    bot BIGINT NOT NULL,
    chat BIGINT NOT NULL,
    answer BIGINT NOT NULL,
    question BIGINT NOT NULL,
    -- who asked: a keyed digest of the user's id, so that they can have their records deleted; null once they have
    asker BIGINT,
    -- place among the messages of one answer
    part BIGINT NOT NULL,
    -- a hash of what was sent
    digest BIGINT NOT NULL,
    paper TEXT,
    paragraph BIGINT,
    -- the words that the next question may lean on; gone after an hour
    subject TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (bot, chat, answer)
);
INSERT INTO answers_new (bot, chat, answer, question, part, digest, paper, paragraph, subject, at)
    SELECT 0, chat, answer, question, part, digest, paper, paragraph, subject, at FROM answers;
DROP TABLE answers;
ALTER TABLE answers_new RENAME TO answers;
CREATE INDEX answers_by_question ON answers (bot, chat, question);
CREATE INDEX answers_by_time ON answers (at);
CREATE INDEX answers_with_words ON answers (at) WHERE subject IS NOT NULL;

CREATE TABLE votes_new (
    bot BIGINT NOT NULL,
    card TEXT NOT NULL,
    voter BIGINT NOT NULL,
    -- 1: it helped; 0: it did not; -1: taken back
    up BIGINT NOT NULL,
    -- the press that it came by, which may be handled twice
    press TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (bot, card, voter)
);
INSERT INTO votes_new (bot, card, voter, up, press, at) SELECT 0, card, voter, up, press, at FROM votes;
DROP TABLE votes;
ALTER TABLE votes_new RENAME TO votes;
CREATE INDEX votes_by_voter ON votes (voter);
CREATE INDEX votes_by_time ON votes (at);

CREATE TABLE removals_new (
    bot BIGINT NOT NULL,
    chat BIGINT NOT NULL,
    message BIGINT NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (bot, chat, message)
);
INSERT INTO removals_new (bot, chat, message, due) SELECT 0, chat, message, due FROM removals;
DROP TABLE removals;
ALTER TABLE removals_new RENAME TO removals;

CREATE TABLE notes_new (
    bot BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (bot, name)
);
INSERT INTO notes_new (bot, name, value) SELECT 0, name, value FROM notes;
DROP TABLE notes;
ALTER TABLE notes_new RENAME TO notes;

CREATE TABLE inbox_new (
    bot BIGINT NOT NULL,
    update_id BIGINT NOT NULL,
    -- what tells the message from all others; null for other updates
    source TEXT,
    -- what must be handled in order has the same lane
    lane BIGINT NOT NULL,
    -- the update as it came; null once it was handled
    body TEXT,
    -- in milliseconds
    received BIGINT NOT NULL,
    -- 1: it cannot be read or handled, and is kept for a day for somebody to look at
    aside BIGINT NOT NULL DEFAULT 0,
    -- which run of the bot handles it; among several instances, until when that is taken for true
    owner TEXT,
    lease BIGINT,
    -- how often it was begun
    tries BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (bot, update_id),
    UNIQUE (bot, source)
);
INSERT INTO inbox_new (bot, update_id, source, lane, body, received, aside, tries)
    SELECT 0, update_id, source, lane, body, received, aside, 1 FROM inbox;
DROP TABLE inbox;
ALTER TABLE inbox_new RENAME TO inbox;
CREATE INDEX inbox_waiting ON inbox (bot, lane, update_id) WHERE body IS NOT NULL AND aside = 0;
CREATE INDEX inbox_in_order ON inbox (bot, update_id) WHERE body IS NOT NULL AND aside = 0;
CREATE INDEX inbox_by_time ON inbox (received);

-- What was read of a message: a keyed digest of its words, so that an edit that changes none of them, as a reaction may bring, does nothing.
CREATE TABLE seen (
    bot BIGINT NOT NULL,
    chat BIGINT NOT NULL,
    message BIGINT NOT NULL,
    digest BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (bot, chat, message)
);
CREATE INDEX seen_by_time ON seen (at);

-- Who wrote /ask alone in a group, so that their next message there is taken for the question.
CREATE TABLE awaited (
    bot BIGINT NOT NULL,
    chat BIGINT NOT NULL,
    -- a keyed digest of the user's id
    asker BIGINT NOT NULL,
    -- the message with /ask, and when it was written
    message BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- the message that was taken for the question
    taken BIGINT,
    PRIMARY KEY (bot, chat, asker, message)
);

CREATE INDEX unanswered_by_time ON unanswered (last);
