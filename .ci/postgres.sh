#!/usr/bin/env bash
# Run a command with DATABASE_URL pointing at a PostgreSQL of its own, which goes when the command ends.
#
#   .ci/postgres.sh python -m pytest -m 'not browser'
#   STANDBYS=2 .ci/postgres.sh bash      with that many streaming standbys, in STANDBY_URLS; logs in $PG_BASE
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
    local status=$? data
    trap - EXIT
    for data in "$base"/*/data "$base/data"; do
        server "$pg_bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true
    done
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

commit=off
[[ ${STANDBYS:-0} == 0 ]] || commit=on # how old a standby is follows from what is written, not from what will be

# start DIRECTORY [option...]: start the server whose data and socket lie there
start() {
    local directory=$1
    shift
    server "$pg_bin/pg_ctl" -D "$directory/data" -l "$directory/server.log" -w -t 60 \
        -o "-c listen_addresses='' -c unix_socket_directories=$directory -c fsync=off -c synchronous_commit=$commit -c full_page_writes=off -c max_connections=60 $*" \
        start >"$directory/start.log" 2>&1 || {
        cat "$directory/start.log" "$directory/server.log" >&2
        exit 1
    }
}

start "$base"
server "$pg_bin/createdb" -h "$base" -U briefings briefings


# A copy that follows: -R writes down whom it follows. A query of a reader may hold up what it replays for a second.
STANDBY_URLS=
for ((n = 1; n <= ${STANDBYS:-0}; n++)); do
    standby=$base/standby$n
    server mkdir "$standby"
    server "$pg_bin/pg_basebackup" -h "$base" -U briefings -D "$standby/data" -R --checkpoint=fast --no-sync >"$base/backup.log" 2>&1 || {
        cat "$base/backup.log" >&2
        exit 1
    }
    start "$standby" -c hot_standby=on -c max_standby_streaming_delay=1s
    STANDBY_URLS+=${STANDBY_URLS:+,}postgres://briefings@/$standby/briefings
done
if [[ -n $STANDBY_URLS ]]; then export STANDBY_URLS; else unset STANDBY_URLS; fi
export PG_BASE=$base

chmod 0755 "$base" "$base"/standby* 2>/dev/null || true
export DATABASE_URL="postgres://briefings@/$base/briefings" # $base starts with a slash: a directory of the socket, not a host
"$@"
