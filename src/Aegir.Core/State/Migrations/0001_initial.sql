-- Times are milliseconds since 1970 (UTC). Statuses are the numbers of the enums in Aegir.Model.

CREATE TABLE server (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    host_name TEXT NOT NULL,
    transport INTEGER NOT NULL,
    status INTEGER NOT NULL,
    database_type INTEGER NOT NULL,
    database_option_file TEXT,
    web_root TEXT,
    web_url TEXT,
    php TEXT NOT NULL,
    drush TEXT,
    verified BIGINT
);
CREATE UNIQUE INDEX server_name ON server (lower(name)) WHERE status > -2;

CREATE TABLE distribution (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    target_platform_id INTEGER REFERENCES platform (id) -- sqlite
    -- postgresql: target_platform_id INTEGER
);
CREATE UNIQUE INDEX distribution_name ON distribution (lower(name));

CREATE TABLE platform (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    context_name TEXT NOT NULL,
    path TEXT NOT NULL,
    project_root TEXT NOT NULL,
    server_id INTEGER NOT NULL REFERENCES server (id),
    distribution_id INTEGER REFERENCES distribution (id),
    status INTEGER NOT NULL,
    core_version TEXT,
    php_minimum TEXT,
    drush TEXT,
    fingerprint TEXT,
    verified BIGINT
);
-- postgresql: ALTER TABLE distribution ADD FOREIGN KEY (target_platform_id) REFERENCES platform (id);
-- Whatever is not deleted counts, locked platforms too, and across all servers.
CREATE UNIQUE INDEX platform_name ON platform (lower(name)) WHERE status > -2;
CREATE UNIQUE INDEX platform_context ON platform (lower(context_name)) WHERE status > -2;
CREATE UNIQUE INDEX platform_path ON platform (path) WHERE status > -2;
CREATE INDEX platform_distribution ON platform (distribution_id);

CREATE TABLE site (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    directory TEXT NOT NULL,
    platform_id INTEGER NOT NULL REFERENCES platform (id),
    status INTEGER NOT NULL,
    profile TEXT,
    database_type INTEGER NOT NULL,
    database_name TEXT,
    verified BIGINT
);
CREATE UNIQUE INDEX site_name ON site (name) WHERE status > -2;
CREATE UNIQUE INDEX site_directory ON site (platform_id, directory) WHERE status > -2;
CREATE INDEX site_platform ON site (platform_id, status);

CREATE TABLE package (
    platform_id INTEGER NOT NULL REFERENCES platform (id) ON DELETE CASCADE,
    type INTEGER NOT NULL,
    name TEXT NOT NULL,
    title TEXT,
    version TEXT,
    project TEXT,
    schema INTEGER NOT NULL,
    last_removed_update INTEGER NOT NULL,
    core_requirement TEXT,
    php_requirement TEXT,
    path TEXT NOT NULL,
    site_directory TEXT,
    profile TEXT
);
CREATE INDEX package_platform ON package (platform_id, type, name);

CREATE TABLE site_package (
    site_id INTEGER NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    type INTEGER NOT NULL,
    name TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    version TEXT,
    schema INTEGER NOT NULL
);
CREATE INDEX site_package_site ON site_package (site_id, type, name);

CREATE TABLE task (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    target_type TEXT NOT NULL,
    target TEXT NOT NULL,
    status INTEGER NOT NULL,
    message TEXT,
    worker TEXT,
    state TEXT,
    created BIGINT NOT NULL,
    started BIGINT,
    ended BIGINT
);
CREATE INDEX task_status ON task (status);
CREATE INDEX task_target ON task (target_type, target);

CREATE TABLE task_log (
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    time BIGINT NOT NULL,
    level INTEGER NOT NULL,
    step TEXT,
    message TEXT NOT NULL,
    PRIMARY KEY (task_id, sequence)
);

-- One row for each step that was begun; phase 0 begun, 1 done, 2 undone.
CREATE TABLE journal (
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    step TEXT NOT NULL,
    phase INTEGER NOT NULL,
    time BIGINT NOT NULL,
    PRIMARY KEY (task_id, position)
);

CREATE TABLE lease (
    resource TEXT PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    acquired BIGINT NOT NULL,
    heartbeat BIGINT NOT NULL
);
CREATE INDEX lease_task ON lease (task_id);

-- The side an upgrade left behind, for as long as it can be gone back to.
CREATE TABLE kept_side (
    task_id INTEGER PRIMARY KEY REFERENCES task (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    platform_id INTEGER NOT NULL REFERENCES platform (id),
    directory TEXT NOT NULL,
    state TEXT NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX kept_side_site ON kept_side (site_id);
CREATE INDEX kept_side_platform ON kept_side (platform_id);

CREATE TABLE backup (
    id INTEGER PRIMARY KEY,
    site_id INTEGER NOT NULL REFERENCES site (id),
    task_id INTEGER REFERENCES task (id),
    path TEXT NOT NULL,
    size BIGINT NOT NULL,
    description TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX backup_site ON backup (site_id);

INSERT INTO server (id, name, host_name, transport, status, database_type, php)
VALUES (1, 'server_master', 'localhost', 0, 1, 0, 'php');
