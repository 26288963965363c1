# Looks at a platform's code on one machine. Parameters: project root, docroot below it ("" where they are one), what, and names that are
# no code. what: "look"; "settle" sees to the modes; "end" does both after a push.
# Prints key=value lines: state (missing, empty, begun, drupal, foreign), sites (closed where nothing can be added), site, print, coarse. A
# print is the same on two machines whose files are: names, sizes, modes and times; folders of sites do not count. The coarse one counts whole
# seconds, for disks that know no others.
set -u
export LC_ALL=C
project=$1 web=$2 what=$3
shift 3
docroot=$project${web:+/$web}

if [ ! -e "$project" ]; then state=missing
elif [ ! -d "$project" ]; then state=foreign
elif [ -e "$project/.aegir-copying" ]; then state=begun
elif [ -f "$docroot/core/lib/Drupal.php" ] || [ -f "$docroot/includes/bootstrap.inc" ]; then state=drupal
elif [ -r "$project" ] && [ ! "$(ls -A "$project")" ]; then state=empty
else state=foreign
fi
echo "state=$state"
[ $state = drupal ] || [ $state = begun ] || exit 0

# Web servers have accounts of their own (aegir-spec 2.13).
[ "$what" = look ] || for folder in "$project" "$docroot" "$docroot/sites"; do
    [ ! -d "$folder" ] || [ ! "$(find "$folder" -maxdepth 0 \( ! -perm -755 -o -perm -002 \))" ] || chmod u+rwx,go+rx,o-w "$folder"
done
if [ -d "$docroot/sites" ]; then
    [ -w "$docroot/sites" ] || echo sites=closed
    for site in "$docroot"/sites/*; do
        [ ! -d "$site" ] || [ -L "$site" ] || [ ! -f "$site/settings.php" ] || echo "site=${site##*/}"
    done
fi
[ "$what" != settle ] || exit 0

left=$#
while [ $left -gt 0 ]; do
    set -- "$@" -o -name "$1"
    shift
    left=$((left - 1))
done
files() {
    find "$@" -type d -printf 'd %P\n' -o -type l -printf 'l %l %P\n' -o -printf '%m %s %T@ %P\n'
}
sites=$(printf %s "./${web:+$web/}sites" | sed 's/[][*?\\]/\\&/g')
list=$({
    cd "$project" && files . -mindepth 1 \( -name '.~tmp~' -o -name .aegir-copying "$@" \) -prune -o -path "$sites" -prune -o
    # Of sites/, what belongs to the code.
    cd "$docroot/sites" && {
        [ ! -d all ] || files all \( -name '.~tmp~' "$@" \) -prune -o
        find . -maxdepth 1 \( -name README.txt -o -name 'example.*' -o -name development.services.yml \) -type f -printf '%m %s %T@ %P\n'
        [ ! -d default ] || find default -maxdepth 1 -name 'default.*' -type f -printf '%m %s %T@ %P\n'
    }
} | sort)
sum() { sha256sum | cut -d' ' -f1; }
printf 'print=%s\ncoarse=%s\n' "$(printf '%s\n' "$list" | sum)" "$(printf '%s\n' "$list" | sed 's/^\([0-9]* [0-9]* [0-9]*\)\.[0-9]*/\1/' | sum)"
