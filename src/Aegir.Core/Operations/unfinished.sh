# Finds what a move that did not end has made of a site's folder ($1), below the sites/ folders ($2 ...): the folders that bear a move's mark and
# the same gate. Prints the mark, a space and the folder, a line for each.
set -eu
gate=$(grep -aom 1 'BEGIN Aegir gate [0-9a-f]*' -- "$1/settings.php") || exit 0
shift
for sites; do
    for note in "$sites"/*/.aegir-upgrade "$sites"/.aegir-*/.aegir-upgrade; do
        [ -f "$note" ] || continue
        folder=${note%/.aegir-upgrade}
        grep -aqsF -- "$gate" "$folder/settings.php" || continue
        printf '%s %s\n' "$(head -n 1 -- "$note")" "$folder"
    done
done
