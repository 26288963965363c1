# Dumps a database into a new file that only its owner may read. $1: the database, as a connection string; $2: the file.
file=$2
umask 077
(set -C; : >"$file") 2>/dev/null || exit 73
# Nothing in it is tied to the user or the disk of this database; a comment on the database itself is no part of it.
if ! pg_dump --dbname="$1" --no-password --format=plain --encoding=UTF8 --lock-wait-timeout=60s --no-owner --no-privileges \
    --no-tablespaces --no-security-labels --no-publications --no-subscriptions >>"$file"; then
    rm -f -- "$file"
    exit 1
fi
# Releases of 2025 and later write one more line after it.
if ! tail -n 12 -- "$file" | grep -qxF -e '-- PostgreSQL database dump complete'; then
    rm -f -- "$file"
    exit 65
fi
wc -c <"$file"
