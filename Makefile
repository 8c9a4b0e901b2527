# make play   the board in the terminal
# make test   every check and test for a change
# make manual   the manual in a browser, at http://localhost:8001
# make snapshots   the pictures of the screen in the tests, written anew; look at their git diff
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
# Each process begins with a third of the folders, so that what the tests of one share is made once. A third of the
# time is spent in waiting, for other programs and for the screen, so two cores have work for three processes.
TESTS := $(BIN)/python -m pytest --numprocesses 3 --dist worksteal

.PHONY: play test test-long check manual snapshots clean

play: $(VENV)/play.installed
	@$(BIN)/darkgo play

test: check
	$(TESTS)

test-long: check $(VENV)/katrain.installed
	$(TESTS) -m "long or not long"

check: $(VENV)/test.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zensical build --strict

manual: $(VENV)/test.installed
	$(BIN)/zensical serve --dev-addr localhost:8001

snapshots: $(VENV)/test.installed
	WRITE_SNAPSHOTS=1 $(BIN)/python -m pytest tests/tui/test_snapshots.py

# A client to test against; it has an environment of its own, for it brings a desktop toolkit.
$(VENV)/katrain.installed: | $(BIN)/python
	@$(PYTHON) -m venv $(VENV)/katrain
	@$(VENV)/katrain/bin/pip --disable-pip-version-check install --quiet katrain
	@touch $@

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/play.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing DarkGo into $(VENV) (once; a few minutes)" >&2
	@$(PIP) --editable .
	@touch $@

$(VENV)/test.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing DarkGo and its test tools into $(VENV) (once; a few minutes)" >&2
	@$(PIP) --editable '.[train,dev]'
	@touch $@ $(VENV)/play.installed

clean:
	rm -rf $(VENV) .cache build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
