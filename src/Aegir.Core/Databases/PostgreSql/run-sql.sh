# Runs the SQL on standard input. $1: the database, as a connection string; empty for the one that the service file names.
if [ -n "$1" ]; then sql --dbname="$1" --file=-; else sql --file=-; fi
