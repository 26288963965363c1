# Runs composer in a folder: TOTAL FOLDER CACHE ARGUMENT…
set -eu
umask 022
total=$1 folder=$2
export COMPOSER_CACHE_DIR="$3/composer" COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_NO_INTERACTION=1 COMPOSER_NO_AUDIT=1 COMPOSER_PROCESS_TIMEOUT="$total" \
    COMPOSER_ROOT_VERSION="${COMPOSER_ROOT_VERSION:-dev-main}" GIT_TERMINAL_PROMPT=0 HOME="${HOME:-/tmp}"
shift 3
command -v composer >/dev/null || { echo "composer is not installed" >&2; exit 127; }
cd -- "$folder"
exec timeout -k 10 "$total" composer "$@" --no-interaction --no-progress --no-ansi --no-dev </dev/null
