CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The fleet. Every change is told by CarChanged with the whole row.
CREATE TABLE cars (
    car_id       bigint PRIMARY KEY,
    name         text    NOT NULL,
    zone         text    NOT NULL,
    car_class    text    NOT NULL,
    hourly_price bigint  NOT NULL,
    in_service   boolean NOT NULL,
    time_zone    text    NOT NULL,
    version      bigint  NOT NULL,
    CHECK (hourly_price >= 0)
);

CREATE SEQUENCE reservation_ids INCREMENT 50;

-- What became of an order here: one row, and so one answer, per order. A row without id is a tombstone: the order was
-- cancelled before it was known to be paid, and nothing will be reserved for it.
CREATE TABLE reservations (
    order_id     bigint PRIMARY KEY,
    id           bigint UNIQUE,
    car_id       bigint      NOT NULL,
    customer_id  text        NOT NULL,
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    state        text        NOT NULL,
    reason       text,
    created_at   timestamptz NOT NULL,
    cancelled_at timestamptz,
    version      bigint      NOT NULL,
    CHECK (starts_at < ends_at),
    CHECK (id IS NOT NULL OR state = 'CANCELLED'),
    -- Two live reservations of one car never overlap.
    CONSTRAINT one_reservation EXCLUDE USING gist (car_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
        WHERE (state = 'CONFIRMED')
);

CREATE INDEX reservations_by_start ON reservations (starts_at, id);
CREATE INDEX reservations_cancelled ON reservations (id) WHERE state = 'CANCELLED';
