# Makes a folder that nobody else may enter ($1), for a dump.
set -eu
umask 077
mkdir -p "$1"
