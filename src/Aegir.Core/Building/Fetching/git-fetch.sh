# Checks a revision of a git repository out, over a copy of the repository that the cache keeps. Prints commit, time and description.
# CACHE KEY URL TARGET PROTOCOLS STALL TOTAL BYTES BRANCH TAG REVISION REFSPEC NAME SUBMODULES KEEP-GIT
set -eu
umask 022
mkdir -p -m 0700 "$1/git"
mirror=$1/git/$2.git url=$3 target=$4 protocols=$5 stall=$6 total=$7 bytes=$8 branch=$9
shift 9
tag=$1 revision=$2 refspec=$3 name=$4 submodules=$5 keep=$6
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
export LC_ALL=C GIT_ALLOW_PROTOCOL="$protocols" GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true SSH_ASKPASS=true GIT_LFS_SKIP_SMUDGE=1 HOME="${HOME:-/tmp}" \
    GIT_SSH_COMMAND="ssh -o BatchMode=yes -o ConnectTimeout=$stall -o ServerAliveInterval=$stall -o ServerAliveCountMax=1"
ulimit -f $(((bytes + 511) / 512))
git() {
    timeout -k 5 "$total" git -c http.lowSpeedLimit=100 -c http.lowSpeedTime="$stall" -c core.hooksPath=/dev/null -c core.fsmonitor=false \
        -c gc.auto=0 -c maintenance.auto=false -c advice.detachedHead=false -c protocol.ext.allow=never "$@"
}
commit() { git -C "$mirror" rev-parse --verify -q "$1^{commit}"; }

# One at a time on one repository; who ends lets go of it.
exec 9>"$mirror.lock"
flock 9
if [ ! -f "$mirror/HEAD" ]; then
    rm -rf -- "$mirror" "$mirror.new"
    git init -q --bare "$mirror.new"
    mv -- "$mirror.new" "$mirror"
fi
# A whole commit hash never means anything else.
whole=$(printf '%s' "$revision$name" | grep -xE '[0-9a-f]{40}|[0-9a-f]{64}' || true)
if [ -z "$whole" ] || [ -n "$refspec" ] || ! commit "$whole" >/dev/null; then
    set -- '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*' '+HEAD:refs/aegir/head'
    [ -z "$refspec" ] || set -- "$@" "+$refspec:refs/aegir/spec"
    git -C "$mirror" fetch -q --force --prune --no-write-fetch-head -- "$url" "$@"
    if [ -n "$whole" ] && ! commit "$whole" >/dev/null; then
        git -C "$mirror" fetch -q --no-write-fetch-head -- "$url" "$whole" || true
    fi
fi
if [ -n "$revision" ]; then
    found=$(commit "$revision") || { echo "there is no commit $revision" >&2; exit 70; }
elif [ -n "$tag" ]; then
    found=$(commit "refs/tags/$tag") || { echo "there is no tag $tag" >&2; exit 70; }
elif [ -n "$branch" ]; then
    found=$(commit "refs/heads/$branch") || { echo "there is no branch $branch" >&2; exit 70; }
elif [ -n "$refspec" ]; then
    found=$(commit refs/aegir/spec)
elif [ -n "$name" ]; then
    found=$(commit "refs/heads/$name" || commit "refs/tags/$name" || commit "$name") || { echo "there is no branch, tag or commit $name" >&2; exit 70; }
else
    found=$(commit refs/aegir/head) || { echo "it has no default branch" >&2; exit 70; }
fi
set --
[ -n "$keep" ] || set -- --shared
GIT_ALLOW_PROTOCOL=file git clone -q -n "$@" -- "$mirror" "$target"
exec 9>&-
git -C "$target" remote set-url origin "$url"
if [ -n "$keep" ] && [ -n "$branch" ]; then
    git -C "$target" checkout -q -B "$branch" "$found"
else
    git -C "$target" checkout -q --detach "$found"
fi
if [ -n "$submodules" ] && [ -f "$target/.gitmodules" ]; then
    (cd "$target" && git submodule --quiet update --init --recursive --jobs 4)
fi
printf '%s\n%s\n%s\n' "$found" "$(git -C "$target" log -1 --format=%ct)" "$(git -C "$target" describe --tags "$found" 2>/dev/null || true)"
[ -n "$keep" ] || find "$target" -name .git -prune -exec rm -rf -- {} +
