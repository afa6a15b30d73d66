#!/usr/bin/env bash
# Everything that can be said of the code without running its tests. The first refusal stops.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

step() {
  printf '→ %s\n' "$*"
  "$bin/$1" "${@:2}"
}

step ruff format --check --output-format=concise .
step ruff check --quiet .
step mypy --no-error-summary
step lint-imports --no-logo
find src/agrafe -name '*.html' -exec "$bin/djade" --check --target-version 5.2 {} + || {
  echo "Des gabarits ne sont pas mis en forme : « make fix » le fait." >&2
  exit 1
}
step python manage.py makemigrations --check --dry-run --verbosity 0
if [ -f scripts/docs.py ]; then
  step python scripts/docs.py --check
fi
