#!/bin/sh
# Installs the servers that the tests talk to, where that is allowed: as root (a container, CI) on a system
# with apt. Elsewhere it says what is missing; the tests that need it are then skipped, and say so. With
# CI=true they fail instead.
set -eu

has_postgres() {
    [ -n "${PG_BINDIR:-}" ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1
}

if ! has_postgres; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing PostgreSQL for the tests …"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    elif [ "$(uname)" = Darwin ]; then
        echo "no PostgreSQL here: brew install postgresql, or its tests are skipped"
    else
        echo "no PostgreSQL here: sudo apt install postgresql, or its tests are skipped"
    fi
fi
