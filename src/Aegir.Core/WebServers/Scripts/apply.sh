# Changes files of the web server's configuration, and takes them back where its own test fails. Standard input, a tar in base64: base/
# and change/, trees below the server's folder of configuration; remove, a list of patterns; stamp, the host that tells which
# configuration is in force. $1 all: files of base/ are renewed, else only made where they are missing; $2 where PHP-FPM answers, empty
# for the newest socket; $3 the site, empty for none; $4 the key of its certificate, empty for none; $5 own: a self-signed one, gone: none
# any more; $6 the docroot whose .htaccess takes the place of a line @HTACCESS@; then the web server's command.
# Prints same, pending (the same, but not reloaded yet) or changed.
whole=$1 fpm=$2 site=$3 key=$4 own=$5 docroot=$6
shift 6
if [ $# = 0 ]; then
    set -- "$(program)"
    [ "$(id -u)" = 0 ] || set -- sudo -n "$@"
fi
command -v "$1" >/dev/null || fail 80 "$1"

folders() {
    for folder in "$config" "$base" "$config/includes"; do
        [ -d "$folder" ] || (umask 066; mkdir -p -- "$folder")
        [ "$whole" != all ] || chmod 711 -- "$folder"
    done
    [ -d "$config/letsencrypt.d/well-known/acme-challenge" ] || (umask 022; mkdir -p -- "$config/letsencrypt.d/well-known/acme-challenge")
    for folder in "$config/ssl.d" "$base/ssl.d" "$base/$app"; do
        mkdir -p -- "$folder"
        chmod 700 -- "$folder"
    done
    for folder in pre.d platform.d vhost.d subdir.d post.d; do
        mkdir -p -- "$base/$app/$folder"
        chmod 700 -- "$base/$app/$folder"
    done
}

# The newest version's socket.
socket() {
    find -L /run/php -maxdepth 1 -type s -name '*.sock' 2>/dev/null | sort -V | tail -n 1
}

fill_in() {
    if grep -rqF @PHP_FPM@ "$new"; then
        [ -n "$fpm" ] || fpm=$(socket)
        case $app:$fpm in
        *:) fail 87 /run/php ;;
        nginx:/*) address=unix:$fpm ;;
        nginx:*) address=$fpm ;;
        *:/*) address="proxy:unix:$fpm|fcgi://localhost" ;;
        *) address=proxy:fcgi://$fpm ;;
        esac
        grep -rlF @PHP_FPM@ "$new" | while read -r file; do sed -i "s,@PHP_FPM@,$address," "$file"; done
    fi
    if [ ! -s /proc/net/if_inet6 ]; then
        find "$new" -name '*.conf' -exec sed -i '/ #ipv6$/d' {} +
    fi
    [ -n "$docroot" ] || return 0
    find "$new/$app/platform.d" -type f | while read -r file; do
        HTACCESS=$docroot/.htaccess awk '$0 != "@HTACCESS@" { print; next } { while ((getline line < ENVIRON["HTACCESS"]) > 0) print line }' \
            "$file" >"$file.part"
        mv -- "$file.part" "$file"
    done
}

# The files that differ go into the list, the others away.
compare() {
    (cd "$new" && find . -type f) | sort | while read -r path; do
        path=${path#./}
        if [ ! -e "$base/$path" ]; then
            echo "+ $path"
        elif ! cmp -s "$new/$path" "$base/$path"; then
            echo "= $path"
        else
            chmod 600 -- "$base/$path"
            rm -f -- "$new/$path"
        fi
    done
    while read -r pattern; do
        for file in "$base"/$pattern; do
            path=${file#"$base"/}
            if [ -f "$file" ] && [ ! -f "$work/in/change/$path" ]; then
                echo "= $path"
            fi
        done
    done <"$work/in/remove"
}

put_in_place() {
    rm -rf -- "$work/old.part"
    while read -r mark path; do
        if [ "$mark" = = ]; then
            mkdir -p -- "$work/old.part/${path%/*}"
            cp -p -- "$base/$path" "$work/old.part/$path"
        fi
    done <"$work/list"
    mkdir -p "$work/old.part"
    cp -- "$work/list" "$work/old.part/.list"
    mv -- "$work/old.part" "$work/old"
    while read -r mark path; do
        if [ -f "$new/$path" ]; then
            [ "${path%/*}" = "$path" ] || mkdir -p -- "$base/${path%/*}"
            mv -f -- "$new/$path" "$base/$path"
        else
            rm -f -- "$base/$path"
        fi
    done <"$work/list"
    if [ "$(readlink -- "$link" || true)" != "${base##*/}/$app.conf" ]; then
        ln -sfn -- "${base##*/}/$app.conf" "$link.part"
        mv -fT -- "$link.part" "$link"
    fi
}

folders
lock
heal
[ -L "$link" ] || [ ! -e "$link" ] || fail 81 "$link is there and is no link"
rm -rf -- "$work/in" "$new"
mkdir -p -- "$work/in/base" "$work/in/change" "$new/$app/platform.d"
base64 -d | tar -xzf - --no-same-owner -C "$work/in"
if [ "$whole" != all ]; then
    (cd "$work/in/base" && find . -type f) | while read -r path; do
        [ ! -e "$base/$path" ] || rm -f -- "$work/in/base/$path"
    done
fi
cp -R -- "$work/in/base/." "$work/in/change/." "$new/"
if [ "$whole" = all ] || [ ! -e "$base/ssl.d/_default/fullchain.crt" ]; then
    certificate _default _default own default.invalid
fi
[ -z "$key" ] || certificate "$key" "$site" "$own"
[ -z "$site" ] || unused "$site" "$key" >>"$work/in/remove"
fill_in
compare >"$work/list"
if [ ! -s "$work/list" ]; then
    [ "$(stamp)" = "$(loaded)" ] && echo same || echo pending
    exit 0
fi
number=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
sed "s/@STAMP@/$number/g" "$work/in/stamp" >"$new/$app/stamp.conf"
if [ -e "$base/$app/stamp.conf" ]; then mark='='; else mark='+'; fi
echo "$mark $app/stamp.conf" >>"$work/list"
put_in_place
if ! words=$("$@" -t 2>&1 9>&-); then
    restore
    close
    "$@" -t >/dev/null 2>&1 9>&- || fail 82 "$words"
    fail 81 "$words"
fi
close
find "$base/ssl.d" -mindepth 1 -type d -empty -delete
[ "$own" != gone ] || [ ! -f "$config/ssl.d/$site/self-signed" ] || rm -rf -- "$config/ssl.d/$site"
echo changed
