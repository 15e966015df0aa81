-- The library, where several instances share the database: each has a copy of the papers' folders.

CREATE TABLE papers (
    -- the paper's id; of a document that waits to be taken in, a name that begins with _
    paper TEXT NOT NULL PRIMARY KEY,
    -- of all its files; null for a paper that was removed
    digest TEXT,
    at BIGINT NOT NULL
);

CREATE TABLE paper_files (
    paper TEXT NOT NULL,
    -- in the paper's folder, with / between the parts
    path TEXT NOT NULL,
    -- in base64
    content TEXT NOT NULL,
    PRIMARY KEY (paper, path)
);
