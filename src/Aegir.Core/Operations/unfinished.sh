# Finds what a move that did not end has made of a site's folder ($1), below the sites/ folders ($2 ...): the folders that bear a move's mark and
# the same gate. Prints the mark, a space and the folder, a line for each. The site's own is one only where what made room for it has that gate as well:
# else visitors were let in on it, and an undo has shut it.
set -eu
site=$1
gate=$(grep -aom 1 'BEGIN Aegir gate [0-9a-f]*' -- "$site/settings.php") || exit 0
shift
for sites; do
    for note in "$sites"/*/.aegir-upgrade "$sites"/.aegir-*/.aegir-upgrade; do
        [ -f "$note" ] || continue
        folder=${note%/.aegir-upgrade}
        grep -aqsF -- "$gate" "$folder/settings.php" || continue
        mark=$(head -n 1 -- "$note")
        [ "$folder" != "$site" ] || grep -aqsF -- "$gate" "$sites/.aegir-$mark-aside/settings.php" || continue
        printf '%s %s\n' "$mark" "$folder"
    done
done
