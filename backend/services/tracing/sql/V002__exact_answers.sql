-- Answers like Zipkin's need the times of a trace in milliseconds, the spans of it with their times, and its dependency
-- links. Spans of before are let go: traces are kept for days only.
DROP TABLE traces;
DROP TABLE pieces;
DROP TABLE names;
DELETE FROM trace_services;
DELETE FROM trace_tags;

-- One row for each trace, found by the low 64 bits of its id, as some instrumentation cuts the rest off.
CREATE TABLE traces (
  low          INTEGER PRIMARY KEY,
  first_ms     INTEGER NOT NULL,    -- of any span; a span without a timestamp counts as 0
  last_ms      INTEGER NOT NULL,
  max_duration INTEGER NOT NULL,    -- microseconds
  spans        INTEGER NOT NULL,
  arrived_s    INTEGER NOT NULL,    -- when its first spans came
  links        TEXT                 -- its dependency links; null: not computed since spans came
);
CREATE INDEX traces_by_time ON traces (last_ms, low, first_ms);
CREATE INDEX traces_to_link ON traces (low) WHERE links IS NULL;

-- The spans as they came: what one batch held of one trace, one span a line.
CREATE TABLE pieces (
  seq   INTEGER PRIMARY KEY,
  low   INTEGER NOT NULL,
  lines TEXT NOT NULL
);
CREATE INDEX pieces_of_trace ON pieces (low);

-- Names for pickers: 'SERVICE' (name is empty), 'SPAN' of a service, 'REMOTE' service that it calls, 'TAG': values.
CREATE TABLE names (
  owner TEXT NOT NULL,
  kind  TEXT NOT NULL CHECK (kind IN ('SERVICE', 'SPAN', 'REMOTE', 'TAG')),
  name  TEXT NOT NULL,
  PRIMARY KEY (owner, kind, name)
) WITHOUT ROWID;
