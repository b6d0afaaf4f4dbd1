# make demo   installs into .venv and runs the demo
# make test   installs what the tests need and runs everything
# make accuracy   how well mail is read that nothing has learned from
# make model  trains the second reader anew (six minutes)

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check bench accuracy model constraints clean

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

$(READY): pyproject.toml constraints.txt scripts/venv.sh
	@sh scripts/venv.sh $(VENV)
	@touch $@

# Pins every dependency anew, with hashes. Needs uv (pip install uv).
constraints:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	    --custom-compile-command "make constraints" --upgrade --quiet -o constraints.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
