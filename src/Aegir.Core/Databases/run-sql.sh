# Runs the SQL on standard input.
sql
