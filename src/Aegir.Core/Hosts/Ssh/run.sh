# Runs a command. $1: the word by which it is known; $2: the folder it works in, empty for none; $3: the words of commands whose connection was
# lost, which must have ended before; the rest: the command. aegir_environment exports what the command is to find in its environment.
word=$1 folder=$2 lost=$3
shift 3
signal=TERM left=
[ -z "$lost" ] || for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
    left=$(for each in $lost; do grep -slzxF -- "AEGIR_COMMAND=$each" /proc/[0-9]*/environ; done | cut -d/ -f3)
    [ -n "$left" ] || break
    kill -$signal $left 2>/dev/null
    [ $try -lt 5 ] || signal=KILL
    sleep 0.1
done
if [ -n "$left" ]; then
    end=strays
elif [ -n "$folder" ] && ! cd -- "$folder"; then
    end=folder
else
    # What a login shell said before is not the command's.
    printf '%s\n' "$word"
    printf '%s\n' "$word" >&2
    (
        aegir_environment
        AEGIR_COMMAND=$word
        export AEGIR_COMMAND
        exec "$@"
    )
    end=$?
fi
printf '%s=%s\n' "$word" "$end" >&2
