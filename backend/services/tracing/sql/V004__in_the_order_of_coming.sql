-- Traces are numbered as they come, and their rows in every table follow that number: storing and forgetting touch a few
-- pages at the ends of the tables, while rows that follow a random id touch a page each.
ALTER TABLE traces RENAME TO earlier_traces;
ALTER TABLE trace_services RENAME TO earlier_services;
ALTER TABLE trace_tags RENAME TO earlier_tags;
DROP INDEX traces_by_time;
DROP INDEX traces_to_link;
DROP INDEX trace_tags_of_trace;

CREATE TABLE traces (
  trace        INTEGER PRIMARY KEY,      -- in the order of coming
  low          INTEGER NOT NULL UNIQUE,  -- the low 64 bits of its id, as some instrumentation cuts the rest off
  first_ms     INTEGER NOT NULL,         -- of any span; a span without a timestamp counts as 0
  last_ms      INTEGER NOT NULL,
  max_duration INTEGER NOT NULL,         -- microseconds
  spans        INTEGER NOT NULL,
  arrived_s    INTEGER NOT NULL,         -- when its first spans came
  links        TEXT                      -- its dependency links; null: not computed since spans came
);
INSERT INTO traces (low, first_ms, last_ms, max_duration, spans, arrived_s, links)
  SELECT e.low, e.first_ms, e.last_ms, e.max_duration, e.spans, e.arrived_s, e.links
    FROM earlier_traces e ORDER BY (SELECT min(p.seq) FROM pieces p WHERE p.low = e.low);
CREATE INDEX traces_by_time ON traces (last_ms, low, first_ms);
CREATE INDEX traces_to_link ON traces (arrived_s) WHERE links IS NULL;

ALTER TABLE pieces RENAME COLUMN low TO trace;
UPDATE pieces SET trace = (SELECT t.trace FROM traces t WHERE t.low = pieces.trace);

CREATE TABLE trace_services (
  trace   INTEGER NOT NULL,
  service TEXT NOT NULL,
  PRIMARY KEY (trace, service)
) WITHOUT ROWID;
INSERT INTO trace_services SELECT t.trace, e.service FROM earlier_services e JOIN traces t USING (low);

-- Tags that are looked up often, such as order.id.
CREATE TABLE trace_tags (
  key   TEXT NOT NULL,
  value TEXT NOT NULL,
  trace INTEGER NOT NULL,
  PRIMARY KEY (key, value, trace)
) WITHOUT ROWID;
INSERT INTO trace_tags SELECT e.key, e.value, t.trace FROM earlier_tags e JOIN traces t USING (low);
CREATE INDEX trace_tags_of_trace ON trace_tags (trace);

DROP TABLE earlier_traces;
DROP TABLE earlier_services;
DROP TABLE earlier_tags;
