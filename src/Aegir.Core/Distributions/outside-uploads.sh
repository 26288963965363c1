# Says of folders of uploads outside of a site's own what becomes of them when the site goes to another platform of the machine. $1 the old docroot,
# $2 the old platform's project root, $3 the new docroot, then the folders as the site's settings have them.
# Prints for each "lost" where the new side would look into another one, "tied" where it belongs to the old platform, "well" otherwise.
set -u
old=$1 project=$(readlink -f -- "$2") new=$3
shift 3
for path; do
    case $path in
        /*) from=$path to=$path ;;
        *) from=$old/$path to=$new/$path ;;
    esac
    real=$(readlink -f -- "$from") || real=
    if [ ! -e "$from" ]; then
        echo well
    elif [ "$real" != "$(readlink -f -- "$to")" ]; then
        echo lost
    else
        case $real/ in "$project"/*) echo tied ;; *) echo well ;; esac
    fi
done
