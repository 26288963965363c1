# Copies a folder: SOURCE TARGET LEAVE-OUT-SITES
set -eu
umask 022
source=$1 target=$2 platform=$3
[ -d "$source" ] || { echo "there is no folder $source" >&2; exit 66; }
cd -- "$source"
set --
if [ -n "$platform" ]; then
    # Sites are not copied: two folders would use one database.
    for settings in sites/*/settings.php */sites/*/settings.php; do
        [ -f "$settings" ] || continue
        site=${settings%/settings.php}
        case $site in
        */default | default) set -- "$@" --exclude="./$settings" --exclude="./$site/files" --exclude="./$site/private" ;;
        *) [ -L "$site" ] || set -- "$@" --exclude="./$site" ;;
        esac
    done
fi
mkdir -- "$target"
tar --anchored --no-wildcards "$@" -cf - . | tar -C "$target" --no-same-owner -xf -
