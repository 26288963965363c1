# What both scripts are made of. OPTIONS is the option file of the database server, OLD_ROOT and NEW_ROOT are the projects, OLD and NEW their
# docroots, SITE the site, FROM and TO its databases (user and password are called after TO), WORK a folder, MAJOR Drupal's major version.
set -eu
umask 027

# Tells when a step begins.
step() { printf '@step %s %s\n' "$(date +%s.%N)" "$1"; }

dump() {
    (umask 077; mariadb-dump --defaults-extra-file="$OPTIONS" --single-transaction --quick --no-autocommit --routines --triggers --hex-blob \
        --no-tablespaces --default-character-set=utf8mb4 "$FROM" >"$1")
    case $(tail -n 1 "$1") in '-- Dump completed'*) ;; *) echo 'the dump was cut short' >&2; exit 1 ;; esac
}

create_database() {
    mariadb --defaults-extra-file="$OPTIONS" --execute "CREATE DATABASE $TO CHARACTER SET utf8mb4;
        CREATE USER $TO@'127.0.0.1' IDENTIFIED BY 'p$TO', $TO@localhost IDENTIFIED BY 'p$TO';
        GRANT ALL ON $TO.* TO $TO@'127.0.0.1'; GRANT ALL ON $TO.* TO $TO@localhost;"
}

import() { mariadb --defaults-extra-file="$OPTIONS" --default-character-set=utf8mb4 "$TO" <"$1"; }

point_settings() {
    chmod u+w "$NEW/sites/$SITE" "$NEW/sites/$SITE/settings.php"
    sed -i "s/$FROM/$TO/g" "$NEW/sites/$SITE/settings.php"
    if [ "$MAJOR" -ge 8 ] && [ ! -e "$NEW/sites/sites.php" ]; then echo '<?php' >"$NEW/sites/sites.php"; fi
}

# drush <project> <docroot> <command> ...
drush() {
    project=$1 docroot=$2
    shift 2
    if [ "$MAJOR" -lt 8 ]; then set -- --nocolor "$@"; fi
    (cd "$docroot" && "$project/vendor/bin/drush" --root="$docroot" --uri="$SITE" "$@")
}

update() { drush "$NEW_ROOT" "$NEW" updatedb -y; }

rebuild_caches() {
    if [ "$MAJOR" -ge 8 ]; then drush "$1" "$2" cache:rebuild; else drush "$1" "$2" cache-clear all; fi
}
