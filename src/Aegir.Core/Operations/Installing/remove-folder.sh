# Takes the folder of a new site away again, however far that came; may run twice. $1 the folder, $2 its mark.
set -eu
folder=$1 mark=$2
stage=${folder%/*}/.aegir-$mark
if [ "$(cat "$folder/.aegir-install" 2>/dev/null)" = "$mark" ]; then
    chmod u+w "$folder"
    mv -T -- "$folder" "$stage-trash"
fi
for left in "$stage" "$stage-trash"; do
    [ -d "$left" ] || continue
    # Drupal takes the right to write (field note 16); what the web server's user made is deleted through the group.
    chmod -R u+w "$left" 2>/dev/null || true
    rm -rf -- "$left"
done
