-- One row per order, made by the first event about it on any of the three topics. Of each topic it keeps the newest
-- event as it came, and one step for every event. It is shown once customer_id is known, which every event of the order
-- tells. Times are microseconds since 1970, so that they compare.
CREATE TABLE mypages (
    order_id            INTEGER PRIMARY KEY,
    customer_id         TEXT,
    state               TEXT,
    starts_at_us        INTEGER,
    order_version       INTEGER NOT NULL DEFAULT 0,
    payment_version     INTEGER NOT NULL DEFAULT 0,
    reservation_version INTEGER NOT NULL DEFAULT 0,
    order_event         TEXT,
    payment_event       TEXT,
    reservation_event   TEXT,
    steps               TEXT    NOT NULL,  -- JSON: {"order:1": step, ...}
    as_of_us            INTEGER NOT NULL,
    lag_ms              INTEGER NOT NULL
);

CREATE INDEX mypages_of_customer ON mypages (customer_id, order_id);
