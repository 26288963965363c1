# Deletes the folder that an upgrade left behind. $1 the old folder, $2 the new one.
# Uploads that the new side only links to, because they are on another disk, stay.
set -eu
[ -d "$1" ] || exit 0
chmod -R u+w "$1" 2>/dev/null || true
for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    name=${entry##*/}
    # These are the release's own.
    case ${1##*/}/$name in default/default.*) continue ;; esac
    if [ ! -L "$entry" ] && [ -L "$2/$name" ] && [ "$(readlink -f "$2/$name")" = "$(readlink -f "$entry")" ]; then
        continue
    fi
    rm -rf -- "$entry"
done
rmdir "$1" 2>/dev/null || true
