# Lets the stage ($1) stand as the site's new folder ($2). What is there already (the code base's own sites/default, or the old side of the
# same site) is set aside as $3. Quick: visitors find neither in between.
set -eu
if [ -d "$2" ] && [ ! -e "$3" ]; then
    mv -T -- "$2" "$3"
fi
mv -T -- "$1" "$2"
