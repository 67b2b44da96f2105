# The commands of Briefings. `make run` and `make test` need nothing but Python 3.11 or newer.

# The first Python here that is new enough; PYTHON=python3.12 names another, VENV another place for it.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
PROCESSES ?= 2
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
SERVER := $(BIN)/gunicorn --config config/gunicorn.conf.py config.wsgi
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -qq --require-hashes -r
CORE := $(addprefix tests/,config text facts exchange/test_curated.py)
NODE := .node
OWN_NODE := $(addprefix tests/clients/node/,package.json package-lock.json .npmrc)
# Tools of others that the API is held against; left out where there is no npm.
NODE_TOOLS := $(if $(shell command -v npm),$(NODE)/.installed)
# In the order of the folders, so that the browser's files, which wait, stand in the middle of a run and not at its end.
PYTEST := $(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder

.PHONY: help run serve setup prepare test test-postgres test-other deep lint openapi examples guide lock clean
.DELETE_ON_ERROR:

help:
	@echo 'make run            serve on 127.0.0.1:$$PORT (8000), with the five reports and two demonstration accounts'
	@echo 'make serve          the same without reports and accounts: a site of your own'
	@echo 'make setup, prepare what make run and make serve do before they serve'
	@echo 'make test           lint, types, and the suite on SQLite, with the browser tests where Chromium is installed,'
	@echo '                    and tools of Node.js where npm is'
	@echo 'make test-postgres  what a database has a part in, without browser, on a scratch PostgreSQL'
	@echo 'make deep           the long tests'
	@echo 'make lint           ruff and mypy'
	@echo 'make openapi        write docs/openapi.yaml anew'
	@echo 'make examples       ask for the examples of both OpenAPI documents anew, and write docs/openapi.yaml'
	@echo 'make guide          take the pictures of docs/guide anew, from a running system (needs Chromium)'
	@echo 'make lock           resolve requirements*.in into requirements*.txt, with hashes'
	@echo 'make clean          remove what make made, but neither var/ nor .env'

run: setup
	@exec $(SERVER)

serve: prepare
	@exec $(SERVER)

# All that is done before serving; again, it changes nothing.
setup: prepare
	@$(MANAGE) load_curated
	@$(MANAGE) demo_accounts

prepare: $(BIN)/.runtime .env
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --no-input --verbosity 0

test: lint $(NODE_TOOLS)
	$(PYTEST)

test-postgres: $(BIN)/.development
	.ci/postgres.sh $(PYTEST) -m 'not browser and not deep'

# On another Python (make test-other PYTHON=python3.13 VENV=.venv-3.13): does it install, start, migrate and load the
# five reports, and do texts, facts and documents come out as they do here?
test-other: $(BIN)/.development
	DEBUG=1 $(MANAGE) check
	$(PYTEST) -m 'not browser and not deep' $(CORE)

deep: $(BIN)/.development $(NODE_TOOLS)
	$(PYTEST) -m deep

lint: $(BIN)/.development
	$(BIN)/ruff check .
	DEBUG=1 $(BIN)/mypy

openapi: $(BIN)/.development
	DEBUG=1 $(MANAGE) spectacular --validate --fail-on-warn --file docs/openapi.yaml

# The answers that the OpenAPI documents show, asked of the five reports.
examples: $(BIN)/.development
	BRIEFINGS_WRITE_EXAMPLES=1 $(BIN)/python -m pytest tests/api/test_examples.py tests/api/desk/test_examples.py
	$(MAKE) openapi

# Two people do all that the guide tells, then every page is visited; each leaves its picture at both widths. Pictures
# that differ from the last ones in times and hashes only stay as they are.
guide: $(BIN)/.development
	touch docs/guide/pages.md
	BRIEFINGS_REQUIRE_BROWSER=1 BRIEFINGS_PICTURES=docs/guide/pictures $(BIN)/python -m pytest \
		tests/browser/test_desk_story.py tests/browser/test_desk_steps.py tests/browser/test_desk_files.py \
		tests/browser/test_desk_pages.py
	$(BIN)/python -m tests.browser.pictures docs/guide

# Each .txt starts with its .in, so that the reason for every direct dependency is read beside its pin.
lock: $(BIN)/python
	$(BIN)/python -m pip install --quiet uv
	@for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --no-emit-find-links $(LOCK_FLAGS) $$name.in --output-file $$name.txt; \
		{ echo '# Made by `make lock`; do not edit. The direct dependencies, and who uses them:'; echo '#'; \
			grep -v '^#' $$name.in | sed -e '/^$$/d' -e 's/^/#   /'; echo; cat $$name.txt; } > $$name.tmp; \
		mv $$name.tmp $$name.txt; \
	done

clean:
	rm -rf $(VENV) $(NODE) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -r {} +

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Briefings needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11 run' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '$(PYTHON) is older than Python 3.11' >&2; exit 1; }
	@echo 'making a virtual environment in $(VENV) with $(PYTHON)'
	@$(PYTHON) -m venv $(VENV)

$(BIN)/.runtime: requirements.txt | $(BIN)/python
	@echo 'installing requirements.txt'
	@$(PIP_INSTALL) requirements.txt
	@touch $@

$(BIN)/.development: requirements-dev.txt | $(BIN)/python
	@echo 'installing requirements-dev.txt'
	@$(PIP_INSTALL) requirements-dev.txt
	@touch $@

$(NODE)/.installed: $(OWN_NODE)
	@echo 'installing the tools of tests/clients/node'
	@mkdir -p $(NODE)
	@cp $(OWN_NODE) $(NODE)
	@cd $(NODE) && npm ci --silent
	@touch $@

.env: | $(BIN)/python
	@umask 077; $(BIN)/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@
	@echo 'wrote .env with a SECRET_KEY of its own'
