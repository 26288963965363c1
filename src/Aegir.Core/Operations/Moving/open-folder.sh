# The last of a site's new folder ($1): the mode of the old one ($2, octal), but writable for its owner as long as we work in it.
# Configuration kept outside of the site's folder ($4, empty for none) goes along to where the new side looks for it ($5), unless
# there is some; $3, the upgrade's mark, tells that it is ours to take away again.
set -eu
chmod "$2" "$1"
chmod u+w "$1"
if [ -n "$4" ] && [ -d "$4" ] && [ ! -e "$5" ]; then
    stage=${5%/}.aegir-$3
    mkdir -p "$stage"
    cp -a -- "$4/." "$stage/"
    printf '%s\n' "$3" >"$stage/.aegir-upgrade"
    mv -T -- "$stage" "$5"
fi
