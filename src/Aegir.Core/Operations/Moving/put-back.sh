# Undoes place-site.sh, however far that came; may run twice. $1 the old folder, $2 the new one, $3 the upgrade's mark,
# $4 the old folder's mode, $5 "keep" leaves the new folder there, without files/ and private/; $6 configuration that went along
# outside of the folder (empty for none).
set -eu
old=$1 new=$2 mark=$3 mode=$4 keep=${5:-} config=${6:-}
sites=${new%/*}
stage=$sites/.aegir-$mark
aside=$sites/.aegir-$mark-aside
trash=$sites/.aegir-$mark-trash

chmod u+w "$old"
if [ "$(cat "$new/.aegir-upgrade" 2>/dev/null)" = "$mark" ]; then
    chmod u+w "$new"
    for name in files private; do
        if [ -d "$new/$name" ] && [ ! -L "$new/$name" ] && { [ -L "$old/$name" ] || [ ! -e "$old/$name" ]; }; then
            rm -f -- "$old/$name"
            mv -T -- "$new/$name" "$old/$name"
        fi
    done
    [ "$keep" = keep ] || mv -T -- "$new" "$trash"
fi
if [ -d "$old/.aegir-caches" ]; then
    for cache in css js php; do
        [ -d "$old/.aegir-caches/$cache" ] || continue
        rm -rf -- "$old/files/$cache"
        mv -T -- "$old/.aegir-caches/$cache" "$old/files/$cache"
    done
    rmdir "$old/.aegir-caches"
fi
for left in "$stage" "$trash"; do
    [ -d "$left" ] || continue
    chmod -R u+w "$left"
    rm -rf -- "$left"
done
[ -d "$aside" ] && [ ! -e "$new" ] && mv -T -- "$aside" "$new"
if [ -n "$config" ]; then
    rm -rf -- "${config%/}.aegir-$mark"
    if [ "$(cat "$config/.aegir-upgrade" 2>/dev/null)" = "$mark" ]; then
        rm -rf -- "$config"
    fi
    rmdir -- "${config%/*}" 2>/dev/null || true
fi
chmod "$mode" "$old"
