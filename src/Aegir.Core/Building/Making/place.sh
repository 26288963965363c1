# Lays fetched items into the tree: ROOT < lines of NUMBER, OVERWRITE (y, n or skip), FOLDER and PATH below the root, with tabs between
# Prints the numbers of those that were skipped; the first that cannot be laid is named on standard error.
set -eu
umask 022
tab=$(printf '\t')
root=$(readlink -f -- "$1")
while IFS=$tab read -r number overwrite folder path; do
    target=$root/$path
    parent=${target%/*}
    mkdir -p -- "$parent" || { echo "$number cannot be made" >&2; exit 71; }
    case $(readlink -f -- "$parent")/ in "$root"/*) ;; *) echo "$number leads out of the platform through a link" >&2; exit 71 ;; esac
    if [ ! -e "$target" ] && [ ! -L "$target" ]; then
        mv -T -- "$folder" "$target"
    elif [ "$overwrite" = y ] && [ -d "$target" ] && [ ! -L "$target" ]; then
        cp -a --remove-destination -- "$folder/." "$target/"
        rm -rf -- "$folder"
    elif [ "$overwrite" = skip ]; then
        rm -rf -- "$folder"
        echo "$number"
    else
        echo "$number is taken" >&2
        exit 71
    fi
done
