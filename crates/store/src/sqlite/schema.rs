//! The tables, and how an older file becomes a newer one.

/// "PRLR", in the file's header: this is Parlor's.
pub(super) const APPLICATION_ID: i32 = 0x5052_4c52;

/// One step: `sql` turns a file of the version before into the next. Never changed once it was released.
pub(super) struct Migration {
    /// What it does, for the log.
    pub(super) what: &'static str,
    /// How.
    pub(super) sql: &'static str,
}

/// Every step since the first version; their count is the version.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration { what: "the first tables", sql: FIRST },
    Migration { what: "read marks of accounts", sql: MARKS },
    Migration { what: "the numbers of events in a table of their own", sql: NUMBERING },
];

/// `seq` is the order of keeping over all rooms: search walks it backwards, and the index of words names it.
///
/// A rowid table, for search needs one integer per message that is ordered by age, and an insert touches the end of the
/// table only. Where a room's numbers lie says `NUMBERING`, whose place an index had in the first version.
const FIRST: &str = "
CREATE TABLE events (
    seq    INTEGER PRIMARY KEY,
    room   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    author INTEGER NOT NULL,   -- authors.author
    kind   INTEGER NOT NULL,   -- columns.rs
    target INTEGER,            -- the message that an edit, deletion or reaction is about
    heard  BLOB,               -- NULL: the room; else 8 bytes for each person; 1 byte: nobody
    asker  INTEGER,            -- authors.person, where there is a key
    key    TEXT,
    text   TEXT,               -- the words of a message or an edit
    body   TEXT                -- JSON of what is rarer
) STRICT;
CREATE UNIQUE INDEX events_number ON events (room, number);
CREATE UNIQUE INDEX events_key ON events (asker, key) WHERE key IS NOT NULL;
CREATE INDEX events_target ON events (room, target) WHERE target IS NOT NULL;
CREATE INDEX events_altering ON events (room, number) WHERE kind >= 16;

CREATE TABLE authors (
    author  INTEGER PRIMARY KEY,
    person  INTEGER NOT NULL,
    nick    TEXT NOT NULL,
    user    TEXT NOT NULL,
    host    TEXT NOT NULL,
    address TEXT NOT NULL,
    account TEXT NOT NULL,     -- '': a guest
    real    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX authors_content ON authors (person, nick, user, host, address, account, real);

CREATE TABLE digests (
    room      INTEGER PRIMARY KEY,
    as_of     INTEGER NOT NULL,
    last_said INTEGER,         -- time of the last message up to it
    events    TEXT NOT NULL    -- JSON
) STRICT;

CREATE TABLE positions (
    person INTEGER NOT NULL,
    room   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (person, room)
) STRICT, WITHOUT ROWID;

-- The index of words (index.rs). It keeps no text; what is deleted is taken out of it at once.
CREATE VIRTUAL TABLE words USING fts5 (tokens, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
-- How far the index has come, and by which rules.
CREATE TABLE progress (indexed INTEGER NOT NULL, shape TEXT NOT NULL) STRICT;
-- The latest time in each 1024 rows of events: clocks may have gone back, and search must not miss anything for it.
CREATE TABLE eras (era INTEGER PRIMARY KEY, at_max INTEGER NOT NULL) STRICT;
";

/// How far accounts have read, by time (marks.rs). `place` is `#` and the id of a room, or a folded nickname.
const MARKS: &str = "
CREATE TABLE marks (
    person INTEGER NOT NULL,
    place  TEXT NOT NULL,
    upto   INTEGER NOT NULL,
    PRIMARY KEY (person, place)
) STRICT, WITHOUT ROWID;
";

/// Where the events of a room lie (numbering.rs), and the row up to which all of them are in it.
const NUMBERING: &str = "
CREATE TABLE numbering (
    room   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE numbered (upto INTEGER NOT NULL) STRICT;
INSERT INTO numbering SELECT room, number, seq FROM events ORDER BY room, number;
INSERT INTO numbered SELECT coalesce(max(seq), 0) FROM events;
DROP INDEX events_number;
";
