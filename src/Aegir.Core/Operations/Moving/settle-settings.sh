# Puts the settings file that was kept where the archive has it. $1 the folder that a backup is gathered in.
set -eu
mv "$1/sites/site/settings.php" "$1/settings.php"
rm -r "$1/sites"
