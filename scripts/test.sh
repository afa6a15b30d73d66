#!/usr/bin/env bash
# Run the tests: those of the core where Django is not installed, then all the others, and in the end those in a browser. The first failure stops.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Le cœur, sans Django :"
.venv-coeur/bin/python -m pytest tests/coeur -n auto --cov --cov-branch --cov-fail-under=100

# Many of the web's tests wait for a process or a server of their own: those on PostgreSQL fill the time that those on SQLite leave.
postgresql=""
if scripts/postgresql.sh --present; then
  said=$(mktemp)
  set -m # a group of its own, so that it can be stopped as a whole
  # The free tool keeps nothing in the database.
  scripts/postgresql.sh .venv/bin/python -m pytest tests/web --ignore=tests/web/outil -n 3 --maxschedchunk 1 \
    -p no:cacheprovider >"$said" 2>&1 &
  postgresql=$!
  set +m
  trap 'kill -- "-$postgresql" 2>/dev/null || true; rm -f "$said"' EXIT
elif [ -n "${CI:-}${AGRAFE_CI:-}" ]; then
  exit 1
fi

echo "L'application web, ses gabarits compris, et le reste :"
.venv/bin/python -m pytest tests --ignore=tests/coeur --ignore=tests/benchmarks --ignore=tests/e2e \
  -n 3 --maxschedchunk 1 --cov --cov-config=tests/web/.coveragerc

if [ -n "$postgresql" ]; then
  echo "L'application web, sur PostgreSQL :"
  passed=0
  wait "$postgresql" || passed=$?
  cat "$said"
  [ "$passed" -eq 0 ] || exit "$passed"
else
  echo "L'application web n'est pas essayée sur PostgreSQL."
fi

# Apart: the loop that drives the browser would stand in the way of the other tests.
echo "Dans un navigateur :"
.venv/bin/python -m pytest tests/e2e -n 4 --maxschedchunk 1
