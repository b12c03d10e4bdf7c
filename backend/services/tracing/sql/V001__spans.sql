-- One row for each trace, found by the low 64 bits of its id, as some instrumentation cuts the rest off.
CREATE TABLE traces (
  low          INTEGER PRIMARY KEY,
  first_ts     INTEGER NOT NULL,    -- microseconds; 0: no span has a timestamp
  last_ts      INTEGER NOT NULL,
  max_duration INTEGER NOT NULL,
  spans        INTEGER NOT NULL
);
CREATE INDEX traces_by_time ON traces (first_ts);

-- The spans as they came: what one batch held of one trace, a line of normalised JSON for each span.
CREATE TABLE pieces (
  seq   INTEGER PRIMARY KEY,
  low   INTEGER NOT NULL,
  lines TEXT NOT NULL
);
CREATE INDEX pieces_of_trace ON pieces (low);

CREATE TABLE trace_services (
  low     INTEGER NOT NULL,
  service TEXT NOT NULL,
  PRIMARY KEY (low, service)
) WITHOUT ROWID;

-- Tags that are looked up often, such as order.id.
CREATE TABLE trace_tags (
  key   TEXT NOT NULL,
  value TEXT NOT NULL,
  low   INTEGER NOT NULL,
  PRIMARY KEY (key, value, low)
) WITHOUT ROWID;
CREATE INDEX trace_tags_of_trace ON trace_tags (low);

-- Names for pickers: 'SERVICE' (name is empty), 'SPAN' of a service, 'REMOTE' service that a service calls.
CREATE TABLE names (
  service TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('SERVICE', 'SPAN', 'REMOTE')),
  name    TEXT NOT NULL,
  PRIMARY KEY (service, kind, name)
) WITHOUT ROWID;
