# Every entry point of the project; CI calls the same ones.
.DEFAULT_GOAL := html
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A lock file names everything: nothing is resolved, so that no new release can break an installation.
# pip warns of packages that are built the old way, which no reader of a first run can change.
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-input --no-deps

.PHONY: html publish serve demo release preview deploy report doctor check check-web check-web-quick web-tools pictures test test-long test-mutations bench bench-publish bench-large lint lock clean help

help: ## What can be done here.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/'

# Where Python is told to leave no bytecode behind (PYTHONDONTWRITEBYTECODE), as in many containers,
# every build would compile the package anew: a tenth of a second.
$(VENV)/.compiled: $(VENV)/.installed $(shell find plugins/newsdigest -name '*.py')
	@$(BIN)/python -m compileall -q plugins/newsdigest
	@touch $@

# The environment is made once and again whenever a lock file changes.
$(VENV)/.installed: requirements.lock pyproject.toml
	@echo "Making the environment in $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Adding the tools for tests to $(VENV) (once)"
	@$(PIP) --no-build-isolation --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.installed-bench: requirements-bench.lock $(VENV)/.installed-dev
	@echo "Adding the tools for measurements to $(VENV) (once)"
	@$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@

html: $(VENV)/.compiled ## Read seeds/, build output/.
	@$(BIN)/newsdigest build

publish: $(VENV)/.compiled ## The same with publishconf.py: absolute URLs, strict.
	@$(BIN)/newsdigest build --settings publishconf.py

serve: $(VENV)/.compiled ## Preview at http://localhost:8000, rebuilt on every change.
	@$(BIN)/newsdigest serve

# Without git, and with a fixed clock, the example's posts are the same ones everywhere.
demo: $(VENV)/.compiled ## Build the example archive in examples/ and serve it.
	@GIT_DIR=/dev/null SOURCE_DATE_EPOCH=1735689600 $(BIN)/newsdigest build --settings examples/pelicanconf.py
	@$(BIN)/newsdigest serve --settings examples/pelicanconf.py

release: $(VENV)/.compiled ## What CI does on a push: ingest, commit posts, build, check, report.
	@BIN=$(BIN) sh .ci/release

preview: $(VENV)/.compiled ## What CI does for a pull request: the same, and nothing is committed.
	@BIN=$(BIN) COMMIT=no sh .ci/release

deploy: ## Send what changed: make deploy TO=user@host:folder
	@test -n "$(TO)" || { echo "say where to: make deploy TO=user@host:folder" >&2; exit 2; }
	@command -v rsync >/dev/null || { echo "no rsync on PATH: install it" >&2; exit 2; }
	@test -f output/index.html || { echo "output/ holds no site: run make publish" >&2; exit 2; }
	@rsync --recursive --times --checksum --delete-delay --compress \
	  --exclude=.newsdigest-* output/ "$(TO)"

report: $(VENV)/.compiled ## What the last build changed, and what it is unsure of.
	@$(BIN)/newsdigest report

doctor: $(VENV)/.compiled ## What this machine or this site lacks.
	@$(BIN)/newsdigest doctor

check: $(VENV)/.compiled ## Check every file of output/.
	@$(BIN)/newsdigest check

WEB := tests/web/node_modules/.installed
$(WEB): tests/web/package-lock.json
	@command -v npm >/dev/null || { echo "no npm on PATH: install Node.js 20 or newer" >&2; exit 2; }
	@cd tests/web && npm ci --ignore-scripts --no-progress --silent
	@touch $@

web-tools: $(WEB)

pictures: $(VENV)/.compiled $(WEB) ## Draw docs/pictures/ anew from the example archive.
	@GIT_DIR=/dev/null SOURCE_DATE_EPOCH=1735689600 $(BIN)/newsdigest build --settings examples/pelicanconf.py
	@node tests/web/pictures.mjs examples/output docs/pictures

check-web: $(VENV)/.compiled $(VENV)/.installed-dev $(WEB) ## Check pages in a browser: axe-core, Lighthouse, Nu, weight, keyboard (needs Chromium, w3m, Java, Node.js).
	@node tests/web/check.mjs

check-web-quick: $(VENV)/.compiled $(VENV)/.installed-dev $(WEB) ## The same with fewer pages and views, in a few minutes.
	@node tests/web/check.mjs --quick

test: $(VENV)/.installed-dev lint ## Every check that needs no browser.
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term --cov-report=json:cache/coverage.json
	@$(BIN)/python tests/coverage_floor.py cache/coverage.json

test-long: $(VENV)/.installed-dev ## Thousands of builds, each compared with a clean one; builds killed at any moment (an hour).
	@$(BIN)/python -m pytest -n auto --dist worksteal -m long --durations=0 -rP

test-mutations: $(VENV)/.installed-dev ## Plant faults in copies of the engine: the comparisons must notice each.
	@$(BIN)/python tests/planted_faults.py

bench: $(VENV)/.installed-bench ## Build 1,000 and 10,000 posts beside Hugo and stock Pelican (half an hour).
	@nice $(BIN)/python benchmarks/speed.py 1000 10000

bench-publish: $(VENV)/.installed-bench ## The workflow's steps after one more text, on a restored cache.
	@nice $(BIN)/python benchmarks/publishing.py 1000

bench-large: $(VENV)/.installed-bench ## 100,000 posts beside Hugo (hours; Pelican's time is quadratic).
	@nice $(BIN)/python benchmarks/speed.py 100000 --rounds 1 --only newsdigest,hugo

lint: $(VENV)/.installed-dev ## Format, lint, types, import contract, spelling.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-header --no-annotate pyproject.toml --group build

lock: ## Write the lock files anew from pyproject.toml (needs uv).
	@$(LOCK) -o requirements.lock
	@$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock
	@$(LOCK) --group bench --group data -c requirements.lock -o requirements-bench.lock

clean: ## Remove what was built; never content/ or seeds/.
	@rm -rf output cache examples/output examples/cache examples/content/posts
