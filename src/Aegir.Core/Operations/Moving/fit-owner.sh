# Gives what came out of an archive ($1) the owner and group of its like in the site ($2), or else of the site's folder ($3): the web server has
# to read settings, and to write uploads.
set -eu
like=$2
[ -e "$like" ] || like=$3
[ -e "$1" ] && [ -e "$like" ] || exit 0
chown -Rh --reference="$like" -- "$1" 2>/dev/null || chgrp -Rh "$(stat -Lc %g "$like")" -- "$1"
if [ -d "$1" ]; then
    chmod --reference="$like" "$1"
    chmod -R u+rwX "$1"
fi
