# Reads a Drupal code base in one round trip. Parameters: path, "read" or "fingerprint".
# Prints key=value records, each ended by NUL, and an empty one; with "read" a tar of the files that packages are read from; and the list of them
# (size, mtime, ctime, path) between two NULs. Needs GNU find and tar.
export LC_ALL=C
say() { printf '%s=%s\0' "$1" "$2"; }
stop() { say state "$1"; say at "$2"; printf '\0'; exit 0; }

above=$1
while [ ! -e "$above" ]; do above=${above%/*}; above=${above:-/}; done
if [ "$above" != "$1" ]; then
    [ -x "$above" ] || stop unreadable "$above"
    stop missing "$1"
fi
[ -d "$1" ] || stop missing "$1"
[ -r "$1" ] && cd -- "$1" || stop unreadable "$1"

is_drupal() { [ -f "$1/core/lib/Drupal.php" ] || [ -f "$1/includes/bootstrap.inc" ]; }
web=
[ -f composer.json ] && web=$(tr '\n' ' ' <composer.json |
    sed -n 's/.*"web-root"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' | sed 's#\\/#/#g')
for docroot in . ${web:+"$web"} web docroot html public; do
    for part in "" /core /core/lib /includes; do
        [ ! -d "./$docroot$part" ] || [ -x "./$docroot$part" ] || stop unreadable "$PWD/$docroot$part"
    done
    is_drupal "./$docroot" && break
done
is_drupal "./$docroot" || stop foreign "$PWD"
[ -r "./$docroot" ] && cd "./$docroot" || stop unreadable "$PWD/$docroot"
docroot=$PWD
mode=$2

# The composer project: the docroot, the folder above it, or two above where its composer.json names a web root.
project=$docroot
up=$docroot
for level in 0 1 2; do
    if [ -f "$up/composer.json" ] && [ -d "$up/vendor" ]; then
        [ $level = 2 ] && ! grep -q '"web-root"' "$up/composer.json" && break
        project=${up:-/}
        break
    fi
    [ "$up" ] || break
    up=${up%/*}
done

set --
for kind in modules themes profiles; do
    for root in "core/$kind" "$kind" "sites/all/$kind"; do
        [ -d "$root" ] && set -- "$@" "$root"
    done
done
for site in sites/*; do
    [ -d "$site" ] && [ ! -L "$site" ] && [ "$site" != sites/all ] || continue
    [ -f "$site/settings.php" ] && say site "${site#sites/}"
    for root in "$site/modules" "$site/themes" "$site/profiles"; do
        [ -d "$root" ] && set -- "$@" "$root"
    done
done

# Links are followed, as Drupal does; find leaves a loop by itself. Folders that Drupal does not look into are left out.
line='%s %T@ %C@ %p\n'
newline='*
*'
if [ -f core/lib/Drupal.php ]; then
    layout=8
    core="core/lib/Drupal.php core/includes/bootstrap.inc"
    packages() {
        find -L "$@" -maxdepth 15 -type d \( -name '.?*' -o -name src -o -name lib -o -name vendor -o -name assets -o -name css \
            -o -name files -o -name images -o -name js -o -name misc -o -name templates -o -name includes -o -name fixtures \
            -o -name Drupal -o -name tests -o -name node_modules -o -name bower_components \
            -o -name config ! -path '*modules/config' \) -prune \
            -o -type f \( -name '*.info.yml' -o -name '*.install' \) ! -path "$newline" -printf "$line" -size -1000000c -fprint0 "$tar"
    }
else
    layout=7
    core="includes/bootstrap.inc"
    grep -q "define('VERSION'" includes/bootstrap.inc || core="$core modules/system/system.module modules/system.module"
    packages() {
        find -L "$@" -maxdepth 15 -type d \( -name '.?*' -o -name CVS -o -name tests -o -name vendor \
            -o -name node_modules -o -name bower_components \) -prune \
            -o -type f \( -name '*.info' -o -name '*.install' -o -name '*.profile' \) ! -path "$newline" -printf "$line" -size -1000000c -fprint0 "$tar"
    }
fi
for file in $core; do
    [ ! -f "$file" ] || [ -r "$file" ] || stop unreadable "$docroot/$file"
done
list() {
    # One that was killed has not listed all, as where tar ended before it.
    [ $# = 0 ] || packages "$@" || [ $? -lt 128 ] || return 1
    set --
    for file in $core "$project/vendor/composer/installed.json"; do
        [ ! -f "$file" ] || set -- "$@" "$file"
    done
    find -L "$@" -maxdepth 0 -printf "$line" -size -100000000c -fprint0 "$tar"
}

say state ok
say docroot "$docroot"
if [ "$mode" != read ]; then
    tar=/dev/null
    printf '\0'
    listed=$(list "$@")
else
    say project "$project"
    say layout $layout
    [ -f sites/sites.php ] && say sitesphp 1
    for drush in "$project/vendor/bin/drush" "$docroot/vendor/bin/drush" "$project/vendor/drush/drush/drush"; do
        [ -f "$drush" ] && say drush "$drush" && break
    done
    printf '\0'
    # tar reads the first files while find still looks for the last. What is larger than six digits is no info file.
    tar=/dev/fd/5
    exec 3>&1
    listed=$({
        list "$@" 5>&1 >&4 | tar -c -P -h --hard-dereference --ignore-failed-read --null --no-recursion -T - -f - >&3
    } 4>&1)
    # With 1 and 2 it says that it could not read some file; else it broke off, and so did find.
    [ $? -le 2 ] || exit 4
fi
# The core's own file is always among them, at the end; without it, find came to nothing or is not the one we know.
case $listed in *" ${core%% *}"*) ;; *) exit 3 ;; esac
printf '\0%s\0' "$listed"
