# Set-up, comparison and tests. Needs Python 3.11 to 3.13, make and git; `make` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
OUT ?= output/compare
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help env compare test test-quick lint anew benchmark lab lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /|/' | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

compare: $(READY) ## compare policies with current practice (OUT=folder, ARGS="S1 S7 --lang zh")
	@"$(BIN)/community-sim" compare $(ARGS) --out "$(OUT)"

test: $(READY) ## run all tests (ARGS="tests/rules -k pay")
	@"$(BIN)/python" -m pytest -n auto --maxprocesses 8 $(ARGS)

test-quick: $(READY) ## run the tests that take no more than seconds
	@"$(BIN)/python" -m pytest -m "not long" $(ARGS)

lint: $(READY) ## check style, types, layers and spelling
	@"$(BIN)/ruff" check .
	@"$(BIN)/ruff" format --check .
	@"$(BIN)/mypy"
	@"$(BIN)/lint-imports"
	@"$(BIN)/codespell"

anew: $(READY) ## make draws, results and told numbers anew after a change of the model (ARGS="--list")
	@"$(BIN)/python" scripts/make_anew.py $(ARGS)

benchmark: $(READY) ## measure the speed of the model (ten minutes)
	@"$(BIN)/python" scripts/benchmark.py $(ARGS)

lab: $(READY) ## open the notebooks in JupyterLab
	@"$(BIN)/jupyter" lab notebooks

env: $(READY) ## make the environment, or bring it up to date (PYTHON=python3.12, VENV=folder)

$(READY): requirements/lock.txt requirements/bootstrap.txt pyproject.toml scripts/install.py
	@"$(PYTHON)" scripts/install.py "$(VENV)"
	@touch "$@"

lock: $(READY) ## look for newer versions and lock them
	@"$(PYTHON)" scripts/install.py "$(VENV)" --lock

clean: ## remove the environment and all output
	@rm -rf "$(VENV)" output
