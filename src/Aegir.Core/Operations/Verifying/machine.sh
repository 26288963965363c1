# Looks at a machine and makes the folders that Aegir keeps there. $1: its folder; $2: the group of the web server; $3: the folder of backups;
# $4: the folder of links; each empty for none; $5: programs; $6: nginx or apache, empty for neither; the rest: the command that tests and reloads
# it, none for the usual one. Prints lines of a word, a tab, and what was seen.
folder=$1 group=$2 backups=$3 root=$4 programs=$5 app=$6
shift 6
tell() { printf '%s\t%s\n' "$1" "$2"; }

tell clock "$(date +%s.%N)"
account=$(id -un)
tell account "$account"
for program in $programs; do
    command -v "$program" >/dev/null 2>&1 || tell missing "$program"
done
if [ -n "$group" ] && [ "$(id -u)" != 0 ]; then
    if ! grep -q "^$group:" /etc/group && ! getent group "$group" >/dev/null 2>&1; then
        tell nogroup "$group"
    elif ! id -Gn | tr ' ' '\n' | grep -qxF -- "$group"; then
        tell nomember "$group"
    fi
fi

# Whether the configuration is good is asked when there is a change to it; here, whether we may ask.
if [ -n "$app" ]; then
    if [ $# = 0 ]; then
        case $app in
        nginx) set -- "$(command -v nginx || echo nginx)" ;;
        *) set -- "$(command -v apache2ctl || command -v apachectl || command -v httpd || echo apache2ctl)" ;;
        esac
        [ "$(id -u)" = 0 ] || set -- sudo -n "$@"
    fi
    case $("$@" -t 2>&1) in
    *sudo:*) tell sudo "$(for word; do case $word in /*) printf %s "$word"; break ;; esac; done)" ;;
    esac
fi

# Makes a folder; one that is ours gets the mode of aegir-spec 2.13.
keep() {
    if ! why=$(umask 022; mkdir -p -- "$2" 2>&1); then
        tell folder "$(printf '%s' "$why" | tr '\n' ' ')"
    elif [ ! -w "$2" ] || [ ! -x "$2" ]; then
        tell folder "$2 may not be written by $account"
    elif [ -n "$1" ] && [ "$(stat -c %a -- "$2")" != "$1" ] && ! why=$(chmod -- "$1" "$2" 2>&1); then
        tell folder "$(printf '%s' "$why" | tr '\n' ' ')"
    fi
}
if [ -n "$folder" ]; then
    keep '' "$folder"
    keep 711 "$folder/config"
    keep 711 "$folder/clients"
    keep '' "$folder/platforms"
fi
[ -z "$backups" ] || keep 700 "$backups"
[ -z "$root" ] || keep '' "$root"
for place in "$folder" "$backups" "$root"; do
    if [ -n "$place" ] && [ -d "$place" ]; then
        tell disk "$(df -Pk -- "$place" | awk 'NR == 2 { print $4, $2 }') $place"
    fi
done
exit 0
