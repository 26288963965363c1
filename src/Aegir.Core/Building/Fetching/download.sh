# Downloads into the cache and prints the path of what came, and then its sha256. Standard input is curl's configuration with the URL.
# CACHE TEMPORARY KEY-OF-URL ALGORITHM HASH BYTES STALL TOTAL REDIRECTS LOCAL-PATH
set -eu
umask 077
cache=$1 tmp=$1/tmp/$2 etag=$1/urls/$3 algorithm=$4 hash=$5 bytes=$6 stall=$7 total=$8 redirects=$9
shift 9
mkdir -p "$cache/files" "$cache/sums" "$cache/urls" "$cache/tmp"
trap 'rm -f -- "$tmp" "$tmp.etag"' EXIT
trap 'exit 130' INT TERM HUP
sum() { sha256sum <"$1" | cut -c1-64; }

# What was kept counts only as long as it is what it was.
whole() { [ -f "$cache/files/$1" ] && [ "$(sum "$cache/files/$1")" = "$1" ]; }
found() {
    touch -c "$cache/files/$1"
    printf '%s\n%s\n' "$cache/files/$1" "$1"
    exit 0
}
if [ -n "$hash" ] && [ -f "$cache/sums/$algorithm-$hash" ]; then
    kept=$(cat "$cache/sums/$algorithm-$hash")
    if whole "$kept"; then found "$kept"; fi
fi

if [ -n "$1" ]; then
    [ -f "$1" ] || { echo "there is no file $1" >&2; exit 66; }
    cp -- "$1" "$tmp"
else
    kept=
    [ -f "$etag" ] && [ -f "$etag.file" ] && kept=$(cat "$etag.file")
    if [ -n "$kept" ] && whole "$kept"; then set -- --etag-compare "$etag"; else set --; fi
    # Where the length is not told beforehand, this limit (in blocks of 512 bytes) holds.
    code=0
    status=$(ulimit -f $(((bytes + 511) / 512)) && curl -q -K - -sS --fail --location --globoff --netrc-optional --proto '=http,https' --proto-redir '=http,https' \
        --max-redirs "$redirects" --max-filesize "$bytes" --connect-timeout "$stall" --speed-limit 100 --speed-time "$stall" \
        --max-time "$total" --etag-save "$tmp.etag" "$@" -o "$tmp" -w '%{http_code}') || code=$?
    if [ "$code" != 0 ]; then
        [ "$(stat -c %s "$tmp" 2>/dev/null || echo 0)" -lt $((bytes / 512 * 512)) ] || code=63
        exit "$code"
    fi
    if [ "$status" = 304 ]; then found "$kept"; fi
    [ -f "$tmp" ] || : >"$tmp"
fi

if [ -n "$hash" ]; then
    got=$("${algorithm}sum" <"$tmp" | cut -d' ' -f1)
    [ "$got" = "$hash" ] || { echo "$got" >&2; exit 65; }
fi
name=$(sum "$tmp")
chmod 0400 "$tmp"
mv -f -- "$tmp" "$cache/files/$name"
keep() { printf '%s' "$name" >"$tmp" && mv -f -- "$tmp" "$1"; }
[ -z "$hash" ] || keep "$cache/sums/$algorithm-$hash"
if [ -s "$tmp.etag" ]; then
    rm -f -- "$etag"
    keep "$etag.file"
    mv -f -- "$tmp.etag" "$etag"
fi
printf '%s\n%s\n' "$cache/files/$name" "$name"
