# Reloads the web server where its configuration changed since the last time, and waits until the new one is in force. $1 PHP, $2 what
# asks the web server for its stamp, $3 where it answers; then its command. Prints same or reloaded.
php=$1 ask=$2 url=$3
shift 3
if [ $# = 0 ]; then
    set -- "$(program)"
    [ "$(id -u)" = 0 ] || set -- sudo -n "$@"
fi
[ -d "$base/$app" ] || { echo same; exit 0; }
command -v "$1" >/dev/null || fail 80 "$1"
lock
heal
wanted=$(stamp)
if [ "$wanted" = "$(loaded)" ]; then
    echo same
    exit 0
fi
words=$("$@" -t 2>&1 9>&-) || fail 82 "$words"
if [ "$app" = nginx ]; then
    words=$("$@" -s reload 2>&1 9>&-) || fail 85 "$words"
else
    # A graceful restart would start what is not running.
    pid=$("$@" -t -D DUMP_RUN_CFG 2>/dev/null 9>&- | sed -n 's/^PidFile: "\(.*\)"$/\1/p')
    [ -z "$pid" ] || { [ -s "$pid" ] && [ -d "/proc/$(cat "$pid")" ]; } || fail 85 "it is not running"
    words=$("$@" -k graceful 2>&1 9>&-) || fail 85 "$words"
fi
"$php" -n -r "$ask" -- "$url" "$wanted" 9>&- || fail 86 "$link"
printf '%s\n' "$wanted" >"$work/loaded.part"
mv -f -- "$work/loaded.part" "$work/loaded"
echo reloaded
