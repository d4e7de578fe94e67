# The front door. Every target sets itself up in .venv; nothing needs root.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check bench check-fake format lock clean

demo: $(READY)
	@$(BIN)/gardener demo

test: $(READY)
	$(BIN)/pytest -q

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q

bench: $(READY)
	$(BIN)/python -m bench

check-fake: $(READY)
	PYTHON=$(BIN)/python scripts/check_fake.sh

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Both locks hold hashes for Python 3.11 to 3.14 on every platform.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url pyproject.toml
lock: $(READY)
	$(BIN)/pip install --quiet uv
	$(LOCK) --extra dev --output-file requirements.lock
	$(LOCK) --output-file deploy/requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
