# Makes the folder $1 that a backup is gathered in, with a place for the settings file of a site; copies that from the site's folder $2
# (empty: it comes from another machine).
set -eu
umask 077
mkdir -p "$1/sites/site"
[ -z "$2" ] || cp -p "$2/settings.php" "$1/sites/site/settings.php"
