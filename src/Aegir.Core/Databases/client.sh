# What every script for MariaDB and MySQL starts with. $1: an option file of an account that may create databases.
set -eu
options=$1
shift
# An account of the user who runs us would win over that of the option file.
HOME=/nonexistent
export HOME
unset MYSQL_PWD MYSQL_HOST MYSQL_TCP_PORT MYSQL_UNIX_PORT || true
[ -f "$options" ] && [ -r "$options" ] || exit 66
# It holds a password, and no program of MariaDB minds who reads it.
case $(stat -Lc %a -- "$options") in *00) ;; *) exit 67 ;; esac
client=$(command -v mariadb || command -v mysql) || exit 69
sql() {
    "$client" --defaults-extra-file="$options" --batch --skip-column-names --binary-mode \
        --default-character-set=utf8mb4 --connect-timeout=10 --max-allowed-packet=1G "$@"
}
