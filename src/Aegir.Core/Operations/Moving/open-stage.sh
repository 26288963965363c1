# Makes the folder $1 that a site's new folder is made in, and in it the folder $3. $2 the move's mark, $4 a folder whose owner it takes
# (empty for none). Nobody else may enter it before its settings are written. May run twice.
set -eu
[ -d "$1" ] || mkdir -m 0700 "$1"
printf '%s\n' "$2" >"$1/.aegir-upgrade"
mkdir -p "$3"
if [ -n "$4" ]; then
    chown --reference="$4" "$1" 2>/dev/null || true
    name=${3#"$1"}
    [ -z "${name#/}" ] || [ ! -d "$4$name" ] || { chmod --reference="$4$name" "$3"; chown --reference="$4$name" "$3" 2>/dev/null || true; }
fi
