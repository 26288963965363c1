# Makes the folder of a new site, which nobody else may enter yet (aegir-spec 2.13). $1 the folder, $2 the mark that tells it is ours,
# $3 the web server's group.
set -eu
umask 022
folder=$1 mark=$2 group=$3
stage=${folder%/*}/.aegir-$mark
mkdir -m 0700 -- "$stage"
printf '%s\n' "$mark" >"$stage/.aegir-install"
cd "$stage"
mkdir modules themes libraries files private private/files private/temp private/config private/config/sync
chmod 02775 modules themes libraries
chgrp -h -- "$group" files private private/files private/temp private/config private/config/sync
chmod 02770 files private private/files private/temp private/config private/config/sync
cd ..
mv -T -- "$stage" "$folder"
