# Takes away what a finished build leaves: FOLDER MARK PATH CACHE
# Downloads that nobody has used for ninety days go as well.
set -eu
folder=$1 mark=$2 path=$3 cache=$4
if [ -f "$path/.aegir-build" ] && [ "$(cat "$path/.aegir-build")" = "$mark" ]; then rm -f -- "$path/.aegir-build"; fi
if [ -d "$folder" ]; then
    chmod -R u+rwX -- "$folder" 2>/dev/null || true
    rm -rf -- "$folder"
fi
[ ! -d "$cache/files" ] || find "$cache/files" -type f -mtime +90 -delete
