# Refuses a tree with devices, pipes, sockets or links that lead out of it: FOLDER
set -eu
root=$(readlink -f -- "$1")
odd=$(find "$root" ! -type f ! -type d ! -type l -print | head -n 1)
[ -z "$odd" ] || { echo "${odd#"$root"/} is neither a file nor a folder nor a link" >&2; exit 67; }
find "$root" -type l -exec sh -c '
    root=$1
    shift
    for link; do
        case $(readlink -- "$link") in /*) echo "${link#"$root"/}" ;; *)
            case $(readlink -m -- "$link") in "$root" | "$root"/*) ;; *) echo "${link#"$root"/}" ;; esac ;;
        esac
    done' sh "$root" {} + | head -n 1 | {
    read -r link || exit 0
    echo "the link $link leads out of it" >&2
    exit 67
}
# Nothing runs as another user, and its owner can delete all of it again.
find "$root" ! -type l \( -perm /6000 -o ! -perm -0600 -o -type d ! -perm -0700 \) -exec chmod u+rwX,ug-s {} +
