# The two commands: `make serve` and `make test`. Both do all the set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Without compiled files each process of the platform and of its tests would compile it anew: twice the time to start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup serve test check bench quality demo screenshots brand clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## Make .venv with everything in it

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "CEU needs Python 3.11 or later. Say which one: make PYTHON=/path/to/python3.11 setup"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python could not make .venv. On Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@

serve: setup ## Run the platform at http://127.0.0.1:8000
	@exec $(BIN)/ceu serve

# One process more than there are cores: browsers and servers keep a process waiting.
# Files are taken up in the order of tests/conftest.py, the longest first.
test: check ## Run every check and every test
	@$(BIN)/python tests/machine.py
	$(BIN)/pytest -n $$($(BIN)/python -c 'import os; print((os.cpu_count() or 1) + 1)') --dist loadfile \
		--no-loadscope-reorder

check: setup ## Lint, formatting, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## Measure the speed budgets and write the table into docs/running.md
	$(BIN)/python bench

quality: setup ## Judge every page and write the numbers into docs/quality.md
	@CEU_REQUIRE_BROWSER=1 $(BIN)/python tests/machine.py
	$(BIN)/python tests/quality.py

demo: setup ## Sample accounts and synthetic learners
	$(BIN)/ceu demo

screenshots: setup ## Take the README's pictures anew
	@$(BIN)/python tests/machine.py
	$(BIN)/python docs/screenshots/take.py

brand: setup ## Draw the icons and the card of a shared link anew
	$(BIN)/python docs/brand/draw.py

clean: ## Remove .venv and caches; the instance folder stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis
