# Makes the folder that PHP keeps compiled code in; prints it, or nothing where this PHP cannot. $1 the folder of such folders, $2 what tells the
# states of the code apart, $3 the PHP, $4 the docroot.
umask 077
case $1 in *:*) exit 0 ;; esac
cache=$1/$2
mkdir -p -- "$cache/code" && touch -- "$cache" || exit 0
# What was not used for a week is of a platform that is complete, gone or another by now.
find "$1" -mindepth 1 -maxdepth 1 -type d -mtime +7 -exec rm -rf -- {} +
put() {
    [ -e "$cache/$1" ] && return
    printf '%s\n' "$2" >"$cache/.$1.$$" && mv -f -- "$cache/.$1.$$" "$cache/$1"
}
# Settings hold passwords: wherever they lie, they are not kept. Nor is what a site brings, or makes as it runs.
real=$(cd -- "$4" && pwd -P) || exit 0
put left-out "$real/sites/
/**settings
/**local.inc" || exit 0
# A file that is not as it was, by its time, is compiled anew.
put code-cache.ini 'opcache.enable=1
opcache.enable_cli=1
opcache.file_cache=${AEGIR_CODE_CACHE}/code
opcache.file_cache_only=1
opcache.file_cache_consistency_checks=1
opcache.blacklist_filename=${AEGIR_CODE_CACHE}/left-out
opcache.validate_timestamps=1
opcache.revalidate_freq=0
opcache.save_comments=1
opcache.file_update_protection=2
opcache.preload=' || exit 0
AEGIR_CODE_CACHE=$cache PHP_INI_SCAN_DIR="${PHP_INI_SCAN_DIR-}:$cache" "$3" -r '
    $where = getenv("AEGIR_CODE_CACHE");
    echo extension_loaded("Zend OPcache") && ini_get("opcache.file_cache") === "$where/code" ? "$where\n" . getenv("PHP_INI_SCAN_DIR") : "";' 2>/dev/null
exit 0
