# Every target is thin: the work is done in scripts/. A bare `make` prints this list.
.DEFAULT_GOAL := aide
MAKEFLAGS += --no-print-directory

# The Python that makes the virtual environments: make test PYTHON=python3.12
PYTHON ?= python3
# Where the application listens: make run PORT=8010
PORT ?= 8000
export PYTHON

.PHONY: aide run exemple site test check fix bench mesure docs goldens verrouiller propre dev

aide: ## Affiche cette liste
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## Ouvre Agrafe et ses données de démonstration sur http://127.0.0.1:8000/ (PORT=8010 pour un autre port)
	@scripts/venv.sh .venv web
	@PORT=$(PORT) scripts/run.sh

exemple: ## Joue l'exemple livré en ligne de commande : du classeur Excel au XML, en 1.1.2 puis en 1.1.5
	@scripts/venv.sh .venv coeur
	@scripts/exemple.sh

site: dev ## Ouvre l'application web avec les réglages du développement, sans données
	@.venv/bin/python manage.py migrate --verbosity 0
	@.venv/bin/python manage.py runserver

test: dev ## Lance tous les tests : le cœur sans Django, puis le reste
	@scripts/venv.sh .venv-coeur test-coeur
	@scripts/test.sh

check: dev ## Vérifie la mise en forme, le style, les types, les imports, la documentation et la typographie
	@scripts/check.sh
	@.venv/bin/python scripts/typographie.py --check

fix: dev ## Remet en forme et corrige ce qui peut l'être sans risque
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .
	@find src/agrafe -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} + 2>/dev/null || true
	@.venv/bin/python scripts/typographie.py

bench: dev ## Mesure le cœur, un dépôt de 5 000 puis de 10 000 passages, et les pages de 20 000 passages
	@.venv/bin/python tests/benchmarks/bench.py
	@.venv/bin/python tests/benchmarks/depots.py --passages 5000
	@.venv/bin/python tests/benchmarks/pages.py --passages 20000 --tours 5

mesure: dev ## Mesure ce qu'Agrafe voit avant le dépôt, et l'écrit dans la documentation
	@.venv/bin/python tests/benchmarks/mesure.py --page docs/explications/ce-qu-agrafe-voit-avant-le-depot.md

docs: dev ## Régénère les pages de référence, et rejoue les exemples des guides
	@.venv/bin/python scripts/docs.py

goldens: dev ## Régénère les fichiers de référence des tests, à relire avant de les valider
	@.venv/bin/python scripts/goldens.py

verrouiller: dev ## Verrouille les dépendances (OPTIONS=--upgrade pour les renouveler)
	@scripts/lock.sh $(OPTIONS)

propre: ## Efface les environnements, les caches et ce qui a été construit
	@rm -rf .venv .venv-coeur build dist .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

dev:
	@scripts/venv.sh .venv dev
