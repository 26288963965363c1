# Undoes the way back to an old side where both have the same folder: the new one stands again. $1 the old folder, $2 the new one, $3 and $4
# what they are called where the other has the name. May run twice.
set -eu
[ "$1" = "$2" ] && [ -d "$4" ] || exit 0
if [ -d "$1" ] && [ ! -e "$3" ]; then
    mv -T -- "$1" "$3"
fi
mv -T -- "$4" "$2"
