#!/bin/sh
# Makes the virtual environment $1 and installs the project in it, every dependency checked by its hash.
set -eu
venv=$1

python=
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "tealeaves needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python3 make …" >&2
    exit 1
fi

# Debian keeps venv's installer in a package of its own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=python3-venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing $package …"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null
    else
        echo "$python has no venv module: sudo apt install $package, then run make again" >&2
        exit 1
    fi
fi

echo "installing tealeaves into $venv (about a minute, once) …"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
# Compiled now, the modules load twice as fast each time, wherever PYTHONDONTWRITEBYTECODE is set too.
env -u PYTHONDONTWRITEBYTECODE "$venv/bin/python" -m compileall -q ingest classify store reports tealeaves
