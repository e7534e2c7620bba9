# One command a job. `make rebuild` builds the graph of both reviews, `make test` checks everything.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: rebuild test fast lint types docs notebooks lock inventory bench clean

rebuild: .venv/core
	$(BIN)/dhrgraph rebuild

# Files of tests side by side, as many as there are cores.
test: lint types
	$(BIN)/pytest -n auto --dist loadfile

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/dev
	$(BIN)/mypy

# The tests that take seconds.
fast: .venv/dev
	$(BIN)/pytest -q -m "not slow and not browser"

# The generated pages of docs/ and the output of the notebooks.
docs: .venv/dev
	$(BIN)/python docs/generate.py

notebooks: .venv/dev
	$(BIN)/python notebooks/run.py

# Slow measurements, apart from the tests.
bench: .venv/dev
	$(BIN)/python -m tests.bench

# Pin all dependencies anew, with hashes, for every platform (needs uv), and list what they are.
lock:
	for extra in core dev; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q setup.cfg requirements/build.in \
	    $$(test $$extra = dev && echo --extra dev) --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate -o requirements/$$extra.txt > /dev/null; \
	done
	$(MAKE) inventory

# What is installed, and under which licences: requirements/sbom.cdx.json and docs/licences.md.
inventory: .venv/dev
	$(BIN)/python requirements/inventory.py

# The environment: everything from the lock, checked by its hashes, then the package itself.
.venv/core: requirements/core.txt setup.cfg
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/core.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: .venv/core requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

clean:
	rm -rf .venv build dist *.egg-info graph/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
