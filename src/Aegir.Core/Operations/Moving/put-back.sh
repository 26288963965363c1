# Undoes what was done to a site's folders on one machine, however far that came; may run twice. $1 the old folder (empty where it is on
# another machine, or was not touched), $2 the new one, which may be the same, $3 the move's mark, $4 the old folder's mode, $5 "keep" leaves
# the new folder there, without the uploads that were moved; $6 configuration that went along outside of the folder (empty for none); $7 the
# uploads that were moved: files, private. Prints the folders in which another account has shut something, so that they could not be deleted.
set -eu
old=$1 new=$2 mark=$3 mode=$4 keep=${5:-} config=${6:-} moved=${7:-}
stage=${new%/*}/.aegir-$mark
aside=$stage-aside
trash=$stage-trash
left=$old
# The same folder on both sides: the old one made room.
[ "$old" != "$new" ] || [ ! -d "$aside" ] || left=$aside

bring_back() {
    for name in $moved; do
        if [ -d "$1/$name" ] && [ ! -L "$1/$name" ] && { [ -L "$left/$name" ] || [ ! -e "$left/$name" ]; }; then
            chmod u+w "$1" "$left"
            rm -f -- "$left/$name"
            mv -T -- "$1/$name" "$left/$name"
        fi
    done
}

is_ours() { [ "$(cat "$1/.aegir-upgrade" 2>/dev/null)" = "$mark" ]; }

# With the mark, and not the old one, which may stand under the same name.
placed=
[ "$left" = "$new" ] || ! is_ours "$new" || placed=yes
if [ -n "$old" ]; then
    chmod u+w "$left"
    if [ -d "$stage" ]; then bring_back "$stage"; fi
    if [ -n "$placed" ]; then bring_back "$new"; fi
    caches=$left/.aegir-caches
    # Those that the other code made have no place here, whether or not there are any to come back.
    if [ -d "$caches" ]; then
        for cache in css js php; do
            [ ! -w "$left/files/$cache" ] || rm -rf -- "$left/files/$cache"
        done
        mv -T -- "$caches" "$caches-back"
    fi
    if [ -d "$caches-back" ]; then
        for cache in css js php; do
            [ -d "$caches-back/$cache" ] || continue
            rm -rf -- "$left/files/$cache"
            mv -T -- "$caches-back/$cache" "$left/files/$cache"
        done
        rmdir "$caches-back"
    fi
fi
if [ -n "$placed" ]; then
    # In place, the folder that is kept goes back under the name that the old one has now.
    if [ "$keep" != keep ]; then
        chmod u+w "$new"
        mv -T -- "$new" "$trash"
    elif [ "$old" = "$new" ]; then
        chmod u+w "$new"
        mv -T -- "$new" "$stage-new"
    fi
fi
[ -d "$aside" ] && [ ! -e "$new" ] && mv -T -- "$aside" "$new"
[ -z "$old" ] || chmod "$mode" "$old"
for folder in "$stage" "$trash"; do
    [ -d "$folder" ] || continue
    # What the web server's user made is deleted through the group (field note 17).
    chmod -R u+w "$folder" 2>/dev/null || true
    if ! rm -rf -- "$folder"; then
        # What another account has shut stays shut; anything else, such as a disk that takes no writes now, may have passed by the next try.
        [ -w "${folder%/*}" ] && [ -n "$(find "$folder" -type d ! -writable -print -quit 2>/dev/null)" ] || exit 1
        echo "$folder"
    fi
done
if [ -n "$config" ]; then
    rm -rf -- "${config%/}.aegir-$mark"
    if [ "$(cat "$config/.aegir-upgrade" 2>/dev/null)" = "$mark" ]; then
        rm -rf -- "$config"
    fi
    rmdir -- "${config%/*}" 2>/dev/null || true
fi
exit 0
