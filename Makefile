.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help
help: ## Show what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  \033[1m%-10s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- what the targets below need; each stamp is renewed when its list of pins changes

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsdesk needs Python 3.11 or newer, not " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt requirements/local.txt | .venv/bin/python
	@echo "Installing what the API needs into .venv ..."
	$(PIP) --no-deps -r requirements.txt -r requirements/local.txt
	@touch $@

.venv/.training: requirements/training.txt | .venv/bin/python
	@echo "Installing what training needs into .venv (PyTorch: this takes a while) ..."
	$(PIP) -r requirements/training.txt
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/bin/python
	@echo "Installing what development needs into .venv (PyTorch: this takes a while) ..."
	$(PIP) -r requirements/dev.txt
	@touch $@ .venv/.training .venv/.runtime

node_modules/.package-lock.json: package.json package-lock.json
	@echo "Installing the Serverless Framework into node_modules ..."
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
