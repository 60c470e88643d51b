# Zongheng 纵横: everything one does with this repository. `make` alone prints this list.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

VENV ?= .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000
# The test processes, and whatever else pytest shall be told: make test PYTEST_ARGS="-k dispute"
PYTEST_ARGS ?= -n auto
PROOFS := tests/trust tests/coordination/policy tests/coordination/disputes/test_random_runs.py \
	tests/architecture/test_every_url_is_guarded.py
# Made up from the document when collected, which takes long; its tests run on SQLite only.
FROM_DOCUMENT := tests/coordination/api/test_openapi.py
# Proofs that are made on SQLite only.
ONCE := $(FROM_DOCUMENT) tests/coordination/api/test_steps.py tests/coordination/sources/test_bad_files.py \
	tests/browser tests/journeys
TEST_SETTINGS := coordination.config.settings.test
TEMPLATES := templates
# What is compiled once is read by every process that follows.
unexport PYTHONDONTWRITEBYTECODE
# pip stays silent about what is already there and about its own newer versions.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help demo test test-sqlite test-postgres trust check bench draw messages compile-messages format lock install tools clean

help: ## Print this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make demo PORT=9000    on another port; make test PYTEST_ARGS='-k dispute' for a part"

demo: $(VENV)/.run-time compile-messages ## Install, load 51 units and a real plan, start everything on 127.0.0.1:8000
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) collectstatic --noinput --verbosity 0
	$(MANAGE) seed_demo
	$(MANAGE) run_demo --port $(PORT)

test: test-sqlite test-postgres ## Run the whole suite, on SQLite and on embedded PostgreSQL

test-sqlite: $(VENV)/.tools compile-messages ## Run the suite on SQLite, browser tests included
	@echo "== tests on SQLite"
	env -u DATABASE_URL $(BIN)/python -m pytest $(PYTEST_ARGS)

test-postgres: $(VENV)/.tools compile-messages ## Run the suite on PostgreSQL (DATABASE_URL, or an embedded server)
	@echo "== tests on PostgreSQL"
	$(BIN)/python .ci/postgres.py $(BIN)/python -m pytest $(PYTEST_ARGS) -m "not browser and not once" --ignore $(FROM_DOCUMENT)

trust: $(VENV)/.tools compile-messages ## Run the proofs in full size: trust, policy, random runs of disputes, every address, on both databases
	@echo "== proofs on SQLite"
	env -u DATABASE_URL TRUST=full $(BIN)/python -m pytest -q $(PROOFS) $(ONCE)
	@echo "== proofs on PostgreSQL"
	TRUST=full $(BIN)/python .ci/postgres.py $(BIN)/python -m pytest -q $(PROOFS)

check: $(VENV)/.tools compile-messages ## Lint, types, import order, templates, migrations, translations, documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint $(TEMPLATES) --check --quiet
	$(BIN)/djlint $(TEMPLATES) --lint --quiet
	DJANGO_SETTINGS_MODULE=$(TEST_SETTINGS) $(MANAGE) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=$(TEST_SETTINGS) $(MANAGE) check --fail-level WARNING
	$(MANAGE) draw_workflows --check
	$(MANAGE) export_policy --markdown docs/policy.md --check
	$(BIN)/python .ci/messages.py check
	$(BIN)/python -m pytest -q tests/architecture -m "not long"

bench: $(VENV)/.tools ## Run the benchmarks on both databases; they print ratios
	env -u DATABASE_URL DJANGO_SETTINGS_MODULE=$(TEST_SETTINGS) $(MANAGE) bench
	DJANGO_SETTINGS_MODULE=$(TEST_SETTINGS) $(BIN)/python .ci/postgres.py $(MANAGE) bench

draw: $(VENV)/.run-time compile-messages ## Draw the lifecycles and the table of policy from the code into docs
	$(MANAGE) draw_workflows
	$(MANAGE) export_policy --markdown docs/policy.md

messages: $(VENV)/.tools ## Gather the messages to translate into locale/zh_Hans
	$(BIN)/python .ci/messages.py update

compile-messages: $(VENV)/.run-time
	@$(BIN)/pybabel --quiet compile --directory locale --domain django

format: $(VENV)/.tools ## Format Python and templates
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/djlint $(TEMPLATES) --reformat --quiet || true

lock: $(VENV)/.tools ## Compile the requirement files with hashes
	$(BIN)/uv pip compile requirements.in $(UV_OPTIONS) -o requirements.txt
	$(BIN)/uv pip compile .ci/requirements.in $(UV_OPTIONS) -o .ci/requirements.txt
UV_OPTIONS := --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

install: $(VENV)/.run-time ## Make the virtual environment with the run-time packages
tools: $(VENV)/.tools ## Add the development tools

$(BIN)/python:
	@echo "Making the virtual environment in $(VENV)"
	@PYTHON="$(PYTHON)" .ci/venv $(VENV)

$(VENV)/.run-time: requirements.txt | $(BIN)/python
	@echo "Installing the run-time packages (hashes are checked)"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.tools: requirements.txt .ci/requirements.txt | $(BIN)/python
	@echo "Installing the development tools (hashes are checked)"
	@$(PIP) -r requirements.txt -r .ci/requirements.txt
	@touch $(VENV)/.run-time $@

clean: ## Remove what the tools left; data and the virtual environment stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
