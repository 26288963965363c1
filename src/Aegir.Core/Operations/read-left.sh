# A line for each folder: - where it is not there, else + and the mark of the move that left it, empty for none.
set -eu
for folder; do
    if [ -d "$folder" ]; then
        printf '+%s\n' "$(head -n 1 -- "$folder/.aegir-left" 2>/dev/null || true)"
    else
        echo -
    fi
done
