# What a move must know of the disks of one machine; what is empty is on another. $1 the site's folder, $2 the new side's docroot, $3 the
# folder's name below its sites/, $4 the backup folder, $5 "uploads" where those are copied.
# Prints key=value lines; sizes and free space in KiB.
free() { df -Pk "$1" | awk 'NR == 2 { print $4 }'; }
if [ -n "$1" ]; then
    [ -w "${1%/*}" ] || echo readonly="${1%/*}"
    echo "code=$(du -sk --exclude="$1/files" --exclude="$1/private" "$1" 2>/dev/null | cut -f1)"
    [ "$5" != uploads ] || echo "uploads=$(du -skLc "$1/files" "$1/private" 2>/dev/null | tail -1 | cut -f1)"
fi
if [ -n "$2" ]; then
    new=$2/sites/$3
    [ -e "$new/settings.php" ] || [ -e "$new/files" ] && echo taken=1
    [ -w "$2/sites" ] || echo readonly="$2/sites"
    echo "free_target=$(free "$2/sites")"
fi
if [ -n "$4" ]; then
    backups=$4
    while [ ! -d "$backups" ]; do backups=$(dirname "$backups"); done
    [ -w "$backups" ] || echo readonly="$backups"
    echo "free_backups=$(free "$backups")"
fi
