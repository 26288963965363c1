# Prints what is in a file, and on the last line what kind of file it is, tar, zip or file; or over, where the list is longer than it may be:
# FILE LINES BYTES
set -eu
export LC_ALL=C TZ=UTC
file=$1 lines=$2 bytes=$3
limit() { awk -v lines="$lines" -v bytes="$bytes" '(sum += length($0) + 1) > bytes || NR > lines { exit 3 } { print }'; }
magic=$(od -An -tx1 -N4 -- "$file" | tr -d ' \n')
if [ "$magic" = 504b0304 ]; then
    unzip -Zs -- "$file" | sed '1,2d;$d' | limit || { echo over; exit 0; }
    echo zip
    exit 0
fi
case $magic in
1f8b* | 425a68* | fd377a58 | 28b52ffd) packed=y ;;
*) packed= ;;
esac
if [ -n "$packed" ] || [ "$(od -An -c -j257 -N5 -- "$file" 2>/dev/null | tr -d ' \n')" = ustar ]; then
    exec 3>&1
    said=$({ { tar -P --numeric-owner --quoting-style=escape --full-time -tvf "$file" 2>&4 || echo "(exit code $?)" >&4; } | limit >&3 || echo "(too long)" >&4; } 4>&1 | tail -c 2000)
    case $said in
    *"(too long)"*) echo over; exit 0 ;;
    *"(exit code "*) ;;
    *) echo tar; exit 0 ;;
    esac
    # A packed file that is not an archive, such as a dump; but a broken one is no file to use.
    case $said in *"not look like a tar archive"*) ;; *) echo "$said" >&2; exit 68 ;; esac
fi
echo file
