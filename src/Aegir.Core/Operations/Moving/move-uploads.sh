# Moves a site's uploads from one folder to another, and leaves links behind. $1 the folder they are in, $2 the one they go to.
# Between disks they stay where they are and the other folder gets the link: the time this takes does not depend on their size.
set -eu
old=$1 new=$2
chmod u+w "$old" "$new"
device() { stat -c %d "$1"; }
for name in files private; do
    if [ -L "$old/$name" ]; then
        [ -e "$new/$name" ] || ln -s -- "$(readlink -f "$old/$name")" "$new/$name"
    elif [ ! -d "$old/$name" ]; then
        continue
    elif [ "$(device "$old/$name")" = "$(device "$new")" ]; then
        mv -T -- "$old/$name" "$new/$name"
        ln -s -- "$new/$name" "$old/$name"
        echo "moved $name"
    else
        [ -e "$new/$name" ] || ln -s -- "$old/$name" "$new/$name"
        echo "linked $name"
    fi
done
# Caches that Drupal makes itself: those of the old code are no use to the new, and wait here for a way back.
if [ -d "$new/files" ] && [ ! -L "$new/files" ]; then
    mkdir -p "$old/.aegir-caches"
    for cache in css js php; do
        if [ -d "$new/files/$cache" ]; then
            mv -T -- "$new/files/$cache" "$old/.aegir-caches/$cache"
        fi
    done
fi
