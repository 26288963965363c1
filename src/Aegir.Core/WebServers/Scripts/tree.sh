# What every script for a web server that we configure starts with. $1: the server's folder of configuration, $2: nginx or apache.
# Exit codes: 80 no such program, 81 our change is refused, 82 refused before our change already, 83 no certificate, 84 a certificate that
# does not fit, 85 not reloaded, 86 not in force, 87 no PHP-FPM, 88 somebody else is at it.
set -eu
umask 077
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
base=$1 app=$2
shift 2
config=${base%/*}
work=$base/.$app
new=$work/new
link=$config/$app.conf

fail() {
    code=$1
    shift
    printf '%s\n' "$*" >&2
    exit "$code"
}

# The usual program.
program() {
    case $app in
    nginx) command -v nginx || echo nginx ;;
    *) command -v apache2ctl || command -v apachectl || command -v httpd || echo apache2ctl ;;
    esac
}

# One at a time on this machine; the programs we start must not keep the lock, so that they are run with 9>&-.
lock() {
    exec 9>"$base/.$app.lock"
    flock -w 300 9 || fail 88 "another process has been changing it for five minutes"
}

# The old files again. Each line of the list: + for a file that was not there, = for one that was, and its path. May run twice.
restore() {
    while read -r mark path; do
        if [ "$mark" = + ]; then
            rm -f -- "$base/$path"
        elif [ -f "$work/old/$path" ]; then
            mv -f -- "$work/old/$path" "$base/$path"
        fi
    done <"$work/old/.list"
    [ -e "$link" ] || rm -f -- "$link"
}

# The change is over, for good or bad. Its journal goes in one step, so that nobody finds half of it.
close() {
    rm -rf -- "$work/gone"
    mv -- "$work/old" "$work/gone"
    rm -rf -- "$work/gone"
}

# Whoever was killed between putting files in place and the end of their test left the journal of that.
heal() {
    mkdir -p "$work"
    rm -rf -- "$work/old.part" "$work/gone"
    [ -d "$work/old" ] || return 0
    restore
    # Somebody may have reloaded the web server meanwhile.
    rm -f -- "$work/loaded"
    close
}

stamp() {
    [ ! -f "$base/$app/stamp.conf" ] || sed -n '1s/^# //p' "$base/$app/stamp.conf"
}

loaded() {
    [ ! -f "$work/loaded" ] || cat "$work/loaded"
}
