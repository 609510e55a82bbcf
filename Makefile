# Everything one runs in this repository. Needs Python 3.11 or newer with venv, and nothing else.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
CODE := src tests tools benchmarks

.PHONY: help run front setup test explore lint clauses bench mutants screenshots keep format lock clean

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: ## make .venv with the locked tools; does nothing when it is up to date
	@tools/setup.sh

run: setup front ## everything, from database to pages, on http://127.0.0.1:8000/; Ctrl-C stops it all
	@exec $(BIN)/quorate run

front: setup ## build the styles, scripts and typefaces of the pages; does nothing when they are up to date
	@tools/front_end.sh

test: setup front ## everything a change has to pass: lint, types, layers, tests, clauses
	@$(MAKE) lint
	@mkdir -p .cache
	@tools/browser.sh
	@echo "-- tests"
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder 2>&1 | tee .cache/pytest.log
	@echo "-- reading age of every letter, and its limit"
	@$(PY) -m tools.reading_age
	@echo "-- clauses"
	@$(PY) -m tools.clauses
	@echo "-- all checks passed; the tests said:"
	@tail -n 1 .cache/pytest.log

explore: setup ## the property tests with ten times as many examples, other ones each time; WHERE=tests/procedure takes a part
	@HYPOTHESIS_PROFILE=explore $(PY) -m pytest -q -n 2 --dist loadfile $$(grep -rl --include='test_*.py' '^from hypothesis import' $(or $(WHERE),tests))

lint: setup ## style, types, layers and migrations only
	@echo "-- style (ruff check, ruff format --check)"
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/ruff format --quiet --check $(CODE) || { echo "Not formatted as the house does it. Mend: make format"; exit 1; }
	@echo "-- types (mypy)"
	@$(BIN)/mypy --no-error-summary
	@echo "-- layers (import-linter)"
	@$(BIN)/lint-imports --no-logo
	@echo "-- migrations (none missing)"
	@$(PY) -m tools.migrations

clauses: setup ## which clauses of the five procedures are represented, proved, waiting
	@$(PY) -m tools.clauses

bench: setup front ## how fast; BENCH_ONLY="web big" runs those parts, BENCH_FULL=1 goes to 100,000 cases
	@$(PY) -m benchmarks.run

mutants: setup ## mutation testing of the engine; ONLY=offsets takes one module, ONLY=outbox the protections of what is sent
	@$(PY) -m tools.$(if $(filter outbox,$(ONLY)),outbox_mutants,mutants $(ONLY))

screenshots: setup front ## pictures of the made-up world, for the README, into docs/screenshots
	@tools/browser.sh
	@$(PY) -m pytest -q -p tests.conftest tools/screenshots.py

keep: setup front ## keep a database of the version that has just landed, for the test that brings it along
	@$(PY) -m tools.keep_version

format: setup ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --quiet --fix $(CODE) || true
	@$(BIN)/ruff format $(CODE)

lock: ## resolve requirements/dev.in and pyproject.toml anew into requirements/dev.lock
	@tools/lock.sh

clean: ## remove everything make has made
	@$(PY) -m tools.clean 2>/dev/null || true
	@rm -rf $(VENV) .cache var src/quorate/web/static src/quorate/documents/typefaces src/quorate/web/frontend/node_modules dist build mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
