# The last of place-site.sh, once the upgrade has happened: $1 the new folder, $2 the upgrade's mark, $3 configuration that went
# along outside of it (empty for none). May run twice.
set -eu
new=$1 mark=$2
aside=${new%/*}/.aegir-$mark-aside
mode=$(stat -c %a "$new")
chmod u+w "$new"
if [ -d "$aside" ]; then
    cp -an -- "$aside/." "$new/" 2>/dev/null || true
    chmod -R u+w "$aside"
    rm -rf -- "$aside"
fi
rm -f -- "$new/.aegir-upgrade"
if [ -n "$3" ] && [ "$(cat "$3/.aegir-upgrade" 2>/dev/null)" = "$mark" ]; then
    rm -f -- "$3/.aegir-upgrade"
fi
chmod "$mode" "$new"
