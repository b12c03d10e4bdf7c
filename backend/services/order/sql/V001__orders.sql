CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The catalogue copy: reservation owns the cars, car.events feeds this. Nobody can start a free hour of the car before
-- gap_hint, so the search for the earliest one begins there; releasing a slot moves it back.
CREATE TABLE cars (
    car_id       bigint PRIMARY KEY,
    name         text        NOT NULL,
    zone         text        NOT NULL,
    car_class    text        NOT NULL,
    hourly_price bigint      NOT NULL,
    in_service   boolean     NOT NULL,
    time_zone    text        NOT NULL,
    version      bigint      NOT NULL,
    gap_hint     timestamptz NOT NULL DEFAULT '1970-01-01T00:00:00Z'
);

CREATE SEQUENCE order_ids INCREMENT 50;

CREATE TABLE orders (
    id                  bigint PRIMARY KEY,
    car_id              bigint      NOT NULL,
    car_class           text        NOT NULL,
    customer_id         text        NOT NULL,
    starts_at           timestamptz NOT NULL,
    ends_at             timestamptz NOT NULL,
    price               bigint      NOT NULL,
    pay_method          text        NOT NULL,
    state               text        NOT NULL,
    holds               boolean     NOT NULL,
    refund              text        NOT NULL,
    refund_amount       bigint,
    reason              text,
    payment_id          bigint,
    approved_at         timestamptz,
    reservation_id      bigint,
    tries               bigint      NOT NULL,
    retry_at            timestamptz,
    pay_by              timestamptz NOT NULL,
    created_at          timestamptz NOT NULL,
    version             bigint      NOT NULL,
    payment_version     bigint      NOT NULL,
    reservation_version bigint      NOT NULL,
    method_token        text,
    sealed_card         text,
    body_hash           text,
    trace               text        NOT NULL,
    idempotency_key     text,
    leased_by           text,
    leased_until        timestamptz,
    CHECK (starts_at < ends_at),
    UNIQUE (customer_id, idempotency_key),
    -- Two live orders of one car never overlap: the order is the hold.
    CONSTRAINT one_hold EXCLUDE USING gist (car_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (holds)
);

CREATE INDEX orders_of_customer ON orders (customer_id, id);
CREATE INDEX orders_holding ON orders (car_id, starts_at) WHERE holds;
CREATE INDEX orders_to_pay ON orders (retry_at) WHERE retry_at IS NOT NULL;
