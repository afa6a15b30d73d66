#!/usr/bin/env bash
# Run a command with a PostgreSQL server made for it, and thrown away after it: AGRAFE_TEST_DATABASE gives its address.
# The server listens on a unix socket in a folder of its own, and nowhere else. With --present: only say whether one can be made.
set -euo pipefail

bin=""
for folder in "${POSTGRESQL_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || echo /nowhere/x)")"; do
  if [ -n "$folder" ] && [ -x "$folder/initdb" ]; then
    bin=$folder
    break
  fi
done
if [ -z "$bin" ]; then
  echo "PostgreSQL n'est pas installé ; POSTGRESQL_BIN peut dire où sont initdb et pg_ctl." >&2
  exit 3
fi
[ "${1:-}" != "--present" ] || exit 0

home=$(mktemp -d /tmp/agrafe-pg.XXXXXX) # short: the path of a unix socket has 107 characters at most
as_owner() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL does not run as root
  chown postgres "$home"
  as_owner() { setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$home" "$@"; }
fi
stop() {
  (cd "$home" && as_owner "$bin/pg_ctl" stop --pgdata="$home/data" --mode=immediate --silent) || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM

(
  cd "$home"
  as_owner "$bin/initdb" --pgdata="$home/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
  # Nothing here outlives the command: no need to wait for the disk.
  as_owner "$bin/pg_ctl" start --pgdata="$home/data" --log="$home/log" --silent --wait --options="-c listen_addresses='' \
    -c unix_socket_directories='$home' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"
)
export AGRAFE_TEST_DATABASE="postgresql://postgres@/agrafe?host=$home"
"$@"
