-- Which papers a chat asks: their ids with spaces between; empty for all.
ALTER TABLE chats ADD COLUMN papers TEXT NOT NULL DEFAULT '';
