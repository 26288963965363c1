-- The secret is in a file beside the store that is called by the id.
CREATE TABLE webhook (
    id TEXT NOT NULL UNIQUE,
    distribution_id INTEGER NOT NULL REFERENCES distribution (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    PRIMARY KEY (distribution_id)
);

-- By what a message can be known again: its id, or the hash of what was signed.
CREATE TABLE webhook_delivery (
    distribution_id INTEGER NOT NULL REFERENCES webhook (distribution_id) ON DELETE CASCADE,
    token TEXT NOT NULL,
    received BIGINT NOT NULL,
    PRIMARY KEY (distribution_id, token)
);
