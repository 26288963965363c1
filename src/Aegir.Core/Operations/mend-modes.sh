# Gives a site's folder the owners and modes of aegir-spec 2.13; writes nothing where nothing changes, and follows no link.
# $1 the folder, $2 the web server's group, $3 the major version of Drupal.
# Prints "mended PATH" for what it changed, "foreign PATH" for what belongs to others and is not as it should be, and "shut out USER" where nothing of
# what the web server reads was changed, as that user could not any more.
set -u
umask 077
folder=$1 group=$2 major=$3
cd "$folder" || exit 1
me=$(id -u)
# The administrator may change everybody's.
if [ "$me" = 0 ]; then own=-true; else own="-user $me"; fi
status=0

# $1 the path, $2 its mode in octal, $3 a group or nothing. Groups first: chgrp takes setgid away.
mend() {
    [ -e "$1" ] && [ ! -L "$1" ] || return 0
    set -- "$1" "$2" "$3" $(stat -c '%u %G %a' -- "$1")
    [ "$3" = "" ] || [ "$5" = "$3" ] || {
        if ! chgrp -h -- "$3" "$1" 2>/dev/null; then foreign "$1" "$4"; return 0; fi
        set -- "$1" "$2" "$3" "$4" "$3" changed
    }
    [ "$6" = "${2#0}" ] && return 0
    if chmod "$2" "$1" 2>/dev/null; then echo "mended $1"; else foreign "$1" "$4"; fi
}
# What we own and still cannot change is an error; what the web server's user made is told.
foreign() {
    echo "foreign $1"
    [ "$2" != "$me" ] || status=1
}
# True below a link: what is there is another folder's business.
linked() {
    while [ "${1#*/}" != "$1" ]; do
        set -- "${1%/*}"
        [ ! -L "$1" ] || return 0
    done
    return 1
}
# Whoever wrote uploads serves the site: prints the first who can read the settings now, and not as one who is in the web server's group.
shut_out() {
    [ -f settings.php ] && [ -d files ] || return 0
    set -- $(stat -c '%u %G %a' settings.php)
    find -H files -xdev -maxdepth 2 ! -uid 0 ! -uid "$me" ! -uid "$1" -printf '%u\n' | sort -u | while read -r user; do
        in=" $(id -Gn -- "$user" 2>/dev/null) "
        case $in in *" $group "*) continue ;; esac
        case $3 in
            *[4567]) ;;
            *[4567]?) case $in in *" $2 "*) ;; *) continue ;; esac ;;
            *) continue ;;
        esac
        ! id -- "$user" >/dev/null 2>&1 || { echo "$user"; break; }
    done
}
make() {
    [ -e "$1" ] || [ -L "$1" ] || { mkdir -m 0700 -- "$1" && echo "mended $1"; }
}
# $1 the path, $2 the lines of an .htaccess, which Apache reads; never written over.
guard() {
    [ -d "$1" ] && [ ! -L "$1" ] && [ ! -e "$1/.htaccess" ] && [ ! -L "$1/.htaccess" ] || return 0
    if printf '%s\n' "$2" 2>/dev/null >"$1/.htaccess" && chmod 0444 "$1/.htaccess"; then echo "mended $1/.htaccess"; fi
}

visitor=$(shut_out)
[ "$visitor" = "" ] || echo "shut out $visitor"

# Drupal takes the right to write from the folder (field note 15). A secret is shut before the folder is opened.
for file in settings.php local.settings.php; do
    [ "$visitor" != "" ] || mend "$file" 0440 "$group"
done
mend drushrc.php 0440 ""
mend . 0755 ""
for name in files private private/files private/temp private/config private/config/sync; do
    linked "$name" || make "$name"
done
for name in modules themes libraries; do
    make "$name"
done
for name in files files/tmp files/images files/pictures files/css files/js files/ctools files/imagecache files/locations files/styles \
    private private/files private/temp private/config private/config/sync; do
    if [ "$visitor" = "" ] && [ -d "$name" ] && ! linked "$name"; then mend "$name" 02770 "$group"; fi
done
# Code that lies in the site's folder; its folders keep their group for new files.
for name in modules themes libraries; do
    [ -d "$name" ] && [ ! -L "$name" ] || continue
    find "$name" -xdev -type d $own ! -perm 2775 -execdir chmod 02775 {} + -printf 'mended %p\n'
done
# Uploads are the web server's business: they only have to be its group's, so that it and we can both delete them.
for name in files private; do
    [ "$visitor" = "" ] && [ -d "$name" ] && [ ! -L "$name" ] || continue
    find "$name" -xdev -mindepth 1 $own ! -group "$group" -execdir chgrp -h -- "$group" {} + -printf 'mended %p\n'
    find "$name" -xdev -mindepth 1 -type d $own ! -perm -2070 -execdir chmod g+rwxs {} + -printf 'mended %p\n'
    find "$name" -xdev -maxdepth 1 -type f -name '.ht.*sqlite*' $own ! -perm 0660 -execdir chmod 0660 {} + -printf 'mended %p\n'
    find "$name" -xdev -mindepth 1 ! $own ! -type l \( ! -group "$group" -o -type d ! -perm -0070 \) -printf 'foreign %p\n'
done
guard files '# Uploads are handed out as they are, and never run.
Options -Indexes -ExecCGI -Includes -MultiViews
SetHandler Drupal_Security_Do_Not_Remove_See_SA_2006_006
<Files *>
  SetHandler Drupal_Security_Do_Not_Remove_See_SA_2013_003
</Files>
<IfModule mod_php.c>
  php_flag engine off
</IfModule>'
for name in private private/files private/temp private/config private/config/sync; do
    linked "$name" || guard "$name" '# Nothing here is for visitors.
<IfModule mod_authz_core.c>
  Require all denied
</IfModule>
<IfModule !mod_authz_core.c>
  Deny from all
</IfModule>'
done
exit $status
