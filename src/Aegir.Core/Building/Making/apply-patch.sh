# Applies a patch in one of four ways: FOLDER PATCH
set -eu
export LC_ALL=C
cd -- "$1"
patch=$2
# Without this, git would look for a repository further up, and leave out what is not in it.
export GIT_CEILING_DIRECTORIES="${PWD%/*}" GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent
said=
for level in 1 0; do
    if out=$(git apply --check "-p$level" -- "$patch" 2>&1); then
        git apply "-p$level" --whitespace=nowarn -- "$patch"
        exit 0
    fi
    [ -n "$said" ] || said=$out
done
for level in 1 0; do
    # Only unified patches: the oldest kind is a script for an editor.
    if out=$(patch "-p$level" -u -f -s --dry-run --no-backup-if-mismatch -r - <"$patch" 2>&1); then
        patch "-p$level" -u -f -s --no-backup-if-mismatch -r - <"$patch"
        exit 0
    fi
done
printf '%s\n' "$said" >&2
exit 72
