# make app    the site on http://127.0.0.1:8501 (HOST and PORT change that)
# make test   lint and all tests; needs Chromium
# make browsers  every page in Firefox and WebKit, where they are installed
# make bench  the speed targets as ratios
# make lint   ruff and ty for Python, deno for JavaScript: lint, format and types
# make types  the browser's types of the pictures, after a change of lossviz/pictures
# make setup  only the virtual environment with what the app needs

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
# browser tests wait more than they work: two cores have time for four
WORKERS ?= 4
BIN := .venv/bin
# deno fetches nothing, and writes only below .venv
DENO := DENO_DIR=$(CURDIR)/.venv/deno DENO_NO_UPDATE_CHECK=1 $(BIN)/deno
CHROMIUM = $(shell command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| command -v google-chrome-stable || command -v chrome)

RECORDS := lossviz/web/js/pictures/records.d.ts

.PHONY: app test browsers bench lint types setup chromium

# uvicorn, with an end to connections that hang, and small messages sent at once
app: setup
	$(BIN)/python -m lossviz.web.server --host $(HOST) --port $(PORT)

setup: .venv/app.stamp

test: .venv/dev.stamp lint chromium
	$(DENO) test --quiet tests/js
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# -s: it prints how many redraws come in a second
browsers: .venv/browsers.stamp
	$(BIN)/python -m pytest -s tests/elsewhere

bench: .venv/dev.stamp chromium
	$(BIN)/python -m benchmarks

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/ty check --quiet
	$(DENO) lint --quiet
	$(DENO) fmt --check --quiet
	$(DENO) check --quiet lossviz/web/js tests

# by way of another file: a failure leaves the old types as they are
types: .venv/app.stamp
	$(BIN)/python -m lossviz.pictures.typescript > $(RECORDS).new
	mv $(RECORDS).new $(RECORDS)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "lossviz needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/app.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install -q -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/app.stamp
	$(BIN)/python -m pip install -q -r requirements-dev.txt
	@touch $@

.venv/browsers.stamp: requirements-browsers.txt .venv/dev.stamp
	$(BIN)/python -m pip install -q -r requirements-browsers.txt
	@touch $@

chromium:
	@if [ -n "$(CHROMIUM)" ]; then exit 0; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && apt-get install -q -y --no-install-recommends chromium; \
	else \
		echo "The browser tests need Chromium or Chrome on the PATH. Debian and Ubuntu:"; \
		echo "  sudo apt-get install chromium"; \
		exit 1; \
	fi
