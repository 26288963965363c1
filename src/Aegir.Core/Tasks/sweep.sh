# Takes away the files that killed commands with the mark $1 were writing, in the folders that follow and beside them. A folder keeps its mode:
# whoever was killed in it may have left it writable.
set -eu
prefix=.aegir-$(printf %s "$1" | sha256sum | cut -c1-16)-
shift
for site; do
    for folder in "$site" "${site%/*}"; do
        for left in "$folder/$prefix"*; do
            [ -e "$left" ] || continue
            mode=$(stat -c %a "$folder")
            [ -w "$folder" ] || chmod u+w "$folder"
            rm -f -- "$left"
            chmod "$mode" "$folder"
        done
    done
done
