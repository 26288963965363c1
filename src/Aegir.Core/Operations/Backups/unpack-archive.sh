# Unpacks a site's archive that was checked. $1 the archive, $2 gzip, bzip2 or none; $3 a folder that is made, and that nobody else may enter:
# the site comes to lie in site/ below it, its dump beside that. What a killed run left there is replaced.
set -eu
umask 077
rm -rf -- "$3"
mkdir -p "$3/site"
case $2 in
    gzip) set -- "$1" -z "$3" ;;
    bzip2) set -- "$1" -j "$3" ;;
    none) set -- "$1" --no-auto-compress "$3" ;;
esac
tar -x "$2" -p -f "$1" -C "$3/site"
chmod u+rwx "$3/site"
for dump in database.sql database.sqlite; do
    [ ! -f "$3/site/$dump" ] || mv -T -- "$3/site/$dump" "$3/$dump"
done
