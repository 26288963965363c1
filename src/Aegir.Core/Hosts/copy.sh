# Copies $5 to $6 with rsync. $1: push where $6 is on another machine, pull where $5 is, here where neither, between
# where standard input and output lead to the other one, which $6 is on; $2: that machine's name for rsync;
# $3: how rsync calls it; $4: the script that writes; $7: folder or file, empty to find out; the rest: switches of rsync.
set -eu
way=$1 machine=$2 rsh=$3 receive=$4 source=$5 target=$6 kind=$7
shift 7
if [ "$way" != pull ]; then
    [ -e "$source" ] || { echo "$source is not there" >&2; exit 1; }
    kind=file
    [ ! -d "$source" ] || kind=folder
fi
to=$target from=$source
if [ "$kind" = folder ]; then
    # Files of a folder are put in place together, at the end.
    to=$target/ from=$source/
    set -- --delay-updates "$@"
fi
# A file that was changed within a second has changed.
set -- -rlptgoH -O -K --modify-window=-1 --exclude=/.aegir-copying "$@"
encode() { printf '%s' "$1" | base64 | tr -d '\n'; }
# Any login shell takes these words as they are.
mark="AEGIR_TASK_MARK=\$(echo $(encode "${AEGIR_TASK_MARK-}") | base64 -d); export AEGIR_TASK_MARK"
case $way in
here)
    sh -c "$receive" sh "$target" "$kind" "$@" -- "$from" "$to"
    ;;
pull)
    sh -c "$receive" sh "$target" "$kind" "$@" -s -e "$rsh" --rsync-path="/bin/sh -c '$mark; exec rsync \"\$@\"' sh" -- "$machine:$from" "$to"
    ;;
push)
    begin="$mark; target=\$(echo $(encode "$target") | base64 -d); exec /bin/sh -c \"\$(echo $(encode "$receive") | base64 -d)\" sh \"\$target\" $kind \"\$@\""
    rsync "$@" -s -e "$rsh" --rsync-path="/bin/sh -c '$begin' sh" -- "$from" "$machine:$to"
    ;;
between)
    # What rsync has ssh run goes ahead of all else; then the two rsyncs talk. This one waits until what stands for ssh ends, which is when
    # the other one has said its last.
    bridge="shift; printf \"%s\\0\" $kind \"\$@\" \"\" >&4; exec 5<&0; cat <&5 >&4 & cat <&3; kill \$!; exit 0"
    rsync "$@" -s -e "sh -c '$bridge' sh" -- "$from" "other:$to" 3<&0 4>&1 >&2
    ;;
esac
