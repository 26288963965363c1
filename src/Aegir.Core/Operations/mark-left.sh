# Notes in a site's folder ($1) that the move with the mark $2 left it, or with an empty one that it did not. May run twice.
set -eu
[ -d "$1" ] || exit 0
mode=$(stat -c %a -- "$1")
# Also when the disk is full.
trap 'chmod "$mode" -- "$1"' EXIT
chmod u+w -- "$1"
if [ -n "$2" ]; then
    printf '%s\n' "$2" >"$1/.aegir-left"
else
    rm -f -- "$1/.aegir-left"
fi
