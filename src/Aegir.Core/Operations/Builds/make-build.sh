# Makes the folder that a platform is built in: FOLDER MARK PATH-OF-PLATFORM
set -eu
umask 022
[ -z "$3" ] || { [ ! -e "$3" ] && [ ! -L "$3" ]; } || { echo "$3" >&2; exit 73; }
mkdir -p -- "${1%/*}"
mkdir -- "$1"
printf '%s' "$2" >"$1/.aegir-build"
mkdir -- "$1/work"
