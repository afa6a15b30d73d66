#!/usr/bin/env bash
# Run the tests: those of the core where Django is not installed, then all the others, and in the end those in a browser. The first failure stops.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Le cœur, sans Django :"
.venv-coeur/bin/python -m pytest tests/coeur -n auto --cov --cov-branch --cov-fail-under=100

# More workers than processors: many of these tests wait for a process, a server or a browser of their own.
echo "L'application web, ses gabarits compris, et le reste :"
.venv/bin/python -m pytest tests --ignore=tests/coeur --ignore=tests/benchmarks --ignore=tests/e2e \
  -n 4 --maxschedchunk 1 --cov --cov-config=tests/web/.coveragerc

if scripts/postgresql.sh --present; then
  echo "L'application web, sur PostgreSQL :"
  # But what asks nothing of a database that another would not answer: the free tool, and three applications of plain forms.
  scripts/postgresql.sh .venv/bin/python -m pytest tests/web --ignore=tests/web/outil --ignore=tests/web/comptes \
    --ignore=tests/web/certificateurs --ignore=tests/web/certifications -n 4 --maxschedchunk 1
elif [ -n "${CI:-}${AGRAFE_CI:-}" ]; then
  exit 1
else
  echo "L'application web n'est pas essayée sur PostgreSQL."
fi

# Apart: the loop that drives the browser would stand in the way of the other tests.
echo "Dans un navigateur :"
.venv/bin/python -m pytest tests/e2e -n 3 --dist worksteal
