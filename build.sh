#!/bin/sh
# Builds, tests and shows Aegir.PowerShell on a machine with the .NET SDK; build.ps1 does the same for people with PowerShell.
#   ./build.sh build   builds everything and packs the module into out/Aegir.PowerShell
#   ./build.sh package builds, and makes a package that Install-PSResource takes, in out/package
#   ./build.sh test    builds, then runs all tests; the last line is "N passed, N failed, N skipped"
#   ./build.sh demo    builds, then upgrades five throw-away sites
#   ./build.sh help    builds, then writes what docstrings say into the pages of docs/cmdlets
#   ./build.sh bench   builds, then measures the budgets of docs/performance.md
set -eu
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1
configuration=${CONFIGURATION:-Release}
powershell=7.6.9

say() { printf '\n== %s\n' "$*"; }

# True for a program, or with a + in front for an extension of PHP. Not all that is installed is on the PATH of everybody.
has() {
    case $1 in
    +*) php -m 2>/dev/null | grep -qix "${1#+}" && return 0 ;;
    *)
        command -v "$1" >/dev/null 2>&1 && return 0
        for file in "/usr/sbin/$1" "/usr/sbin/$1"[0-9]* /usr/lib/postgresql/*/bin/"$1"; do
            [ ! -x "$file" ] || return 0
        done
        ;;
    esac
    return 1
}

# Programs that the tests and the demo use, each with its Debian package. Installed where we may, named where we may not.
need() {
    missing=
    for pair in "$@" +pdo_sqlite:php-sqlite3 +pdo_mysql:php-mysql +mbstring:php-mbstring +dom:php-xml; do
        has "${pair%%:*}" || missing="$missing ${pair#*:}"
    done
    [ -z "$missing" ] && return 0
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        say "installing$missing"
        apt-get update -qq
        # The tests start their own servers; the system's need not run.
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "Missing here:$missing. Install them; tests that need them are skipped until then." >&2
    fi
}

build() {
    command -v dotnet >/dev/null 2>&1 || { echo "The .NET SDK (10.0 or later) is missing: https://dot.net" >&2; exit 1; }
    say "build ($configuration)"
    # SSH.NET cannot be had everywhere; what needs it is built where it can.
    if [ -z "${WithSshNet:-}" ]; then
        WithSshNet=false
        ! dotnet restore src/Aegir.Ssh -v quiet >/dev/null 2>&1 || WithSshNet=true
        export WithSshNet
    fi
    [ "$WithSshNet" = true ] || echo "SSH.NET cannot be restored here: -Transport SshNet is left out."
    dotnet build Aegir.PowerShell.sln -c "$configuration" -v quiet --tl:off
    dotnet build src/Aegir.PowerShell/Aegir.PowerShell.csproj -c "$configuration" -v quiet --tl:off -t:PackModule
    echo "The module is in out/Aegir.PowerShell"
}

# PowerShell, where the machine has none, and Pester come from NuGet, into out/: nothing is installed for the whole machine.
bring_powershell() {
    command -v pwsh >/dev/null 2>&1 && return 0
    if [ ! -x out/tools/pwsh ]; then
        say "bringing PowerShell $powershell"
        dotnet tool install PowerShell --version "$powershell" --tool-path out/tools >/dev/null || return 0
    fi
    PATH=$PWD/out/tools:$PATH
}

bring_pester() {
    dotnet build tests/pester/PesterModule.csproj -v quiet --tl:off >/dev/null || return 0
    export PSModulePath="$PWD/out/modules${PSModulePath:+:$PSModulePath}"
}

package() {
    dotnet pack src/Aegir.PowerShell -c "$configuration" -v quiet --tl:off
    echo "The package is in out/package, beside a folder as modules are installed in"
}

# "passed failed skipped" over all result files of dotnet test.
count() {
    cat "$1"/*.trx | tr '>' '\n' | awk '
        /<Counters / { for (i = 1; i <= NF; i++) { split($i, pair, "\""); if ($i ~ /^total=/) total += pair[2]; if ($i ~ /^passed=/) passed += pair[2]; if ($i ~ /^failed=/) failed += pair[2] } }
        END { print passed + 0, failed + 0, total - passed - failed }'
}

# The tests of dotnet test that ended so, a line each, with what they said.
outcomes() {
    cat "$1"/*.trx | tr '\n' ' ' | sed 's/<UnitTestResult /\n&/g; s/<\/Results>/\n/g' | grep "^<UnitTestResult .*outcome=\"$2\"" |
        sed 's/.*testName="\([^"]*\)".*<Message>\(.*\)<\/Message>.*/\1: \2/; s/<[^>]*>//g' | tr -s ' ' | cut -c1-300 || true
}

# Looks out, until it is ended, for secrets of the tests where nobody may find them.
begin_watch() {
    export AEGIR_SECRET_WATCH=$results
    dotnet tests/Aegir.SecretWatch/bin/"$configuration"/net10.0/Aegir.SecretWatch.dll "$results/secrets.txt" >"$results/ready.txt" &
    watch=$!
    until [ -s "$results/ready.txt" ]; do
        kill -0 "$watch" || return 1
        sleep 0.2
    done
}

end_watch() {
    say "secrets in arguments, logs, errors, stores and files that others may read"
    [ -n "$watch" ] || { echo "The watch could not be begun." >&2; return 1; }
    kill -TERM "$watch"
    wait "$watch"
    code=$?
    cat "$results/secrets.txt"
    return "$code"
}

run_tests() {
    results=$(mktemp -d)
    trap 'kill "$watch" 2>/dev/null || true; rm -rf "$results"' EXIT
    passed=0 failed=0 skipped=0 watch=
    # Tests start hundreds of short processes: compiling again what was called a few times (here 0x400) costs them a quarter of their time.
    export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=400
    begin_watch || watch=
    for project in tests/Aegir.*.Tests; do
        say "$(basename "$project")"
        code=0
        dotnet test "$project" -c "$configuration" --no-build --nologo -v quiet --logger "console;verbosity=minimal" \
            --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" || code=$?
        if [ ! -s "$results/$(basename "$project").trx" ]; then
            echo "$project gave no result" >&2
            failed=$((failed + 1))
        elif [ "$code" != 0 ] && ! grep -q 'UnitTestResult .*outcome="Failed"' "$results/$(basename "$project").trx"; then
            echo "$project was not run to its end" >&2
            failed=$((failed + 1))
        fi
    done
    set -- $(count "$results")
    passed=$1 failed=$((failed + $2)) skipped=$3
    if [ "$skipped" -gt 0 ]; then
        say "skipped, and why"
        outcomes "$results" NotExecuted
    fi
    if command -v pwsh >/dev/null 2>&1; then
        say "PowerShell tests, in $(pwsh --version)"
        pwsh -NoProfile -NonInteractive -File tests/pester/run.ps1 >"$results/pester.txt" 2>&1 || true
        sed '$d' "$results/pester.txt"
        line=$(tail -n 1 "$results/pester.txt")
        case $line in
        *passed,*failed,*skipped*)
            set -- $(echo "$line" | tr -cd '0-9 ')
            passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
            ;;
        *)
            echo "$line"
            echo "The PowerShell tests gave no result." >&2
            failed=$((failed + 1))
            ;;
        esac
    else
        say "The PowerShell tests were SKIPPED: there is no pwsh on this machine. Nothing of the module has been seen running."
        skipped=$((skipped + $(grep -hcE '^\s*It ' tests/pester/*.Tests.ps1 | awk '{ n += $1 } END { print n + 0 }')))
    fi
    if end_watch; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    if [ "$failed" -gt 0 ]; then
        say "failed"
        outcomes "$results" Failed
        grep -aE '^ *\[-\]' "$results/pester.txt" 2>/dev/null || true
    fi
    echo
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

demo() {
    if command -v pwsh >/dev/null 2>&1; then
        pwsh -NoProfile -File examples/Demo.ps1
    else
        dotnet run --project examples/QuickStart -c "$configuration" --no-build
    fi
}

case ${1:-} in
build) build ;;
test)
    need php:php-cli mariadbd:mariadb-server mariadb:mariadb-client initdb:postgresql psql:postgresql-client +pdo_pgsql:php-pgsql \
        nginx:nginx apachectl:apache2 php-fpm:php-fpm sshd:openssh-server ssh:openssh-client rsync:rsync sudo:sudo ip:iproute2 faketime:faketime \
        openssl:openssl tmux:tmux git:git curl:curl unzip:unzip patch:patch composer:composer
    build
    bring_powershell
    bring_pester
    package
    run_tests
    ;;
package)
    build
    package
    ;;
demo)
    need php:php-cli
    build
    bring_powershell
    demo
    ;;
help)
    build
    dotnet exec src/Aegir.Help/bin/"$configuration"/net10.0/Aegir.Help.dll pages docs/cmdlets
    ;;
bench)
    need php:php-cli mariadbd:mariadb-server mariadb:mariadb-client
    build
    dotnet run --project tests/Aegir.Benchmarks -c Release --no-build
    ;;
*)
    sed -n '2,8s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
