# What every script for PostgreSQL starts with. $1: a service file whose section [aegir] has an account that may create databases and roles.
set -eu
service=$1
shift
# Neither the environment nor the files of the user who runs us say who we are.
HOME=/nonexistent LC_ALL=C
export HOME LC_ALL
for name in $(env | sed -n 's/^\(PG[A-Z]*\)=.*/\1/p'); do unset "$name"; done
[ -f "$service" ] && [ -r "$service" ] || exit 66
# It holds a password, and no program of PostgreSQL minds who reads it.
case $(stat -Lc %a -- "$service") in *00) ;; *) exit 67 ;; esac
command -v psql >/dev/null && command -v pg_dump >/dev/null || exit 69
PGSERVICEFILE=$service PGSERVICE=aegir PGDATABASE=postgres PGCONNECT_TIMEOUT=10 PGCLIENTENCODING=UTF8 PGAPPNAME=aegir
export PGSERVICEFILE PGSERVICE PGDATABASE PGCONNECT_TIMEOUT PGCLIENTENCODING PGAPPNAME
sql() {
    psql --no-psqlrc --quiet --no-align --tuples-only --no-password --set=ON_ERROR_STOP=1 --set=VERBOSITY=verbose "$@"
}
