# Sourced by the other scripts: makes .venv from a lock file, only when the lock or the project's metadata changed.
# Needs Python >= 3.11 with venv, or uv; nothing else. CALLBENCH_VENV names another place for the environment.

venv=${CALLBENCH_VENV:-$PWD/.venv}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "callbench needs Python 3.11 or newer with its venv module; none was found. Name one: PYTHON=/path/to/python3" >&2
    exit 2
}

# need_env run|dev: afterwards $venv holds what the lock names, and callbench itself.
need_env() {
    kind=$1
    [ -e "$venv/.made-for-dev" ] && kind=dev # what a developer added is not taken away by running
    lock=requirements/$kind.lock
    stamp="$(cat "$lock" pyproject.toml | cksum) $PWD"
    if [ "$(cat "$venv/.made-for-$kind" 2>/dev/null)" = "$stamp" ]; then return; fi
    echo "Making the environment ($kind) in $venv: it downloads what the lock file names, once; a minute or two" >&2
    [ ! -d "$venv" ] || : >"$venv/.made-for-$kind" # not made until all of it is there
    if command -v uv >/dev/null 2>&1; then
        [ -x "$venv/bin/python" ] || uv venv --quiet --python "$(find_python)" "$venv" >&2
        VIRTUAL_ENV=$venv uv pip sync --quiet --require-hashes --compile-bytecode "$lock" >&2
        VIRTUAL_ENV=$venv uv pip install --quiet --no-deps --no-build-isolation --editable . >&2
    else
        [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 ||
            "$(find_python)" -m venv --clear "$venv" >&2
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock" >&2
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
            --editable . >&2
    fi
    "$venv/bin/python" -m compileall -q src >/dev/null 2>&1 || true
    echo "$stamp" >"$venv/.made-for-$kind"
}
