# Runs an rsync that writes here. $1: what it writes to; $2: folder or file; the rest: its arguments. A note lies beside what is written until
# all of it is there; one that lies there already tells of a copy that was cut off, whose leavings go first.
target=$1 kind=$2
shift 2
me=$(id -u)
if [ "$kind" = folder ]; then
    mkdir -p -- "$target" || exit 1
    note=$target/.aegir-copying
    if [ -e "$note" ]; then
        find "$target" -user "$me" \( -type d -name '.~tmp~' -prune -exec rm -rf -- {} + \
            -o -type f -name '.*.??????' -perm 600 -newer "$note" -exec rm -f -- {} + \)
    fi
else
    folder=$(dirname -- "$target") name=$(basename -- "$target")
    mkdir -p -- "$folder" || exit 1
    note=$folder/.aegir-copying-$name
    if [ -e "$note" ]; then
        find "$folder" -maxdepth 1 -user "$me" -type f -name '.*.??????' -perm 600 -newer "$note" -exec rm -f -- {} +
    fi
fi

# A site's folder may be one that nobody is to write into; rsync gives it back the mode it is to have, and we leave that as it is.
opened() {
    folder=$(dirname -- "$note")
    if [ -w "$folder" ]; then
        "$@"
    else
        chmod u+w -- "$folder" && "$@" && chmod u-w -- "$folder"
    fi
}
opened touch -- "$note" || exit 1
rsync "$@"
code=$?
[ $code -ne 0 ] || opened rm -f -- "$note" || exit 1
exit $code
