# Takes away the files that a killed command of this task was writing, in a site's folder ($1), in another of its folders ($2) and beside
# them. $3: the mode that the first folder is to have; empty leaves it.
set -eu
prefix=.aegir-$(printf %s "$AEGIR_TASK_MARK" | sha256sum | cut -c1-16)-
for folder in "$1" "$2" "${1%/*}"; do
    for left in "$folder/$prefix"*; do
        [ -e "$left" ] || continue
        [ -w "$folder" ] || chmod u+w "$folder"
        rm -f -- "$left"
    done
done
[ -z "$3" ] || chmod "$3" "$1"
