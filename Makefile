# Set-up, comparison and tests; needs Python 3.11 to 3.13, make and git.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= output/compare
READY := $(VENV)/.ready

.PHONY: help compare test lint lab lock benchmark clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

compare: $(READY) ## compare policies with current practice (OUT=folder, ARGS="S1 S7 --lang zh")
	@"$(BIN)/community-sim" compare $(ARGS) --out "$(OUT)"

test: $(READY) ## run all tests
	@"$(BIN)/python" -m pytest -n 2 $(ARGS)

lint: $(READY) ## check style, types, layers and spelling
	@"$(BIN)/ruff" check . && "$(BIN)/ruff" format --check . && "$(BIN)/mypy" && \
	"$(BIN)/lint-imports" && "$(BIN)/codespell"

lab: $(READY) ## open the notebooks in JupyterLab
	@"$(BIN)/jupyter" lab notebooks

benchmark: $(READY) ## time the engines side by side
	@"$(BIN)/python" scripts/benchmark.py

$(READY): requirements/lock.txt requirements/bootstrap.txt pyproject.toml
	@echo "Setting up $(VENV) with $$($(PYTHON) --version); this happens once."
	@"$(PYTHON)" -c 'import sys; sys.exit("Python 3.11, 3.12 or 3.13 is needed; name it with PYTHON=...") if not (3, 11) <= sys.version_info[:2] <= (3, 13) else None'
	@"$(PYTHON)" -m venv "$(VENV)"
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@"$(BIN)/python" scripts/install.py
	@touch "$@"

lock: $(READY) ## resolve the dependencies anew
	@"$(BIN)/python" scripts/install.py --lock

clean: ## remove the environment and all output
	@rm -rf "$(VENV)" output
