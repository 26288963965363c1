# Ends every process that carries the mark $1 in its environment: what a killed worker left running.
mark="AEGIR_TASK_MARK=$1"
strays() {
    grep -slzxF -- "$mark" /proc/[0-9]*/environ | cut -d/ -f3
}
found=$(strays)
[ -z "$found" ] && exit 0
kill -TERM $found 2>/dev/null
for wait in 1 2 3 4 5 6 7 8 9 10; do
    found=$(strays)
    [ -z "$found" ] && exit 0
    sleep 0.1
done
kill -KILL $found 2>/dev/null
sleep 0.1
[ -z "$(strays)" ] || { echo "processes of an interrupted task do not end: $(strays | tr '\n' ' ')" >&2; exit 1; }
