#!/usr/bin/env bash
# Run a command with DATABASE_URL pointing at a PostgreSQL of its own, which goes when the command ends.
#
#   .ci/postgres.sh python -m pytest -m 'not browser'
#
# PG_BIN names the directory of initdb and pg_ctl. PostgreSQL refuses to run as root, so as root the
# server (not the command) runs as PG_USER, or else as postgres or nobody. It listens on a socket in a
# temporary directory only, so any number of these run side by side.
set -euo pipefail

if (($# == 0)); then
    echo "usage: $0 command [argument...]" >&2
    exit 2
fi

find_pg_bin() {
    local candidate
    for candidate in "${PG_BIN:-}" "$(pg_config --bindir 2>/dev/null || true)" \
        /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin "$(dirname "$(command -v initdb 2>/dev/null || echo /-/-)")"; do
        if [[ -n $candidate && -x $candidate/initdb && -x $candidate/pg_ctl ]]; then
            echo "$candidate"
            return
        fi
    done
    echo "no PostgreSQL server found: install postgresql-15, or name the directory of initdb in PG_BIN" >&2
    return 1
}

find_user() {
    local candidate
    for candidate in "${PG_USER:-}" postgres nobody; do
        if [[ -n $candidate ]] && id "$candidate" >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    echo "PostgreSQL refuses to run as root: name another user in PG_USER" >&2
    return 1
}

pg_bin=$(find_pg_bin)
base=$(mktemp -d /tmp/briefings-pg.XXXXXX) # short: the path of a socket may have 107 bytes
as_server=()
if [[ $(id -u) == 0 ]]; then
    user=$(find_user)
    chown "$user" "$base"
    as_server=(runuser -u "$user" --)
fi

server() { (cd "$base" && "${as_server[@]}" env LC_ALL=C.UTF-8 "$@" </dev/null); }

finish() {
    local status=$?
    trap - EXIT
    server "$pg_bin/pg_ctl" -D "$base/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$base"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# This cluster is thrown away, so it need not survive a power cut: fsync off halves the time of the suite.
server "$pg_bin/initdb" -D "$base/data" -U briefings -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$base/initdb.log" 2>&1 || {
    cat "$base/initdb.log" >&2
    exit 1
}
server "$pg_bin/pg_ctl" -D "$base/data" -l "$base/server.log" -w -t 60 \
    -o "-c listen_addresses='' -c unix_socket_directories=$base -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60" \
    start >"$base/start.log" 2>&1 || {
    cat "$base/start.log" "$base/server.log" >&2
    exit 1
}
server "$pg_bin/createdb" -h "$base" -U briefings briefings

chmod 0755 "$base"
export DATABASE_URL="postgres://briefings@/$base/briefings" # $base starts with a slash: a directory of the socket, not a host
"$@"
