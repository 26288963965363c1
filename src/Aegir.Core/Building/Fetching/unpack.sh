# Unpacks an archive into a folder of its own, and moves what is wanted of it to the target: FILE KIND TARGET SUBTREE BYTES
# One folder at the top of it is taken off, unless a subtree is named.
set -eu
umask 022
file=$1 kind=$2 target=$3 subtree=$4
all=$target.all
rm -rf -- "$all"
mkdir -- "$all"
ulimit -f $((($5 + 511) / 512))
case $kind in
tar) tar -C "$all" --no-same-owner --no-same-permissions --warning=no-timestamp -xf "$file" ;;
zip)
    # What its list says of their sizes need not be so.
    if [ "$(unzip -p -- "$file" </dev/null 2>/dev/null | head -c $(($5 + 1)) | wc -c)" -gt "$5" ]; then echo "it holds more than $5 bytes" >&2; exit 67; fi
    unzip -q -o -- "$file" -d "$all" </dev/null
    ;;
esac
top=$all
if [ -n "$subtree" ]; then
    top=$all/$subtree
    [ -d "$top" ] && [ ! -L "$top" ] || { echo "there is no folder $subtree in it" >&2; exit 69; }
else
    set -- "$all"/* "$all"/.[!.]* "$all"/..?*
    only=
    count=0
    for entry; do
        [ -e "$entry" ] || [ -L "$entry" ] || continue
        # What a Mac puts beside it.
        [ "${entry##*/}" != __MACOSX ] || continue
        count=$((count + 1)) only=$entry
    done
    if [ "$count" = 1 ] && [ -d "$only" ] && [ ! -L "$only" ]; then top=$only; fi
fi
mv -T -- "$top" "$target"
chmod -R u+rwX -- "$all" 2>/dev/null || true
rm -rf -- "$all"
