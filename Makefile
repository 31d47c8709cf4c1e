# Everything from nothing but Python 3.11 or newer and make. Each target does its own set-up.
PYTHON ?= python3
SCRIPT ?= scripts/first-run.yaml
export SCRIPT                        # so that the shell takes a name with spaces as one

VENV := .venv
BIN := $(VENV)/bin

# Kept compiled: the commands that tests start, and the tests themselves, else are compiled anew at each start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: workout studio test test-browser check lint types bench bench-short listen attack clean

workout: $(VENV)/.installed          ## Turn a script into an MP3: make workout SCRIPT=my-run.yaml
	$(BIN)/audiocoach render "$$SCRIPT"

studio:                              ## Build the better text field of `audiocoach studio`; needs Node 18 or newer and npm
	cd studio-editor && npm ci --no-audit --no-fund && npm run build

test: $(VENV)/.installed-dev         ## The whole test suite
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-browser: $(VENV)/.installed-browser  ## The shared page in the system's Chromium; pictures of it in output/screenshots
	AUDIOCOACH_BROWSER=needed $(BIN)/python -m pytest tests/browser

check: lint types                    ## The fast part: style, types, tests that neither render nor speak
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

bench: $(VENV)/.installed-dev        ## Speed and memory, as ratios
	$(BIN)/python benchmarks/render.py
	$(BIN)/python benchmarks/programme.py
	$(BIN)/python benchmarks/speaking.py

bench-short: $(VENV)/.installed-dev  ## The same in under five minutes; AGAINST=PYTHON compares with another checkout
	$(BIN)/python benchmarks/short.py $(if $(AGAINST),--against $(AGAINST))

listen: $(VENV)/.installed-understood  ## Which sentences are understood, by a recogniser: benchmarks/listened.txt; TENTH=1 tries a tenth again
	$(BIN)/python benchmarks/listen.py $(if $(TENTH),--tenth)

attack: $(VENV)/.installed-dev       ## Files, voices, disks and strangers that mean harm: make attack TIME=1h SEED=2 ONLY="scripts music"
	$(BIN)/python -m attacks --time $(or $(TIME),5m) --seed $(or $(SEED),1) $(if $(ONLY),--only $(ONLY))

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "audiocoach needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ $(VENV)/.installed

$(VENV)/.installed-browser: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,browser]'
	touch $@ $(VENV)/.installed $(VENV)/.installed-dev

$(VENV)/.installed-understood: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,understood]'
	touch $@ $(VENV)/.installed $(VENV)/.installed-dev
