-- A batch of queued tasks: canaries first, until its budget of failures is spent. It outlives the process that made it.
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    -- How many canaries are still to prove themselves.
    canaries INTEGER NOT NULL,
    -- Null: no number of failures ends it.
    max_failure INTEGER,
    created BIGINT NOT NULL,
    -- Why no further task of it is begun; null as long as they are.
    stopped TEXT
);

-- Queued tasks of one priority, for one client, on one pair of servers; a worker takes from the lanes by turns.
CREATE TABLE lane (
    id INTEGER PRIMARY KEY,
    priority INTEGER NOT NULL,
    client TEXT NOT NULL,
    server TEXT NOT NULL,
    database_server TEXT NOT NULL,
    UNIQUE (priority, client, server, database_server)
);

-- What was ordered, so that any worker can do it, and do it again.
ALTER TABLE task ADD COLUMN request_type TEXT;
ALTER TABLE task ADD COLUMN request TEXT;
ALTER TABLE task ADD COLUMN retry_of INTEGER;
ALTER TABLE task ADD COLUMN batch_id INTEGER REFERENCES batch (id);
ALTER TABLE task ADD COLUMN lane_id INTEGER REFERENCES lane (id);
ALTER TABLE task ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN not_before BIGINT;
ALTER TABLE task ADD COLUMN stop_requested BIGINT;
-- What it works on; one queued task of each is ready, the others stand in line behind it.
ALTER TABLE task ADD COLUMN resource TEXT;
-- All leases it needs, as JSON.
ALTER TABLE task ADD COLUMN resources TEXT NOT NULL DEFAULT '[]';
-- Of a queued task: 0 waits for other tasks, 1 for its time, 2 stands in line, 3 may be claimed.
ALTER TABLE task ADD COLUMN readiness INTEGER NOT NULL DEFAULT 0;

-- Most tasks have ended, and many may wait: an index over all of one status is a trap for whoever looks for a few of them.
DROP INDEX task_status;
CREATE INDEX task_running ON task (lane_id) WHERE status = -1;
CREATE INDEX task_waiting ON task (id) WHERE status = 0 AND readiness = 0;
CREATE INDEX task_ready ON task (lane_id, id) WHERE status = 0 AND readiness = 3;
CREATE INDEX task_line ON task (resource, readiness, id) WHERE status = 0;
CREATE INDEX task_due ON task (not_before) WHERE status = 0 AND readiness = 1;
CREATE INDEX task_lane ON task (lane_id, started);
CREATE INDEX task_batch ON task (batch_id, status) WHERE batch_id IS NOT NULL;
CREATE INDEX task_ended ON task (ended) WHERE ended IS NOT NULL;

CREATE TABLE task_dependency (
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    after_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    PRIMARY KEY (task_id, after_id)
);
CREATE INDEX task_dependency_after ON task_dependency (after_id);

-- The processes that take tasks from the queue.
CREATE TABLE worker (
    name TEXT PRIMARY KEY,
    slots INTEGER NOT NULL,
    started BIGINT NOT NULL,
    heartbeat BIGINT NOT NULL,
    -- Why it begins no task at present; null where it does.
    holding TEXT
);

-- How many tasks may run at a time on what a server serves, and on its databases; 0 for any number.
ALTER TABLE server ADD COLUMN max_tasks INTEGER NOT NULL DEFAULT 8;
ALTER TABLE server ADD COLUMN max_database_tasks INTEGER NOT NULL DEFAULT 8;
