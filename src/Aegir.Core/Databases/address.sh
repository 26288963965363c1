# Tells how the client gets to the server, as three lines: host, port and socket. An option file may include others, so the client is asked.
printf 'status\nSELECT @@port;\n' |
    "$client" --defaults-extra-file="$options" --batch --skip-column-names --connect-timeout=10 |
    awk -F '\t+' '
        /^Connection:/ && / via TCP\/IP/ { host = $2; sub(/ via TCP\/IP.*/, "", host) }
        /^TCP port:/ { port = $2 }
        /^UNIX socket:/ { socket = $2 }
        /^[0-9]+$/ { own = $1 }
        END {
            if (own == "") exit 1
            print host; print port == "" ? own : port; print host == "" ? socket : ""
        }'
