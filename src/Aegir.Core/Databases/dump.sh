# Dumps a database into a new file that only its owner may read. $1: the database; $2: the file.
database=$1
file=$2
dump=$(command -v mariadb-dump || command -v mysqldump) || exit 69
umask 077
(set -C; : >"$file") 2>/dev/null || exit 73

set -- --single-transaction --quick --no-autocommit --routines --triggers --hex-blob --no-tablespaces \
    --default-character-set=utf8mb4 --max-allowed-packet=1G --ignore-table="$database.aegir_task_mark"
case $("$dump" --version) in
    *MariaDB*) ;;
    # Oracle's program would ask a MariaDB server for tables it has not, and mark the dump as a replica's.
    *) set -- "$@" --column-statistics=0 --set-gtid-purged=OFF ;;
esac

# MySQL rejects the sandbox line, and a definer is an account that the new database may not have. Data never starts a line so.
code=$(
    {
        { "$dump" --defaults-extra-file="$options" "$@" -- "$database" || echo $? >&3; } |
            LC_ALL=C sed -E \
                -e '1{/^\/\*M?!999999/d;}' \
                -e 's/^(\/\*!50013) DEFINER=(`[^`]*`)+@(`[^`]*`)+ /\1 /' \
                -e 's/^(\/\*![0-9]+ CREATE\*\/ \/\*![0-9]+) DEFINER=(`[^`]*`)+@(`[^`]*`)+ *\*\//\1 *\//' \
                -e 's/^(\/\*![0-9]+ )?CREATE( OR REPLACE)? DEFINER=(`[^`]*`)+@(`[^`]*`)+ /\1CREATE\2 /' >>"$file" || echo 74 >&3
    } 3>&1 1>&2
)
if [ -n "$code" ]; then
    rm -f -- "$file"
    [ "$code" = 74 ] && exit 74
    exit 1
fi
# A dump that was cut short can look like any other, but for its last line.
case $(tail -n 1 -- "$file") in
    '-- Dump completed'*) ;;
    *) rm -f -- "$file"; exit 65 ;;
esac
wc -c <"$file"
