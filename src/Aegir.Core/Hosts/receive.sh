# Runs an rsync that writes here. $1: what it writes to; $2: folder or file; the rest: its arguments. What is not whole yet is in a folder
# that only we may enter; one that is there already tells of a copy that was cut off, whose leavings go first.
target=$1 kind=$2
shift 2
if [ "$kind" = folder ]; then
    unfinished=$target/.aegir-copying
    mkdir -p -- "$target"
    [ ! -e "$unfinished" ] || find "$target" -type d -name '.~tmp~' -prune -exec rm -rf -- {} +
else
    unfinished=$(dirname -- "$target")/.aegir-copying-$(basename -- "$target")
fi || exit 1
rm -rf -- "$unfinished" && mkdir -p -m 700 -- "$unfinished" || exit 1
rsync "$@"
code=$?
[ $code -ne 0 ] || rm -rf -- "$unfinished" || exit 1
exit $code
