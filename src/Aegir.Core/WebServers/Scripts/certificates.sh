# Certificates (aegir-spec 2.13, 6.4): kept in ssl.d/<key> of the machine; each server has a copy of those it uses, with a receipt for
# every site that does.

# A self-signed certificate for a name: RSA of 2048 bits, for a year; a month before its end it is made anew.
make_own() {
    if [ -s "$1/openssl.key" ] && openssl x509 -in "$1/openssl.crt" -noout -checkend 2592000 >/dev/null 2>&1; then
        return 0
    fi
    rm -rf -- "$1.part"
    mkdir -p -- "$1.part"
    # A common name has 64 characters at most.
    printf '%s\n' '[req]' distinguished_name=name x509_extensions=more prompt=no '[name]' "CN=$(printf %.64s "$2")" \
        '[more]' "subjectAltName=DNS:$2" basicConstraints=critical,CA:FALSE >"$1.part/request"
    openssl req -x509 -config "$1.part/request" -newkey rsa:2048 -nodes -sha256 -days 365 \
        -keyout "$1.part/openssl.key" -out "$1.part/openssl.crt" >/dev/null 2>"$1.part/words" || fail 84 "openssl says: $(cat "$1.part/words")"
    rm -f -- "$1.part/words" "$1.part/request"
    : >"$1.part/self-signed"
    rm -rf -- "$1"
    mv -- "$1.part" "$1"
}

fingerprint() {
    openssl x509 -in "$1" -noout -fingerprint -sha256 2>/dev/null
}

# Puts a copy of the certificate with key $1 among the new files, for site $2; $3 "own": self-signed.
certificate() {
    source=$config/ssl.d/$1 copy=$new/ssl.d/$1
    [ "$3" != own ] || make_own "$source" "${4:-$2}"
    [ -s "$source/openssl.key" ] && [ -s "$source/openssl.crt" ] || fail 83 "$source"
    # Apache only meets a key that does not fit when it is too late.
    public=$(openssl pkey -in "$source/openssl.key" -passin pass: -pubout 2>/dev/null) || fail 84 "$source/openssl.key cannot be read without a password"
    [ "$public" = "$(openssl x509 -in "$source/openssl.crt" -noout -pubkey 2>/dev/null)" ] ||
        fail 84 "$source/openssl.crt is no certificate of the key beside it"
    mkdir -p -- "$copy"
    cp -- "$source/openssl.key" "$source/openssl.crt" "$copy/"
    # The chain may hold the site's own certificate already.
    if [ ! -s "$source/openssl_chain.crt" ]; then
        cp -- "$source/openssl.crt" "$copy/fullchain.crt"
    elif [ "$(fingerprint "$source/openssl_chain.crt")" = "$(fingerprint "$source/openssl.crt")" ]; then
        cp -- "$source/openssl_chain.crt" "$copy/fullchain.crt"
    else
        { cat -- "$source/openssl.crt"; echo; cat -- "$source/openssl_chain.crt"; } >"$copy/fullchain.crt"
    fi
    : >"$copy/$2.receipt"
}

# Lists what the server no longer needs where site $1 has no certificate but that with key $2.
unused() {
    for receipt in "$base"/ssl.d/*/"$1.receipt"; do
        folder=${receipt%/*}
        if [ ! -e "$receipt" ] || [ "${folder##*/}" = "$2" ]; then
            continue
        fi
        others=$(find "$folder" -name '*.receipt' ! -name "$1.receipt" | head -n 1)
        for file in "$folder"/*; do
            if [ -z "$others" ] || [ "$file" = "$receipt" ]; then
                printf '%s\n' "ssl.d/${folder##*/}/${file##*/}"
            fi
        done
    done
}
