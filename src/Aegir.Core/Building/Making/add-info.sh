# Adds to the info files of a checkout what a packaged release says in them: FOLDER PROJECT VERSION CORE TIME
# A file that says it already is left alone.
set -eu
project=$2 version=$3 core=$4 time=$5
find "$1" -type f \( -name '*.info' -o -name '*.info.yml' \) ! -path '*/.git/*' ! -path '*/tests/*' -exec sh -c '
    project=$1 version=$2 core=$3 time=$4
    shift 4
    for file; do
        case $file in
        *.yml)
            add() { grep -q "^$1 *:" "$file" || printf "%s: %s%s%s\n" "$1" "$3" "$2" "$3" >>"$file"; }
            quote="'\''" ;;
        *)
            add() { grep -q "^ *$1 *=" "$file" || printf "%s = \"%s\"\n" "$1" "$2" >>"$file"; }
            quote= ;;
        esac
        [ -z "$(tail -c 1 "$file")" ] || echo >>"$file"
        add version "$version" "$quote"
        [ -n "$quote" ] || add core "$core" ""
        add project "$project" "$quote"
        add datestamp "$time" "$quote"
    done' sh "$project" "$version" "$core" "$time" {} +
