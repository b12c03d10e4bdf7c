-- States that operators set. `base` is the state that a revert goes back to, `phase` says what is still to be done.
CREATE TABLE changes (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  change_id   TEXT NOT NULL UNIQUE,
  service     TEXT NOT NULL,
  instance    TEXT NOT NULL,
  name        TEXT NOT NULL,
  from_state  TEXT NOT NULL,
  to_state    TEXT NOT NULL,
  base        TEXT NOT NULL,
  reason      TEXT NOT NULL,
  at          TEXT NOT NULL,
  reverts_at  TEXT,
  reverted_at TEXT,
  reverted_by TEXT,
  phase       TEXT NOT NULL CHECK (phase IN ('REQUESTED', 'IN_FORCE', 'OVER')),
  revert_as   TEXT NOT NULL DEFAULT 'time'
);
CREATE INDEX changes_open ON changes (phase) WHERE phase <> 'OVER';

CREATE TABLE timeline (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  at_us      INTEGER NOT NULL,  -- since 1970; sorts as texts with and without a fraction do not
  at         TEXT NOT NULL,
  kind       TEXT NOT NULL,
  service    TEXT NOT NULL,
  instance   TEXT NOT NULL,
  name       TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state   TEXT NOT NULL,
  trace_id   TEXT
);
CREATE INDEX timeline_at ON timeline (at_us);
