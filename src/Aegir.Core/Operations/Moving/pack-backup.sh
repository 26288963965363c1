# Packs a backup (aegir-spec 2.5: the contents of the site's folder without a folder above them, and the dump).
# $1 the site's folder, $2 the folder with the dump and the settings file as it was, $3 the archive, $4 a folder to delete when it is done
# (empty for none). Prints its size. May run twice.
set -eu
umask 077
if [ -d "$2" ] && [ ! -e "$2/.packed" ]; then
    rm -f -- "$3.part"
    tar --use-compress-program='gzip -1' -cf "$3.part" --exclude=./files --exclude=./private --exclude='./.aegir-*' \
        --exclude='./.ht.*sqlite*' -C "$2" . -C "$1" --exclude=./settings.php .
    gzip -t "$3.part"
    : >"$2/.packed"
fi
if [ -e "$3.part" ]; then
    mv -T -- "$3.part" "$3"
fi
rm -rf -- "$2"
[ -z "$4" ] || rm -rf -- "$4"
stat -c %s "$3"
