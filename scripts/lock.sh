#!/usr/bin/env bash
# Lock the dependencies, with their hashes. Pins move only when an .in file or pyproject.toml asks for it; to renew
# them all: make verrouiller OPTIONS=--upgrade
set -euo pipefail
cd "$(dirname "$0")/.."

# lock SET [EXTRA OPTION]…: requirements/SET.in and pyproject.toml -> requirements/SET.txt
lock() {
  local set=$1
  shift
  echo "requirements/$set.txt"
  # No index and no path may enter the file: it is installed from whatever index its reader uses.
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make verrouiller" \
    "$@" pyproject.toml "requirements/$set.in" --output-file "requirements/$set.txt"
}

# The widest set first; the others take its versions, so that the four agree.
lock dev --extra web --extra postgresql --extra s3 "$@"
for set in test-coeur coeur; do
  lock "$set" --constraint requirements/dev.txt
done
lock web --extra web --extra postgresql --constraint requirements/dev.txt
