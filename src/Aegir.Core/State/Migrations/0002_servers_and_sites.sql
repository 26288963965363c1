-- Lists are JSON.

ALTER TABLE server ADD COLUMN ssh_user TEXT;
ALTER TABLE server ADD COLUMN ssh_port INTEGER NOT NULL DEFAULT 0;
ALTER TABLE server ADD COLUMN ssh_key_file TEXT;
ALTER TABLE server ADD COLUMN members TEXT NOT NULL DEFAULT '[]';
ALTER TABLE server ADD COLUMN folder TEXT NOT NULL DEFAULT '/var/aegir';
ALTER TABLE server ADD COLUMN database_host TEXT;
ALTER TABLE server ADD COLUMN database_grant_all_hosts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE server ADD COLUMN web_server INTEGER NOT NULL DEFAULT 0;
ALTER TABLE server ADD COLUMN web_port INTEGER NOT NULL DEFAULT 80;
ALTER TABLE server ADD COLUMN web_https_port INTEGER NOT NULL DEFAULT 443;
ALTER TABLE server ADD COLUMN addresses TEXT NOT NULL DEFAULT '[]';
ALTER TABLE server ADD COLUMN web_command TEXT NOT NULL DEFAULT '[]';
ALTER TABLE server ADD COLUMN web_group TEXT NOT NULL DEFAULT 'www-data';
ALTER TABLE server ADD COLUMN php_fpm TEXT;
ALTER TABLE server ADD COLUMN opcache_seconds INTEGER NOT NULL DEFAULT 2;

-- Two names that fold to one context name collide (aegir-spec 1.8).
ALTER TABLE server ADD COLUMN context_name TEXT NOT NULL DEFAULT '@server_master';
CREATE UNIQUE INDEX server_context ON server (lower(context_name)) WHERE status > -2;

ALTER TABLE site ADD COLUMN database_server_id INTEGER REFERENCES server (id);
ALTER TABLE site ADD COLUMN aliases TEXT NOT NULL DEFAULT '[]';
ALTER TABLE site ADD COLUMN redirection TEXT;
ALTER TABLE site ADD COLUMN https INTEGER NOT NULL DEFAULT 0;
ALTER TABLE site ADD COLUMN certificate TEXT;
ALTER TABLE site ADD COLUMN client TEXT;
ALTER TABLE site ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
-- Seconds.
ALTER TABLE site ADD COLUMN cron_interval INTEGER NOT NULL DEFAULT 3600;
ALTER TABLE site ADD COLUMN last_cron BIGINT;
ALTER TABLE site ADD COLUMN last_cron_try BIGINT;
ALTER TABLE site ADD COLUMN last_cron_error TEXT;
UPDATE site SET database_server_id = (SELECT server_id FROM platform WHERE platform.id = site.platform_id) WHERE database_type IN (1, 2);

-- The same names as site.aliases, so that none is given twice; those of a deleted site are gone.
CREATE TABLE site_alias (
    name TEXT PRIMARY KEY,
    site_id INTEGER NOT NULL REFERENCES site (id) ON DELETE CASCADE
);
CREATE INDEX site_alias_site ON site_alias (site_id);

-- What a cluster's member missed while it was down.
CREATE TABLE member_lag (
    server_id INTEGER NOT NULL REFERENCES server (id) ON DELETE CASCADE,
    target_type TEXT NOT NULL,
    target TEXT NOT NULL,
    reason TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (server_id, target_type, target)
);

ALTER TABLE backup ADD COLUMN platform_id INTEGER REFERENCES platform (id);
ALTER TABLE backup ADD COLUMN directory TEXT;
