# How much room a machine has: its load per processor, and the least free space of some folders in bytes.
set -eu
read -r load _ < /proc/loadavg
least=
for folder; do
    # One that is still to be made will be on the disk of what is above it.
    while [ ! -d "$folder" ]; do folder=$(dirname -- "$folder"); done
    free=$(df -P -k "$folder" | awk 'NR == 2 { print $4 * 1024 }')
    if [ -z "$least" ] || [ "$(echo "$free $least" | awk '{ print $1 < $2 }')" = 1 ]; then least=$free; fi
done
echo "$load $(nproc) ${least:-0}" | awk '{ printf "%.2f %.0f\n", $1 / $2, $3 }'
