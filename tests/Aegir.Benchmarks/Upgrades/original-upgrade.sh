# The order in which the original Aegir migrates a site: the dump goes into the site's folder, all of that into an archive, both platforms
# and the site are verified, the archive is unpacked and its dump imported, updates, the site is verified again, its old side goes.
# Left out, in its favour: its waits of five seconds, the programs it starts for its front end, its web server's configuration.

# Bootstraps the code base and reads what it has.
verify_platform() {
    drush "$1" "$2" status >"$WORK/status"
    find "$2" -name '*.info' -o -name '*.info.yml' | tr '\n' '\0' | xargs -0 cat >"$WORK/packages"
}

# Writes settings, sets owners and modes, reads what is enabled, and empties the caches.
verify_site() {
    chmod u+w "$2/sites/$SITE/settings.php"
    cat "$2/sites/$SITE/settings.php" >"$WORK/settings.php"
    cat "$WORK/settings.php" >"$2/sites/$SITE/settings.php"
    chmod 440 "$2/sites/$SITE/settings.php"
    chgrp -R "$(id -g)" "$2/sites/$SITE/files"
    drush "$1" "$2" pm-list >"$WORK/packages"
    rebuild_caches "$1" "$2"
}

step backup
chmod u+w "$OLD/sites/$SITE"
dump "$OLD/sites/$SITE/database.sql"
tar -C "$OLD/sites/$SITE" -czf "$WORK/site.tar.gz" .
rm "$OLD/sites/$SITE/database.sql"

step 'verify both'
verify_platform "$OLD_ROOT" "$OLD"
verify_platform "$NEW_ROOT" "$NEW"

step 'verify site'
verify_site "$OLD_ROOT" "$OLD"

step deploy
create_database
mkdir "$NEW/sites/$SITE"
tar -C "$NEW/sites/$SITE" -xzpf "$WORK/site.tar.gz"
chgrp -R "$(id -g)" "$NEW/sites/$SITE/files"
point_settings

step import
import "$NEW/sites/$SITE/database.sql"
rm "$NEW/sites/$SITE/database.sql"

step updates
update
rebuild_caches "$NEW_ROOT" "$NEW"

step 'verify again'
verify_site "$NEW_ROOT" "$NEW"

step 'drop old side'
mariadb --defaults-extra-file="$OPTIONS" --execute "DROP DATABASE $FROM"
chmod -R u+w "$OLD/sites/$SITE"
rm -rf "${OLD:?}/sites/$SITE"
