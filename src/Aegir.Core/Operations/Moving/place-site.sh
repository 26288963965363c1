# Copies a site's folder without its uploads into the stage that its new folder is made in. $1 the folder, $2 the stage, $3 the move's mark,
# $4 and $5 the old and the new SQLite file relative to the folder (empty where the database is not in it), $6 "all" where the new folder
# takes the old one's place.
# Nobody else may enter the stage before its settings are written.
set -eu
old=$1 stage=$2 mark=$3 old_file=$4 new_file=$5 all=$6

if [ ! -d "$stage" ]; then
    mkdir -m 0700 "$stage"
    chown --reference="$old" "$stage" 2>/dev/null || true
fi
printf '%s\n' "$mark" >"$stage/.aegir-upgrade"
for entry in "$old"/* "$old"/.[!.]* "$old"/..?*; do
    name=${entry##*/}
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    case $name in files | private | .aegir-*) continue ;; esac
    # Each release brings its own of these.
    case $all${old##*/}/$name in default/default.*) continue ;; esac
    [ -n "$old_file" ] && [ "$name" = "$old_file" ] && continue
    [ -n "$new_file" ] && [ "$name" = "$new_file" ] && continue
    cp -a -- "$entry" "$stage/"
done
# A database right in the folder: the new one moves along, the old one stays.
if [ -n "$new_file" ] && [ "${new_file#*/}" = "$new_file" ]; then
    chmod u+w "$old"
    mv -T -- "$old/$new_file" "$stage/$new_file"
fi
