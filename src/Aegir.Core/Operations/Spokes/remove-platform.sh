# Deletes a platform's code. Parameters: project root, docroot below it ("" where they are one), a number that is this removal's, and "check",
# "sites" or "delete". check prints why it must not be deleted, as key=value: unsafe or site; "sites" looks for sites as well.
set -u
project=$1 web=$2 id=$3 what=$4
docroot=$project${web:+/$web}
away=${project%/*}/.aegir-remove-$id

if [ "$what" = delete ]; then
    set -e
    # Renamed first, so that what is deleted halfway is nobody's platform. What has come to the path since is not ours.
    if [ ! -e "$away" ] && { [ -f "$docroot/core/lib/Drupal.php" ] || [ -f "$docroot/includes/bootstrap.inc" ]; }; then
        mv -T -- "$project" "$away"
    fi
    [ -d "$away" ] || exit 0
    # What the web server's user made is deleted through the group (field note 17).
    chmod -R u+w -- "$away" 2>/dev/null || true
    rm -rf --one-file-system -- "$away"
    exit 0
fi

refuse() { echo "unsafe=$1"; exit 0; }
[ -e "$project" ] || exit 0
case $project in /*/*) ;; *) refuse "$project is too near to the root" ;; esac
[ ! -L "$project" ] || refuse "$project is a link"
real=$(readlink -f -- "$project") || refuse "$project cannot be followed"
[ -f "$docroot/core/lib/Drupal.php" ] || [ -f "$docroot/includes/bootstrap.inc" ] || refuse "$docroot holds no Drupal"
{ cut -d: -f6 /etc/passwd; printf '%s\n' "${HOME:-}"; } | sort -u | while IFS= read -r home; do
    case $home in "$real" | "$real"/*) echo "unsafe=$project holds the home $home" ;; esac
done
[ -w "${project%/*}" ] || refuse "${project%/*} may not be written"
[ "$what" = sites ] || exit 0
for site in "$docroot"/sites/*; do
    [ -d "$site" ] && [ ! -L "$site" ] || continue
    if [ -f "$site/settings.php" ]; then
        echo "site=${site##*/}"
        continue
    fi
    # A site that went to another disk left them here, and links to them.
    for uploads in "$site/files" "$site/private"; do
        [ -L "$uploads" ] || [ -z "$(ls -A -- "$uploads" 2>/dev/null)" ] || refuse "$uploads holds uploads, which a site on another disk may link to"
    done
done
