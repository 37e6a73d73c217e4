# make site | serve | check | test | test-all | test-newer | soak | bench | profile | lint | lock: see README.md
PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
VENV ?= .venv
BIN := $(VENV)/bin
NEWER := 12 13 14 15
REQUIREMENTS := requirements/build.txt requirements/site.txt
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation
ALL_CORES := --numprocesses auto --dist loadfile --no-loadscope-reorder
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve check test test-all test-newer test-as soak bench profile lint lock clean

site: $(VENV)/site
	$(BIN)/python -m engine build --strict

serve: $(VENV)/site
	$(BIN)/python -m engine serve --dev-addr $(ADDRESS)

check: $(VENV)/site
	$(BIN)/kfh check

test: $(VENV)/tests
	$(BIN)/pytest $(ALL_CORES) -m "not slow"

test-all: $(VENV)/tests
	$(BIN)/pytest $(ALL_CORES)

test-newer:
	for minor in $(NEWER); do if python3.$$minor --version >/dev/null 2>&1; then \
		$(MAKE) test-as PYTHON=python3.$$minor VENV=.venv/3.$$minor || exit; fi; done

test-as: $(VENV)/tests
	$(BIN)/python -W error::DeprecationWarning -m engine build --strict --quiet --site-dir $(VENV)/built
	$(BIN)/pytest $(ALL_CORES) -W error::DeprecationWarning -m "not slow" tests/unit

soak: $(VENV)/tests
	KFH_SEQUENCES=1000 $(BIN)/pytest tests/site/test_incremental.py -m slow

bench: $(VENV)/tests .venv/bench/installed
	$(BIN)/python -m bench

profile: $(VENV)/tests
	$(BIN)/python -m bench.profile

lint: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/vulture

lock:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet uv
	for name in build site tests bench; do .venv/lock/bin/uv pip compile --quiet --upgrade --native-tls --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-header requirements/$$name.in \
		-o requirements/$$name.txt; done

$(VENV)/site: $(REQUIREMENTS) pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements/build.txt
	$(PIP) -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-index --no-build-isolation --editable .
	touch $@

$(VENV)/tests: $(VENV)/site requirements/tests.txt
	$(PIP) -r requirements/tests.txt
	touch $@

.venv/bench/installed: requirements/bench.txt bench/package-lock.json
	test -x .venv/bench/bin/python || $(PYTHON) -m venv .venv/bench
	.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	npm ci --prefix bench --no-audit --no-fund
	touch $@

clean:
	rm -rf .venv .cache site
