# Reads a dump into a database that holds nothing yet, as its own user, all or nothing. $1: the file; $2: the database, as a connection
# string; $3: SQL that counts its tables; $4: a random word. Standard input: user, password and dbname for a service file.
[ -f "$1" ] && [ -r "$1" ] || exit 72
tail -n 12 -- "$1" | grep -qxF -e '-- PostgreSQL database dump complete' || exit 65
# Tables of a later release would survive an import over the top.
[ "$(printf '%s' "$3" | sql --dbname="$2" --file=-)" = 0 ] || exit 75

# Beside the dump, so that it goes with it where we are killed.
login=$(mktemp "$1.login-XXXXXX")
trap 'rm -f -- "$login"' EXIT
trap 'exit 1' HUP INT TERM
{
    echo '[aegir]'
    # Who uses a socket is known by his account on this machine; a site has none and uses the network.
    printf '\\echo :HOST\n\\echo :PORT\n' | sql --file=- | sed '1{s/^/host=/;s/^host=\/.*/host=localhost/;};2s/^/port=/'
    cat
    awk '/^[ \t]*\[/ { inside = $0 ~ /^[ \t]*\[aegir\]/; next }
        inside && !/^[ \t]*(#|$|(host|hostaddr|port|dbname|user|password|passfile|service|options)=)/' "$service"
} >"$login"
PGSERVICEFILE=$login

# Without it, older programs of the pair would let a name in the dump start a command of psql.
restrict=
! psql --help=commands | grep -qF '\restrict' || restrict="\\restrict $4"
# A comment on an extension is its owner's only; the time limit is unknown to servers before 17. Data is passed on as it is.
code=$(
    {
        {
            printf '%s\nBEGIN;\n' "$restrict"
            LC_ALL=C awk '
                data { print; if ($0 == "\\.") data = 0; next }
                /^COPY .* FROM stdin;$/ { data = 1 }
                /^\\(un)?restrict / || /^COMMENT ON EXTENSION / || /^SET transaction_timeout = / { next }
                { print }' "$1" && echo 'COMMIT;' || echo $? >&3
        } | sql --file=- >/dev/null || echo $? >&3
    } 3>&1 1>&2
)
[ -z "$code" ] || exit 1
