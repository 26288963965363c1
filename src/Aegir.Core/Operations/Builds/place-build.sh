# Puts a finished platform where it is going to lie, in one go: FOLDER MARK PATH
set -eu
umask 022
printf '%s' "$2" >"$1/tree/.aegir-build"
# Neither replaced nor moved into.
[ ! -e "$3" ] && [ ! -L "$3" ] || { echo "$3" >&2; exit 73; }
mv -nT -- "$1/tree" "$3"
[ ! -e "$1/tree" ] || { echo "$3" >&2; exit 73; }
