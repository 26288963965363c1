# Puts a site's folder onto the target. $1 the old folder, $2 the new one, $3 the upgrade's mark,
# $4 and $5 the old and the new SQLite file relative to the folder (empty where the database is not in it).
# Nobody else may enter it before its settings are written. What is there already under the new name (the code base's own sites/default) is set aside.
set -eu
old=$1 new=$2 mark=$3 old_file=$4 new_file=$5
sites=${new%/*}
stage=$sites/.aegir-$mark
aside=$sites/.aegir-$mark-aside

chmod u+w "$old"
mkdir -m 0700 "$stage"
chown --reference="$old" "$stage" 2>/dev/null || true
printf '%s\n' "$mark" >"$stage/.aegir-upgrade"
for entry in "$old"/* "$old"/.[!.]* "$old"/..?*; do
    name=${entry##*/}
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    case $name in files | private | .aegir-*) continue ;; esac
    # Each release brings its own of these.
    case ${new##*/}/$name in default/default.*) continue ;; esac
    [ -n "$old_file" ] && [ "$name" = "$old_file" ] && continue
    [ -n "$new_file" ] && [ "$name" = "$new_file" ] && continue
    cp -a -- "$entry" "$stage/"
done
if [ -d "$new" ]; then
    mv -T -- "$new" "$aside"
fi
mv -T -- "$stage" "$new"
# A database right in the folder: the new one moves along, the old one stays.
if [ -n "$new_file" ] && [ "${new_file#*/}" = "$new_file" ]; then
    mv -T -- "$old/$new_file" "$new/$new_file"
fi
