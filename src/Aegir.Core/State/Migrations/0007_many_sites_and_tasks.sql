-- For hubs of many sites and tasks: none of what is done every day goes through all of them. Names are compared in lower case.
CREATE INDEX site_lower_name ON site (lower(name));
CREATE INDEX site_status ON site (status, lower(name));
CREATE INDEX site_client ON site (lower(client), lower(name)) WHERE client IS NOT NULL;
CREATE INDEX site_database ON site (database_name);
CREATE INDEX platform_server ON platform (server_id);
CREATE INDEX kept_side_until ON kept_side (until);
CREATE INDEX backup_task ON backup (task_id);
-- What refers to a row is looked for when that comes or goes.
CREATE INDEX backup_platform ON backup (platform_id);
CREATE INDEX site_database_server ON site (database_server_id);

DROP INDEX task_target;
CREATE INDEX task_target ON task (lower(target), id);
CREATE INDEX task_type ON task (lower(type), id);
-- Whoever means them says so, as most tasks have ended well.
CREATE INDEX task_open ON task (status, id) WHERE status <= 0;
CREATE INDEX task_trouble ON task (status, id) WHERE status > 1;

-- How many sites that are not deleted are on it.
ALTER TABLE platform ADD COLUMN site_count INTEGER NOT NULL DEFAULT 0;
UPDATE platform SET site_count = (SELECT count(*) FROM site WHERE site.platform_id = platform.id AND site.status > -2);
