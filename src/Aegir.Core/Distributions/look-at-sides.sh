# What an upgrade must know of the disk: $1 the site's folder, $2 the target's docroot, $3 the folder's name below sites/, $4 the backup folder.
# Prints key=value lines; sizes and free space in KiB.
new=$2/sites/$3
[ -e "$new/settings.php" ] || [ -e "$new/files" ] && echo taken=1
[ -w "$2/sites" ] || echo readonly="$2/sites"
[ -w "${1%/*}" ] || echo readonly="${1%/*}"
backups=$4
while [ ! -d "$backups" ]; do backups=$(dirname "$backups"); done
[ -w "$backups" ] || echo readonly="$backups"
free() { df -Pk "$1" | awk 'NR == 2 { print $4 }'; }
echo "free_target=$(free "$2/sites")"
echo "free_backups=$(free "$backups")"
echo "code=$(du -sk --exclude="$1/files" --exclude="$1/private" "$1" 2>/dev/null | cut -f1)"
