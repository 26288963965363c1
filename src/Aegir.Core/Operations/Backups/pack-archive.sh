# Packs a site (aegir-spec 2.5: the contents of its folder without a folder above them, modes kept).
# $1 the site's folder, or a copy of it; $2 the work folder, whose top/ is packed instead of what has the same name; $3 the archive;
# $4 gzip, bzip2 or none; $5 "uploads" or nothing. Prints the archive's size. May run twice.
set -eu
umask 077
folder=$1 work=$2 archive=$3 compression=$4 uploads=$5
top=$work/top

pack() {
    if [ "$uploads" = "" ] && [ -d "$folder/private/config" ]; then
        mkdir -p "$top/private"
        cp -a -- "$folder/private/config" "$top/private/"
    fi
    # The work folder was its owner's alone; what is packed has the owner and mode it has in the site.
    for entry in "$top"/*; do
        name=${entry##*/}
        [ -f "$entry" ] && [ -f "$folder/$name" ] || continue
        chown --reference="$folder/$name" "$entry" 2>/dev/null || true
        chmod --reference="$folder/$name" "$entry"
    done
    set -- --anchored --no-wildcards-match-slash --exclude='./.aegir-*'
    for cache in css js styles php; do
        set -- "$@" --exclude="./files/$cache"
    done
    [ "$uploads" = uploads ] || set -- "$@" --exclude=./files --exclude=./private
    more=
    for name in files private; do
        [ "$uploads" = uploads ] && [ -L "$folder/$name" ] && [ -d "$folder/$name" ] || continue
        # They lie on another disk; the archive holds them all the same.
        real=$(readlink -f "$folder/$name")
        set -- "$@" --exclude="./$name" --transform="flags=rh;s|^\.$(printf %s "$real" | sed 's/[][\.*^$|]/\\&/g')|./$name|"
        for cache in css js styles php; do
            set -- "$@" --exclude=".$(printf %s "$real" | sed 's/[][*?\\]/\\&/g')/$cache"
        done
        [ "$name" = files ] && files=$real more="$more files" || { private=$real more="$more private"; }
    done
    for entry in "$top"/*; do
        set -- "$@" --exclude="./${entry##*/}"
    done
    set -- "$@" --no-anchored --exclude='.ht.*sqlite*'
    case $compression in
        gzip) set -- "$@" --use-compress-program='gzip -1' ;;
        bzip2) set -- "$@" --bzip2 ;;
    esac
    set -- "$@" -C "$folder" .
    for name in $more; do
        [ "$name" = files ] && set -- "$@" -C / ".$files" || set -- "$@" -C / ".$private"
    done
    # The top comes first, so that the dump is found without reading the uploads. The names there are ours: no blanks.
    names=$(ls -A "$top")
    rm -f -- "$archive.part"
    # 1: a file changed or went while it was read; visitors are in.
    tar -cf "$archive.part" -C "$top" $names "$@" || [ $? -eq 1 ]
}

mkdir -p "${archive%/*}"
if [ -d "$work" ] && [ ! -e "$work/.packed" ]; then
    pack
    case $compression in
        gzip) gzip -t "$archive.part" ;;
        bzip2) bzip2 -t "$archive.part" ;;
        none) tar -tf "$archive.part" >/dev/null ;;
    esac
    : >"$work/.packed"
fi
if [ -e "$archive.part" ]; then
    mv -T -- "$archive.part" "$archive"
fi
rm -rf -- "$work"
stat -c %s "$archive"
