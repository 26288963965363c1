# Tells host and port of the server as two lines.
printf '\\echo :HOST\n\\echo :PORT\n' | sql --file=-
