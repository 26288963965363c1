# Deletes a site's folder; may run twice. $1 the folder, $2 the task's mark. Links are deleted, and what they lead to stays.
# Prints where the rest is, if the web server's user has folders there that are closed to others.
set -eu
folder=$1
trash=${folder%/*}/.aegir-$2-trash
if [ -d "$folder" ] && [ ! -L "$folder" ]; then
    # Drupal takes the right to write from it (field note 16).
    chmod u+w "$folder"
    if [ "${folder##*/}" = default ]; then
        # The release's own.
        mkdir -p -m 0700 "$trash/default"
        for entry in "$folder"/* "$folder"/.[!.]* "$folder"/..?*; do
            case ${entry##*/} in default.*) continue ;; esac
            [ -e "$entry" ] || [ -L "$entry" ] || continue
            mv -- "$entry" "$trash/default/"
        done
    else
        mkdir -p -m 0700 "$trash"
        mv -T -- "$folder" "$trash/site"
    fi
fi
[ -d "$trash" ] || exit 0
# What the web server's user made is deleted through the group (field note 17).
find "$trash" -type d ! -perm -0700 -exec chmod u+rwx {} + 2>/dev/null || true
rm -rf -- "$trash" 2>/dev/null || echo "$trash"
