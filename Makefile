# The commands of the project. `make run` and `make test` need nothing but make and Python 3.11.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

VENV := .venv
PY = $(VENV)/bin/python
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/.installed
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml

.PHONY: run test exam bench lint lock clean
.DELETE_ON_ERROR:

# Serves on http://127.0.0.1:$(PORT)/ with DEBUG on; the server refuses DEBUG on any other address.
run: $(RUN_STAMP)
	@DEBUG="$${DEBUG-1}" PORT="$(PORT)" exec $(PY) manage.py serve

# Everything, on SQLite and on PostgreSQL where a server can be had: make test ARGS="-k headers"
test: $(DEV_STAMP)
	@exec $(PY) -m tests.run $(ARGS)

# What takes too long for each change (hours): ARGS="--only searching,writing --scale 0.1" sits a part of it.
exam: $(DEV_STAMP)
	@exec $(PY) -m tests.exam $(ARGS)

# The site against its peers (minutes): ARGS="--profiles 1000 --rounds 3". An environment of its own holds the peers.
bench: $(BENCH_STAMP)
	@exec $(BENCH_VENV)/bin/python -m bench run $(ARGS)

# Every tool says its say, also after another one has found something.
lint: $(DEV_STAMP)
	@status=0; \
	for tool in "ruff check ." "ruff format --check ." "djlint --lint --quiet templates/desk" \
		"djlint --lint --quiet --profile jinja templates/readers" "lint-imports --no-cache"; do \
		echo "-- $$tool"; $(VENV)/bin/$$tool || status=1; \
	done; exit $$status

# uv is needed to make the locks only, never to install them.
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: install it with 'pip install uv'." >&2; exit 1; }
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) --group bench --constraint requirements.lock --output-file requirements-bench.lock

# Takes away what can be made again; var/ holds the database and the secret key, and stays.
clean:
	rm -rf $(VENV) $(BENCH_VENV) var/static var/bench .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The two stamps tell when each lock was last installed. The dev lock holds all of the other one.
$(RUN_STAMP): requirements.lock
	$(make-venv)
	@echo "Installing the locked requirements ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(DEV_STAMP): requirements-dev.lock requirements.lock
	$(make-venv)
	@echo "Installing the locked requirements, those of the tests too ..."
	@$(PIP) -r requirements-dev.lock
	@touch $(RUN_STAMP) $@

# The benchmark's environment holds all of the project's requirements too, and is made in the same way.
$(BENCH_STAMP): VENV := $(BENCH_VENV)
$(BENCH_STAMP): requirements-bench.lock
	$(make-venv)
	@echo "Installing the locked requirements, the peers of the benchmark too ..."
	@$(PIP) -r requirements-bench.lock
	@touch $@

define make-venv
@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	echo "Python 3.11 or later is needed, and '$(PYTHON)' was not found: name one with PYTHON=." >&2; exit 1; }
@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Python 3.11 or later is needed, '$(PYTHON)' is older: name another with PYTHON=." >&2; exit 1; }
@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	echo "'$(PYTHON)' lacks the venv module: install it (on Debian: apt install python3-venv)." >&2; exit 1; }
@test -x $(PY) && $(PY) -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV)
endef
