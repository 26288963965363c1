# Puts a site's folder onto the target. $1 the old folder, $2 the new one, $3 the upgrade's mark,
# $4 and $5 the old and the new SQLite file relative to the folder (empty where the database is not in it).
# What is there already under the new name (the code base's own sites/default) is set aside.
set -eu
old=$1 new=$2 mark=$3 old_file=$4 new_file=$5
sites=${new%/*}
stage=$sites/.aegir-$mark
aside=$sites/.aegir-$mark-aside

mode=$(stat -c %a "$old")
chmod u+w "$old"
mkdir -m 0700 "$stage"
printf '%s\n' "$mark" >"$stage/.aegir-upgrade"
for entry in "$old"/* "$old"/.[!.]* "$old"/..?*; do
    name=${entry##*/}
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    case $name in files | private | .aegir-*) continue ;; esac
    [ -n "$old_file" ] && [ "$name" = "$old_file" ] && continue
    [ -n "$new_file" ] && [ "$name" = "$new_file" ] && continue
    cp -a -- "$entry" "$stage/"
done
if [ -d "$new" ]; then
    mv -T -- "$new" "$aside"
fi
mv -T -- "$stage" "$new"
chmod "$mode" "$new"
chmod u+w "$new"
# A database right in the folder: the new one moves along, the old one stays.
if [ -n "$new_file" ] && [ "${new_file#*/}" = "$new_file" ]; then
    mv -T -- "$old/$new_file" "$new/$new_file"
fi

device() { stat -c %d "$1"; }
for name in files private; do
    if [ -L "$old/$name" ]; then
        ln -s -- "$(readlink -f "$old/$name")" "$new/$name"
    elif [ ! -d "$old/$name" ]; then
        continue
    elif [ "$(device "$old/$name")" = "$(device "$new")" ]; then
        mv -T -- "$old/$name" "$new/$name"
        ln -s -- "$new/$name" "$old/$name"
        echo "moved $name"
    else
        ln -s -- "$old/$name" "$new/$name"
        echo "linked $name"
    fi
done
# Caches that Drupal makes itself: those of the old code are no use to the new, and wait here for a way back.
if [ -d "$new/files" ] && [ ! -L "$new/files" ]; then
    mkdir -p "$old/.aegir-caches"
    for cache in css js php; do
        [ -d "$new/files/$cache" ] && mv -T -- "$new/files/$cache" "$old/.aegir-caches/$cache"
    done
fi
chmod "$mode" "$old"
