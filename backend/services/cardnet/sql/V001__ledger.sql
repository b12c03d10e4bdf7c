-- Charges and refunds in the order in which they were first answered. No card number: last four digits only.
CREATE TABLE ledger (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('CHARGE', 'REFUND')),
  key        TEXT NOT NULL,
  charge_key TEXT CHECK ((charge_key IS NULL) = (kind = 'CHARGE')),
  state      TEXT CHECK (state IN ('APPROVED', 'DECLINED', 'VOIDED')),
  amount     INTEGER NOT NULL CHECK (amount >= 0),
  last_four  TEXT,
  reason     TEXT,
  created_at TEXT NOT NULL,
  voided_at  TEXT,
  CHECK ((state IS NULL) = (kind = 'REFUND')),
  CHECK ((voided_at IS NOT NULL) = (coalesce(state, '') = 'VOIDED')),
  UNIQUE (kind, key)
);
CREATE INDEX ledger_refunds ON ledger (charge_key) WHERE kind = 'REFUND';

-- Names of cards that can be charged later: how the card behaves, and nothing to find it by.
CREATE TABLE tokens (
  token      TEXT PRIMARY KEY,
  behaviour  TEXT NOT NULL,
  last_four  TEXT NOT NULL,
  created_at TEXT NOT NULL
) WITHOUT ROWID;
