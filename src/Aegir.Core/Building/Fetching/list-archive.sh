# Prints what kind of file it is (tar, zip or file), and what is in it: FILE
set -eu
export LC_ALL=C TZ=UTC
magic=$(od -An -tx1 -N4 -- "$1" | tr -d ' \n')
if [ "$magic" = 504b0304 ]; then
    echo zip
    unzip -Zs -- "$1"
    exit 0
fi
case $magic in
1f8b* | 425a68* | fd377a58 | 28b52ffd) packed=y ;;
*) packed= ;;
esac
if [ -n "$packed" ] || [ "$(od -An -c -j257 -N5 -- "$1" 2>/dev/null | tr -d ' \n')" = ustar ]; then
    if names=$(tar -tf "$1" 2>&1 >/dev/null); then
        echo tar
        tar --numeric-owner --quoting-style=escape --full-time -tvf "$1"
        exit 0
    fi
    # A packed file that is not an archive, such as a dump; but a broken one is no file to use.
    case $names in *"does not look like a tar archive"* | *"not look like"*) ;; *) echo "$names" >&2; exit 68 ;; esac
fi
echo file
