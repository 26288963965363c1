# Moves a folder of uploads from a site's folder into the stage of its new one, and leaves a link behind. $1 the folder it is in, $2 the
# stage, $3 what the stage will be called, $4 what the old folder will be called, $5 the uploads' name: files or private. Prints moved or
# linked.
# Between disks they stay where they are and the new side gets the link: the time this takes does not depend on their size.
set -eu
old=$1 stage=$2 new=$3 left=$4 name=$5
chmod u+w "$old" "$stage"
device() { stat -c %d "$1"; }
if [ -L "$old/$name" ]; then
    [ -e "$stage/$name" ] || ln -s -- "$(readlink -f "$old/$name")" "$stage/$name"
elif [ ! -d "$old/$name" ]; then
    exit 0
elif [ "$(device "$old/$name")" = "$(device "$stage")" ]; then
    mv -T -- "$old/$name" "$stage/$name"
    ln -s -- "$new/$name" "$old/$name"
    echo moved
else
    [ -e "$stage/$name" ] || ln -s -- "$left/$name" "$stage/$name"
    echo linked
fi
# Caches that Drupal makes itself: those of the old code are no use to the new, and wait here for a way back. A folder that the web server's
# account keeps for itself goes along: only its owner could move it. Where they are there already, those in the uploads are the new code's: a way
# back was begun, and did not come to them. Until all of them are there they bear the name of those that are on their way.
caches=$old/.aegir-caches
if [ "$name" = files ] && [ -d "$stage/files" ] && [ ! -L "$stage/files" ] && [ ! -d "$caches" ]; then
    mkdir -p "$caches-back"
    for cache in css js php; do
        if [ -w "$stage/files/$cache" ] && [ ! -e "$caches-back/$cache" ]; then
            mv -T -- "$stage/files/$cache" "$caches-back/$cache"
        fi
    done
    mv -T -- "$caches-back" "$caches"
fi
