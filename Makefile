# make demo   installs into .venv and runs the demo
# make test   installs what the tests need and runs everything
# make accuracy   how well mail is read that nothing has learned from
# make model  trains the second reader anew (six minutes)
# make docs   the documentation, into site/
# make generated   every file that is written from the code: after a change of a command, a key or a report
# make dist   wheel, sdist and pinned requirements, into dist/
# make sbom   what runs with it, as CycloneDX, into dist/

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check bench accuracy model docs generated reference pictures dist sbom constraints clean

demo: $(READY)
	@$(BIN)/tealeaves demo

test: $(READY)
	@sh tests/servers/install.sh $(BIN)/python
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n auto

# Style and types.
check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary

bench: $(READY)
	@$(BIN)/python -m benchmarks.import_speed

accuracy: $(READY)
	@$(BIN)/python -m benchmarks.accuracy benchmarks/examination.jsonl --floor benchmarks/floor.toml

model: $(READY)
	@$(BIN)/python -m benchmarks.training

docs: reference
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "site/index.html"

# First what is written from help texts and tables, then what is drawn from what the commands print.
generated: reference
	@$(MAKE) --no-print-directory pictures

# The pages, tables and the manual page that are written from the code.
reference: $(READY)
	@$(BIN)/python -m scripts.reference
	@$(BIN)/python -m scripts.manual

# The pictures of a terminal, from what the commands print.
pictures: $(READY)
	@$(BIN)/python -m scripts.pictures

dist: $(READY)
	@$(BIN)/python -m build --no-isolation --outdir dist .
	@$(BIN)/python scripts/runtime.py postgres > dist/requirements.txt

sbom: $(READY)
	@$(BIN)/python -m scripts.sbom dist/tealeaves.cdx.json

$(READY): pyproject.toml constraints.txt scripts/venv.sh
	@sh scripts/venv.sh $(VENV)
	@touch $@

# Pins every dependency anew, with hashes. Needs uv (pip install uv).
constraints:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	    --custom-compile-command "make constraints" --upgrade --quiet -o constraints.txt

clean:
	rm -rf $(VENV) site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
