# `make demo` and `make test` are all that a new machine needs: Debian 12 with python3, make, git, and root or sudo.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

# Two processes for the tests; those of the lab come last, in one of them (tests/conftest.py).
BESIDE := -n 2 --dist loadscope --no-loadscope-reorder

# What the lab runs on: routers, their guest kernel, their SSH servers and packet filters.
LAB_PACKAGES := frr user-mode-linux openssh-server openssh-client nftables netbase iproute2 iputils-ping python3 util-linux

# What the pages are looked at with, and letters for Chinese.
BROWSER_PACKAGES := chromium fonts-noto-cjk

.PHONY: help demo test check lint types imports messages docs bench soak lab clean lock

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z.]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# LAB=frr: real routers, installed where they are missing; simulated: nothing but Python; all: both. Without it: routers
# where they can be had.
LAB ?= auto
demo: $(INSTALLED) ## Move one department onto the e-government network, before your eyes (1 to 4 minutes); LAB=frr|simulated|all
	@case "$(LAB)" in \
	  frr) $(MAKE) lab-packages && $(BIN)/netops demo --lab frr ;; \
	  simulated) $(BIN)/netops demo --lab simulated ;; \
	  all) $(MAKE) lab-packages && $(BIN)/netops demo --all ;; \
	  auto) tools/system-packages "the lab's routers" $(LAB_PACKAGES) || echo "going on without them" >&2; $(BIN)/netops demo ;; \
	  *) echo "LAB is frr, simulated or all, not $(LAB)" >&2; exit 1 ;; \
	esac

test: $(INSTALLED) lab-packages browser-packages ## Run every test, on real routers and in a real browser too
	$(BIN)/pytest $(BESIDE)

check: lint types imports ## Before each commit: lint, types, imports and the quick tests (5 minutes)
	$(BIN)/pytest $(BESIDE) -m "not lab and not browser"

lint: $(INSTALLED) ## Style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(INSTALLED) ## Types of the source and of the tests
	$(BIN)/mypy

imports: $(INSTALLED) ## Which room may import which
	$(BIN)/lint-imports --no-logo

messages: $(INSTALLED) ## Collect the texts to translate and compile the catalogue
	$(BIN)/python tools/messages.py

docs: $(INSTALLED) ## Write docs/errors.md, docs/commands.md and docs/schemas
	$(BIN)/python tools/document.py
	$(BIN)/netops schemas --output docs/schemas

bench: $(INSTALLED) .venv-bench/.installed .venv-bench-ansible/.installed ## Measure, beside other tools, in one run
	$(BIN)/python -m benchmarks

soak: $(INSTALLED) lab-packages ## The long tests: properties with fifty times the examples, everything in the lab, every session
	HYPOTHESIS_PROFILE=soak $(BIN)/pytest $(BESIDE) -k "property or properties or lab or terminals"

lab: $(INSTALLED) lab-packages ## Start the lab and leave it running (`netops lab down` stops it)
	$(BIN)/netops lab up

clean: ## Remove what was built; the lab must be down
	rm -rf .venv .venv-bench .venv-bench-ansible build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: $(INSTALLED) ## Renew requirements.lock (needs uv)
	uv pip compile --generate-hashes --group dev pyproject.toml -o requirements.lock \
	  --no-header --no-emit-index-url --no-emit-find-links
	uv pip compile --generate-hashes --group bench -o benchmarks/requirements.lock \
	  --no-header --no-emit-index-url --no-emit-find-links --no-annotate
	uv pip compile --generate-hashes --group bench-ansible -o benchmarks/requirements-ansible.lock \
	  --no-header --no-emit-index-url --no-emit-find-links --no-annotate

.venv-bench/.installed: benchmarks/requirements.lock | $(INSTALLED)
	@$(PYTHON) -m venv .venv-bench
	@echo "installing what netops is measured beside into .venv-bench"
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.lock
	@touch $@

.venv-bench-ansible/.installed: benchmarks/requirements-ansible.lock | $(INSTALLED)
	@$(PYTHON) -m venv .venv-bench-ansible
	@echo "installing Ansible's bundle into .venv-bench-ansible (600 MB)"
	@.venv-bench-ansible/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements-ansible.lock
	@touch $@

.PHONY: lab-packages browser-packages .venv
lab-packages:
	@tools/system-packages "the lab's routers" $(LAB_PACKAGES)

browser-packages:
	@tools/system-packages "the browser of the tests" $(BROWSER_PACKAGES)

.venv: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "netops needs Python 3.11 or newer; PYTHON=... make names one" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tools/system-packages "Python's virtual environments" python3-venv
	@test -x $(BIN)/python || { echo "making .venv"; $(PYTHON) -m venv .venv; }
	@echo "installing the locked Python packages into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
