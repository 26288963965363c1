# What a careful admin writes to move one site to another release, and nothing more: dump, a new database, import, copy of the site's
# folder, updates, cache rebuild. $1 option file, $2 and $3 the old and new docroot, $4 the new project, $5 the site,
# $6 and $7 the old and new database (user and password are called after it), $8 the dump, $9 Drupal's major version.
set -eu
umask 027
options=$1 old=$2 new=$3 project=$4 site=$5 from=$6 to=$7 dump=$8 major=$9

(umask 077; mariadb-dump --defaults-extra-file="$options" --single-transaction --quick --no-autocommit --routines --triggers --hex-blob \
    --no-tablespaces --default-character-set=utf8mb4 "$from" >"$dump")
case $(tail -n 1 "$dump") in '-- Dump completed'*) ;; *) echo 'the dump was cut short' >&2; exit 1 ;; esac

mariadb --defaults-extra-file="$options" --execute "CREATE DATABASE $to CHARACTER SET utf8mb4;
    CREATE USER $to@'127.0.0.1' IDENTIFIED BY 'p$to', $to@localhost IDENTIFIED BY 'p$to';
    GRANT ALL ON $to.* TO $to@'127.0.0.1'; GRANT ALL ON $to.* TO $to@localhost;"
mariadb --defaults-extra-file="$options" --default-character-set=utf8mb4 "$to" <"$dump"

cp -a "$old/sites/$site" "$new/sites/$site"
chmod u+w "$new/sites/$site" "$new/sites/$site/settings.php"
sed -i "s/$from/$to/g" "$new/sites/$site/settings.php"

cd "$new"
if [ "$major" -ge 8 ]; then
    [ -e sites/sites.php ] || echo '<?php' >sites/sites.php
    "$project/vendor/bin/drush" --root="$new" --uri="$site" updatedb -y
    "$project/vendor/bin/drush" --root="$new" --uri="$site" cache:rebuild
else
    "$project/vendor/bin/drush" --nocolor --root="$new" --uri="$site" updatedb -y
    "$project/vendor/bin/drush" --nocolor --root="$new" --uri="$site" cache-clear all
fi
