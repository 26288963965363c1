# What a careful admin writes to move one site to another release, and nothing more: dump, a new database, import, copy of the site's
# folder, updates, cache rebuild.
step dump
dump "$WORK/plain.sql"

step database
create_database
import "$WORK/plain.sql"

step 'site folder'
cp -a "$OLD/sites/$SITE" "$NEW/sites/$SITE"
point_settings

step updates
update
rebuild_caches "$NEW_ROOT" "$NEW"
