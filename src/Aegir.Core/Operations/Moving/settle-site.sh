# The last of a site's new folder ($1), once the move has happened. $2 the move's mark, $3 configuration that went along outside of it
# (empty for none), $4 what becomes of what made room for it: merge (the release's own sites/default), keep (the old side), drop.
# May run twice.
set -eu
new=$1 mark=$2
aside=${new%/*}/.aegir-$mark-aside
mode=$(stat -c %a "$new")
chmod u+w "$new"
if [ -d "$aside" ] && [ "$4" != keep ]; then
    if [ "$4" = merge ]; then
        cp -an -- "$aside/." "$new/" 2>/dev/null || true
    elif [ "${new##*/}" = default ]; then
        cp -an -- "$aside"/default.* "$new/" 2>/dev/null || true
    fi
    # What the web server's user made is deleted through the group (field note 17).
    chmod -R u+w "$aside" 2>/dev/null || true
    rm -rf -- "$aside"
fi
rm -f -- "$new/.aegir-upgrade"
if [ -n "$3" ] && [ "$(cat "$3/.aegir-upgrade" 2>/dev/null)" = "$mark" ]; then
    rm -f -- "$3/.aegir-upgrade"
fi
chmod "$mode" "$new"
