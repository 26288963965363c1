# Packs a backup (aegir-spec 2.5: the contents of the site's folder without a folder above them, and the dump).
# $1 the site's folder, $2 the folder with the dump and the settings file as it was, $3 the archive. May run twice.
set -eu
umask 077
[ -e "$3" ] && { stat -c %s "$3"; exit 0; }
[ -e "$3.part" ] && rm -f -- "$3.part"
tar -cf - -C "$1" --exclude=./files --exclude=./private --exclude=./settings.php --exclude='./.aegir-*' --exclude='./.ht.*sqlite*' . \
    -C "$2" . | gzip -1 >"$3.part"
gzip -t "$3.part"
mv -T -- "$3.part" "$3"
rm -rf -- "$2"
stat -c %s "$3"
