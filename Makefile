# Two commands matter: `make run` starts the workbench, `make test` proves it. Both set up what they need first.
#
# PYTHON is any Python 3.11 or newer with the venv module; everything is installed into .venv, nothing outside the checkout.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UI_SOURCES := $(shell find ui -type f -not -path '*/node_modules/*' 2>/dev/null)

.PHONY: run test check bench ui openapi lock clean
.DEFAULT_GOAL := run

run: $(VENV)/.run
	$(BIN)/trishul serve

# What was skipped, and which system package would have been needed, is printed at the end.
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

check: $(VENV)/.dev ui/node_modules/.package-lock.json
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd ui && npm run --silent lint && npm run --silent check && npm run --silent test

bench: $(VENV)/.dev
	$(BIN)/python bench/run.py $(ARGS)

ui: $(VENV)/.run

# The API document and the client made from it are committed; a test fails when they are stale.
openapi: $(VENV)/.dev ui/node_modules/.package-lock.json
	$(BIN)/python -m trishul.web.openapi > ui/openapi.json
	cd ui && npm run --silent generate

# Versions and hashes of everything installed, without any registry's address.
lock: $(VENV)/.dev
	$(BIN)/pip install --quiet uv
	for name in run dev; do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-annotate --no-header pyproject.toml $$(test $$name = run || echo requirements/dev.in) \
	    -o requirements/$$name.txt; \
	done
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --no-deps requirements/corpora.in -o requirements/corpora.txt

clean:
	rm -rf $(VENV) ui/node_modules src/trishul/web/static dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Trishul SNMP needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "This Python cannot make environments. On Debian: apt install python3-venv" >&2; exit 1; }

$(VENV)/.run: $(BIN)/python requirements/run.txt pyproject.toml hatch_build.py $(UI_SOURCES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt requirements/corpora.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/corpora.txt
	@touch $@

ui/node_modules/.package-lock.json: ui/package-lock.json
	cd ui && npm ci --no-fund --no-audit
