# Says of folders of uploads outside of a site's own whether the site finds them from another platform of the machine. $1 and $2 the old docroot and
# project root, $3 and $4 the new ones, then the folders as the site's settings have them. Prints "lost" or "well" for each.
# What belongs to the old platform is lost with it; and settings that name a path below it may have made that of the place they are in.
set -u
old=$1 project=$2 new=$3 newproject=$4
shift 4
home=$(readlink -f -- "$project")
for path; do
    case $path in /*) from=$(realpath -ms -- "$path") ;; *) from=$old/$path ;; esac
    case $path/$from/ in
        /*//"$old"/*) to=$new${from#"$old"} ;;
        /*//"$project"/*) to=$newproject${from#"$project"} ;;
        /*) to=$from ;;
        *) to=$new/$path ;;
    esac
    real=$(readlink -f -- "$from") || real=
    case $real/ in
        /) echo well ;;
        "$home"/*) [ ! -e "$real" ] && echo well || echo lost ;;
        *) [ ! -e "$real" ] || [ "$real" = "$(readlink -f -- "$to")" ] && echo well || echo lost ;;
    esac
done
