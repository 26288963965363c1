# Reads a dump into a database that holds nothing yet. $1: the file; $2: the database, for a client; $3: SQL that counts its tables.
# Standard input: the option file of the database's own user.
[ -f "$1" ] && [ -r "$1" ] || exit 72
case $(tail -n 1 -- "$1") in
    '-- Dump completed'*) ;;
    *) exit 65 ;;
esac
# Tables of a later release would survive an import over the top.
[ "$(printf '%s' "$3" | sql)" = 0 ] || exit 75

# Beside the dump, so that it goes with it where we are killed.
options=$(mktemp "$1.login-XXXXXX")
trap 'rm -f -- "$options"' EXIT
trap 'exit 1' HUP INT TERM
cat >"$options"

# Tables that know nothing of each other go in over several connections: most of the time is waiting for the disk after each CREATE.
# Foreign keys, views, triggers and routines ask for the order that the dump has.
if LC_ALL=C grep -qE '^DELIMITER |^ +CONSTRAINT .*FOREIGN KEY|^-- (Temporary|Final) .*view' -- "$1"; then
    sql --database="$2" <"$1"
    exit
fi
AEGIR_CLIENT=$client AEGIR_OPTIONS=$options AEGIR_DATABASE=$2
export AEGIR_CLIENT AEGIR_OPTIONS AEGIR_DATABASE
# Whoever fails says so on 3; the answer is there when all have ended. Data never starts a line so.
code=$(
    {
        LC_ALL=C awk '
            BEGIN {
                lanes = 4
                for (lane = 0; lane < lanes; lane++)
                    client[lane] = "\"$AEGIR_CLIENT\" --defaults-extra-file=\"$AEGIR_OPTIONS\" --batch --binary-mode" \
                        " --default-character-set=utf8mb4 --connect-timeout=10 --max-allowed-packet=1G" \
                        " --database=\"$AEGIR_DATABASE\" || echo $? >&3 # " lane
                lane = -1
            }
            /^-- Table structure for table `/ { lane = (lane + 1) % lanes }
            lane >= 0 { print | client[lane]; next }
            { for (all = 0; all < lanes; all++) print | client[all] }
            END { for (lane = 0; lane < lanes; lane++) close(client[lane]) }' "$1" || echo $? >&3
    } 3>&1 1>&2
)
[ -z "$code" ] || exit 1
