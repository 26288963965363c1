# Finds folders that several machines share. Parameters: what, a mark, folders. "leave" puts the mark into each folder that is there,
# "find" prints the folders in which it is found, "take" takes it away.
set -u
what=$1 mark=.aegir-shared-$2
shift 2
for folder; do
    [ -d "$folder" ] || continue
    case $what in
        leave) : >"$folder/$mark" ;;
        find) [ ! -e "$folder/$mark" ] || printf '%s\n' "$folder" ;;
        take) rm -f "$folder/$mark" ;;
    esac
done
