CREATE SEQUENCE payment_ids INCREMENT 50;

-- What payment knows of an order. `version` counts its events, `revision` every change of it or of its payments: whoever
-- writes says which revision was read.
CREATE TABLE bills (
    order_id      bigint PRIMARY KEY,
    customer_id   text        NOT NULL,
    price         bigint      NOT NULL,
    pay_by        timestamptz NOT NULL,
    closed        boolean     NOT NULL,
    outcome       text        NOT NULL,
    refund        text        NOT NULL,
    refund_amount bigint,
    refunded_at   timestamptz,
    version       bigint      NOT NULL,
    revision      bigint      NOT NULL,
    due_at        timestamptz,
    checks        bigint      NOT NULL,
    busy_until    timestamptz,
    trace         text        NOT NULL,
    created_at    timestamptz NOT NULL,
    leased_by     text
);

CREATE INDEX bills_due ON bills (due_at) WHERE due_at IS NOT NULL;

-- One attempt to pay: one card. `card` is a keyed hash that tells one card from another; no number is stored.
CREATE TABLE payments (
    id           bigint PRIMARY KEY,
    order_id     bigint      NOT NULL REFERENCES bills,
    number       bigint      NOT NULL,
    state        text        NOT NULL,
    voiding      boolean     NOT NULL,
    by_customer  boolean     NOT NULL,
    card         text        NOT NULL,
    method_token text,
    last_four    text,
    pay_method   text        NOT NULL,
    tries        bigint      NOT NULL,
    asked_at     timestamptz NOT NULL,
    lost         boolean     NOT NULL,
    reason       text,
    attempted_at timestamptz NOT NULL,
    approved_at  timestamptz,
    UNIQUE (order_id, number)
);

-- Nobody pays twice: one open attempt and one approved attempt of an order.
CREATE UNIQUE INDEX one_open_attempt ON payments (order_id) WHERE state = 'ATTEMPTED';
CREATE UNIQUE INDEX one_approved_attempt ON payments (order_id) WHERE state = 'APPROVED';

CREATE TABLE methods (
    token       text PRIMARY KEY,
    customer_id text        NOT NULL,
    card        text        NOT NULL,
    label       text        NOT NULL,
    last_four   text        NOT NULL,
    created_at  timestamptz NOT NULL,
    UNIQUE (customer_id, card)
);
