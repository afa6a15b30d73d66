#!/usr/bin/env bash
# Run the tests: those of the core where Django is not installed, then all the others. The first failure stops.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Le cœur, sans Django :"
.venv-coeur/bin/python -m pytest tests/coeur -n auto --cov --cov-branch --cov-fail-under=100

echo "Le reste :"
.venv/bin/python -m pytest tests --ignore=tests/coeur --ignore=tests/benchmarks
