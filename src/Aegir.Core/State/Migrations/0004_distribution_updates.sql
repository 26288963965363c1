-- Sources, rules, releases and progress are JSON; the policy is the number of its enum.

ALTER TABLE distribution ADD COLUMN source TEXT;
ALTER TABLE distribution ADD COLUMN platform_name TEXT;
ALTER TABLE distribution ADD COLUMN server_id INTEGER REFERENCES server (id);
ALTER TABLE distribution ADD COLUMN policy INTEGER NOT NULL DEFAULT 2;
ALTER TABLE distribution ADD COLUMN rules TEXT;

-- What the last look at the source found.
ALTER TABLE distribution ADD COLUMN checked BIGINT;
ALTER TABLE distribution ADD COLUMN check_error TEXT;
ALTER TABLE distribution ADD COLUMN signature TEXT;
ALTER TABLE distribution ADD COLUMN version TEXT;
ALTER TABLE distribution ADD COLUMN releases TEXT;
ALTER TABLE distribution ADD COLUMN releases_read BIGINT;

-- What was built of it, and what could not be.
ALTER TABLE distribution ADD COLUMN built_signature TEXT;
ALTER TABLE distribution ADD COLUMN built_version TEXT;
ALTER TABLE distribution ADD COLUMN failed_signature TEXT;
ALTER TABLE distribution ADD COLUMN failed_message TEXT;
ALTER TABLE distribution ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE distribution ADD COLUMN progress TEXT;
