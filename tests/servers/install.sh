#!/bin/sh
# Installs the servers that the tests talk to, where that is allowed: as root (a container, CI) on a system
# with apt. Elsewhere it says what is missing; the tests that need it are then skipped, and say so. With
# CI=true they fail instead. No server is left running: the tests start their own. $1: the tests' Python.
set -eu

has_postgres() {
    [ -n "${PG_BINDIR:-}" ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1
}

has_dovecot() {
    (PATH="$PATH:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"; command -v dovecot >/dev/null 2>&1) &&
        command -v doveadm >/dev/null 2>&1
}

has_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        ! command -v "$name" >/dev/null 2>&1 || return 0
    done
    [ -d "/Applications/Google Chrome.app" ] || [ -d /Applications/Chromium.app ]
}

# The letters of the golden pictures, which are compared on Linux.
has_dejavu() {
    [ "$(uname)" = Darwin ] || fc-list 2>/dev/null | grep -q DejaVuSerif.ttf
}

# Packages of npm, for the Node.js that is among the packages of Python: no system has to have either.
"${1:-.venv/bin/python}" -m tests.servers.emulator.node || true

missing=
has_postgres || missing="$missing postgresql"
has_dovecot || missing="$missing dovecot-imapd"
has_chromium || missing="$missing chromium"
has_dejavu || missing="$missing fonts-dejavu-core"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    # Debian asks this program before it starts a daemon; 101 forbids it (invoke-rc.d(8)).
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    echo "installing for the tests:$missing …"
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif [ "$(uname)" = Darwin ]; then
    echo "not installed here:$missing (brew install postgresql dovecot; brew install --cask google-chrome), so their tests are skipped"
else
    echo "not installed here:$missing (sudo apt install$missing), so their tests are skipped"
fi
