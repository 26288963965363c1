# Takes away what a build made, as far as it is ours; also what is half gone: FOLDER MARK PATH CACHE
set -eu
folder=$1 mark=$2 path=$3 cache=$4
ours() { [ -f "$1/.aegir-build" ] && [ "$(cat "$1/.aegir-build")" = "$mark" ]; }
if [ -n "$path" ] && ours "$path"; then
    # Out of sight first, in one go.
    mkdir -p -- "$folder"
    [ -f "$folder/.aegir-build" ] || printf '%s' "$mark" >"$folder/.aegir-build"
    mv -T -- "$path" "$folder/undone.$$"
fi
if [ -d "$folder" ]; then
    chmod -R u+rwX -- "$folder" 2>/dev/null || true
    rm -rf -- "$folder"
fi
[ -z "$cache" ] || rm -f -- "$cache/tmp/$mark"-*
