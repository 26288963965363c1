# Reads a dump into a database that holds nothing yet. $1: the file; $2: the database, for a client; $3: SQL that counts its tables.
[ -f "$1" ] && [ -r "$1" ] || exit 72
case $(tail -n 1 -- "$1") in
    '-- Dump completed'*) ;;
    *) exit 65 ;;
esac
# Tables of a later release would survive an import over the top.
[ "$(printf '%s' "$3" | sql)" = 0 ] || exit 75
sql --database="$2" <"$1"
