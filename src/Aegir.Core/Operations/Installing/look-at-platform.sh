# Tells whether a site can be installed. $1 the docroot, $2 the site's folder below sites/, $3 the profile, $4 the web server's group.
# A line for each: "profile", where it is there; "language CODE", for each translation that comes with it; "folder", where the folder is
# taken; "sites", where no folder can be made; "group", where files can be given to the web server's group.
docroot=$1 directory=$2 profile=$3 group=$4
sites=$docroot/sites
for folder in "$docroot/core/profiles/$profile" "$docroot/profiles/$profile" "$docroot"/profiles/*/"$profile"; do
    [ -f "$folder/$profile.info.yml" ] || [ -f "$folder/$profile.profile" ] || continue
    echo profile
    for file in "$folder"/translations/*.po; do
        [ -f "$file" ] || continue
        name=${file##*/} name=${name%.po}
        echo "language ${name##*.}"
    done
    break
done
[ ! -e "$sites/$directory" ] && [ ! -L "$sites/$directory" ] || rmdir "$sites/$directory" 2>/dev/null || echo folder
[ -w "$sites" ] || echo sites
case " $(id -Gn) " in *" $group "* | *" root "*) ! getent group "$group" >/dev/null || echo group ;; esac
