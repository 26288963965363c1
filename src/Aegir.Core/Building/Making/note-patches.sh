# Keeps which patches were applied, and copies of those that came from this machine: FOLDER (ADDRESS COPY-OF NAME)…
set -eu
umask 022
folder=$1
shift
{
    echo "These patches were applied when the platform was built:"
    echo
} >"$folder/PATCHES.txt"
while [ $# -gt 0 ]; do
    printf -- '- %s\n' "$1" >>"$folder/PATCHES.txt"
    if [ -n "$2" ] && [ ! -e "$folder/$3" ]; then cp -- "$2" "$folder/$3"; fi
    shift 3
done
