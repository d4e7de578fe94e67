# The front door. Every target sets itself up in .venv; nothing needs root.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
TOOLS := .venv/tools

.PHONY: demo test check bench check-fake check-image dist sbom audit lint-workflows format lock clean

demo: $(READY)
	@$(BIN)/gardener demo

test: $(READY)
	$(BIN)/pytest -q -n auto

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n auto

bench: $(READY)
	$(BIN)/python -m bench

check-fake: $(READY)
	PYTHON=$(BIN)/python scripts/check_fake.sh

# Root only: the bot as the image has it, on a read-only file system, without Docker.
check-image:
	scripts/check_image.sh

dist: $(READY)
	$(BIN)/hatchling build -d dist -t wheel -t sdist

# What the image is made of, from its lock alone: needs no network, and the same lock gives the same.
sbom: $(TOOLS)/.ready
	mkdir -p dist
	$(TOOLS)/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application \
		--output-reproducible --output-file dist/sbom.cdx.json deploy/requirements.lock 2>/dev/null
	$(TOOLS)/bin/python scripts/check_sbom.py dist/sbom.cdx.json deploy/requirements.lock

# Needs the network: asks PyPI which locked versions are known to be vulnerable. `--strict`: a
# version that PyPI gave no answer about is a failure too.
audit: $(TOOLS)/.ready
	for lock in requirements.lock deploy/*.lock; do \
		$(TOOLS)/bin/pip-audit --strict --disable-pip --require-hashes --requirement $$lock || exit 1; \
	done

lint-workflows: $(TOOLS)/.ready
	$(TOOLS)/bin/zizmor --offline --persona=auditor .github

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The locks hold hashes for Python 3.11 to 3.14 on every platform.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url
lock: $(READY)
	$(BIN)/pip install --quiet uv
	$(LOCK) pyproject.toml --extra dev --output-file requirements.lock
	$(LOCK) pyproject.toml --extra otel --output-file deploy/requirements.lock
	$(LOCK) --group build --output-file deploy/build.lock
	$(LOCK) --group supply --output-file deploy/supply.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(TOOLS)/.ready: deploy/supply.lock
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r deploy/supply.lock
	@touch $@
