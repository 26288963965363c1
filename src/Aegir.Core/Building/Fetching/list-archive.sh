# Prints what is in a file, and on the last line what kind of file it is, tar, zip or file: FILE
set -eu
export LC_ALL=C TZ=UTC
magic=$(od -An -tx1 -N4 -- "$1" | tr -d ' \n')
if [ "$magic" = 504b0304 ]; then
    unzip -Zs -- "$1" | sed '1,2d;$d'
    echo zip
    exit 0
fi
case $magic in
1f8b* | 425a68* | fd377a58 | 28b52ffd) packed=y ;;
*) packed= ;;
esac
if [ -n "$packed" ] || [ "$(od -An -c -j257 -N5 -- "$1" 2>/dev/null | tr -d ' \n')" = ustar ]; then
    if { said=$(tar -P --numeric-owner --quoting-style=escape --full-time -tvf "$1" 2>&1 >&3); } 3>&1; then
        echo tar
        exit 0
    fi
    # A packed file that is not an archive, such as a dump; but a broken one is no file to use.
    case $said in *"not look like a tar archive"*) ;; *) echo "$said" >&2; exit 68 ;; esac
fi
echo file
