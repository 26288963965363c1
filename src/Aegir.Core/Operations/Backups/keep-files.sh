# Writes files that only their owner may read into the folder $1, which is made: a line each on standard input, name and text in base64.
set -eu
umask 077
mkdir -p "$1"
while read -r name text; do
    printf %s "$text" | base64 -d >"$1/$name"
done
