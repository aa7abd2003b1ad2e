# Two commands matter: `make run` starts the workbench, `make test` proves it. Both set up what they need first.
#
# PYTHON is any Python 3.11 or newer with the venv module. Everything is installed into .venv and ui/node_modules, from the
# locks in requirements/ and ui/package-lock.json; where the system has no Node 20.19 or newer, it comes as a Python package.

PYTHON ?= python3
FUZZ_SECONDS ?= 120
VENV := .venv
BIN := $(VENV)/bin
# Compiled is what is imported, when it first is: a third of the files.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
NPM := $(BIN)/python hatch_build.py
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header
UI_SOURCES := $(shell find ui -name node_modules -prune -o -type f -print 2>/dev/null)

# Tests start hundreds of processes: what one has compiled is kept for all, also where the shell says otherwise.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run setup test fuzz check check-python check-ui bench soak docs ui openapi lock clean
.DEFAULT_GOAL := run

run: $(VENV)/.run
	$(BIN)/trishul serve

# All that the other commands need. Its steps wait for what they need alone: `make --jobs=2 setup` builds the pages while
# it fetches what the tests need.
setup: $(VENV)/.dev ui/node_modules/.package-lock.json

# What was skipped, and which system package would have been needed, is printed at the end. Files come in an order
# of ours (tests/conftest.py), because those that take minutes would otherwise come last and keep one core idle.
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

# Fuzzing that follows coverage, for FUZZ_SECONDS.
fuzz: $(VENV)/.dev
	TRISHUL_FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python -m pytest tests/fuzz/test_coverage_guided.py

# Two halves that know nothing of each other: `make --jobs=2 check` does both at a time.
check: check-python check-ui

check-python: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-ui: ui/node_modules/.package-lock.json
	$(NPM) run --silent lint
	$(NPM) run --silent check
	$(NPM) run --silent test

bench: $(VENV)/.dev
	$(BIN)/python bench/run.py $(ARGS)

# Mixed load for SOAK_SECONDS (600); fails where something leaks or is not accounted for.
soak: $(VENV)/.dev
	$(BIN)/python -m bench.soak

# The reference is written out of the code, then everything is built into site/; a link that leads nowhere is an error.
docs: $(VENV)/.dev
	$(BIN)/python -m docs.generator
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

ui: $(VENV)/.run

# The API document and the client made from it are committed; a test fails when they are stale.
openapi: $(VENV)/.dev ui/node_modules/.package-lock.json
	$(BIN)/python -m trishul.web.openapi > $(VENV)/openapi.json
	mv $(VENV)/openapi.json ui/openapi.json
	$(NPM) run --silent generate

# Versions and hashes of everything installed, without any registry's address.
lock: $(VENV)/.dev
	$(PIP) uv
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml requirements/dev.in -o requirements/dev.txt
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt
	$(COMPILE) --no-deps requirements/corpora.in -o requirements/corpora.txt
	$(COMPILE) --no-deps requirements/standard-mibs.in -o requirements/standard-mibs.txt

clean:
	rm -rf $(VENV) docs/reference site ui/node_modules src/trishul/web/static src/trishul/library/standard.zip dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Trishul SNMP needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "This Python cannot make environments. On Debian: apt install python3-venv" >&2; exit 1; }

# The package whose texts become src/trishul/library/standard.zip lies where nothing can import it.
$(VENV)/standard-mibs: $(BIN)/python requirements/standard-mibs.txt
	rm -rf $@
	$(PIP) --require-hashes --no-deps --target $@ -r requirements/standard-mibs.txt
	@touch $@

$(VENV)/.packages: $(BIN)/python requirements/run.txt requirements/build.txt requirements/node.txt
	$(PIP) --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(NPM) 2>/dev/null || $(PIP) --require-hashes -r requirements/node.txt
	@touch $@

$(VENV)/.run: $(VENV)/.packages $(VENV)/standard-mibs pyproject.toml hatch_build.py $(UI_SOURCES)
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test-packages: $(VENV)/.packages requirements/dev.txt requirements/corpora.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --require-hashes --no-deps -r requirements/corpora.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run $(VENV)/.test-packages
	@touch $@

ui/node_modules/.package-lock.json: $(VENV)/.run ui/package-lock.json
	@test $@ -nt ui/package-lock.json || $(NPM) ci --no-fund --no-audit
	@touch $@
