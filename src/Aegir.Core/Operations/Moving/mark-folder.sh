# Marks a site's folder ($1) as one that the move with the mark $2 made.
set -eu
chmod u+w "$1"
printf '%s\n' "$2" >"$1/.aegir-upgrade"
