# Lists what a git repository has, and its default branch: URL PROTOCOLS STALL TOTAL REF…
set -eu
url=$1 stall=$3 total=$4
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
export LC_ALL=C GIT_ALLOW_PROTOCOL="$2" GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true SSH_ASKPASS=true HOME="${HOME:-/tmp}" \
    GIT_SSH_COMMAND="ssh -o BatchMode=yes -o ConnectTimeout=$stall -o ServerAliveInterval=$stall -o ServerAliveCountMax=1"
shift 4
cd /
exec timeout -k 5 "$total" git -c http.lowSpeedLimit=100 -c http.lowSpeedTime="$stall" -c protocol.ext.allow=never ls-remote -q -- "$url" "$@"
