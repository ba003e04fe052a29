# Two commands do everything: `make serve` and `make test`. A fresh machine needs git, make and a Python 3 with pip;
# the rest is fetched from the package registries. Run them as often as you like: what is done is not done again.

PYTHON ?= python3
PORT ?= 8000

uv := .tools/bin/uv
bin := .venv/bin
pyodide := wizard/browser/node_modules/.installed
checkers := tests/node_modules/.installed
logs := .cache/logs

.PHONY: help serve test test-all dist test-browsers promises first-ten-minutes fuzz profile profile-to-begin-with reproducible bench build check browser setup lock clean
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help:
	@echo 'make serve   set everything up, build the site and serve it at http://127.0.0.1:$(PORT)/'
	@echo 'make test    set everything up, a browser included, build the site and run the tests, but for the longest'
	@echo 'make test-all  the same with every test, as CI does'
	@echo 'make promises  prove the promises again, over your own rules where DATA_STACK_OVERLAY names their folder'
	@echo 'make test-browsers   walk through the wizard in Chromium, Firefox and WebKit'
	@echo 'make first-ten-minutes  run the lines that a new stack starts with against real databases (half an hour)'
	@echo 'make fuzz            try 100,000 hostile inputs for each parser (half an hour or more)'
	@echo 'make profile         measure anew which functions of Python run in the browser (half an hour)'
	@echo 'make reproducible    build twice in different folders and compare every byte'
	@echo 'make bench   set up and build like make test, measure the engine and the site, and print one table'
	@echo 'make build   build the site into site/'
	@echo 'make dist    build the package data-stack, a wheel and an sdist, into dist/'
	@echo 'make check   lint, formatting and types'
	@echo 'make lock    write requirements.txt and package-lock.json anew from pyproject.toml and package.json'
	@echo 'make clean   remove everything that make made'

# How many steps the command has: the 6 in "1/6".
goal = $(filter $(1),$(MAKECMDGOALS))
of := $(if $(call goal,test test-all bench profile),8,$(if $(call goal,test-browsers),7,$(if $(call goal,serve),6,$(if $(call goal,build),5,4))))
browser-step := $(if $(call goal,test test-all test-browsers bench profile),6,4)

# quietly(name of log, command, what to say when it fails): a tool's output is shown only when it fails.
define quietly
@mkdir -p $(logs); if ! ( $(2) ) > $(logs)/$(1).log 2>&1; then \
	cat $(logs)/$(1).log >&2; printf '\n%s\n' "$(3)" >&2; exit 1; fi
endef


# 1. uv, which finds or fetches Python 3.13 and installs packages. Its version and hashes are those in requirements.txt.

no-python := Python 3 was not found: install Python 3 with pip, or name one with PYTHON=/path/to/python3, and run make again.
no-pip := $(PYTHON) has no pip: install pip (on Debian and Ubuntu: apt-get install python3-pip) and run make again.
no-uv := uv could not be installed from PyPI by pip (see above): check that this machine reaches PyPI and run make again.

pip-install-uv = awk '/^uv==/ {on = 1; print; next} /^[^ ]/ {on = 0} on' requirements.txt > $(logs)/uv.txt \
	&& rm -rf .tools && PIP_USER=0 $(PYTHON) -m pip install --disable-pip-version-check --target .tools \
	--no-deps --only-binary :all: --require-hashes --requirement $(logs)/uv.txt

$(uv): requirements.txt
	@echo '1/$(of)  Getting uv from PyPI (about 25 MB)'
	@command -v $(PYTHON) > /dev/null || { echo '$(no-python)' >&2; exit 1; }
	@$(PYTHON) -m pip --version > /dev/null 2>&1 || { echo '$(no-pip)' >&2; exit 1; }
	$(call quietly,uv,$(pip-install-uv),$(no-uv))
	@touch $@


# 2. Python 3.13, as in the browser.

no-python-3.13 := Python 3.13 was neither found on this machine nor fetched by uv (see above): install Python 3.13 and run make again.

uv-venv = $(uv) venv --quiet --clear --python "$$(cat .python-version)" .venv

.venv/pyvenv.cfg: .python-version | $(uv)
	@echo '2/$(of)  Finding Python 3.13 on this machine, or fetching it (about 35 MB)'
	$(call quietly,python,$(uv-venv),$(no-python-3.13))
	@touch $@


# 3. The packages in requirements.txt, and this project, editable.

no-packages := The packages in requirements.txt could not be installed (see above): check that this machine reaches PyPI and run make again.
no-project := This project could not be installed into .venv (see above): look at pyproject.toml and run make again.

uv-packages = $(uv) pip sync --quiet --python .venv --require-hashes requirements.txt
uv-project = $(uv) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .

.venv/.packages: .venv/pyvenv.cfg requirements.txt | $(uv)
	@echo '3/$(of)  Getting the packages in requirements.txt from PyPI (about 200 MB)'
	$(call quietly,packages,$(uv-packages),$(no-packages))
	@touch $@

.venv/.installed: .venv/.packages pyproject.toml
	$(call quietly,project,$(uv-project),$(no-project))
	@touch $@


# 4. Pyodide, by the npm that came with the packages.

no-pyodide := Pyodide could not be installed from the npm registry (see above): check that this machine reaches it and run make again.

npm-ci = cd $(1) && PATH="$(CURDIR)/$(bin):$$PATH" npm ci

$(pyodide): .venv/.packages wizard/browser/package.json wizard/browser/package-lock.json wizard/browser/.npmrc
	@echo '4/$(of)  Getting Pyodide from the npm registry (about 6 MB)'
	$(call quietly,npm,$(call npm-ci,wizard/browser),$(no-pyodide))
	@touch $@

setup: .venv/.installed $(pyodide)


# What people run

no-site := The site could not be built (see above).

# Dated by the last commit, so that the same commit gives the same bytes.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2> /dev/null || date +%s)

build: setup
	@echo '5/$(of)  Building the site into site/'
	$(call quietly,build,$(bin)/python -m wizard.build,$(no-site))

no-package := The package could not be built (see above).

uv-build = rm -rf dist && $(uv) build --quiet --python .venv --no-build-isolation --out-dir dist

dist: .venv/.installed
	@echo '4/$(of)  Building the package into dist/'
	$(call quietly,dist,$(uv-build),$(no-package))

ifneq ($(call goal,serve),)
export SITE_URL ?= http://127.0.0.1:$(PORT)/
endif

serve: build
	@echo '6/$(of)  Serving'
	@$(bin)/python -m wizard.build.tools.serve --port $(PORT) site

# What the tests check pages with: axe-core and html-validate.

no-checkers := The packages that check pages could not be installed from the npm registry (see above): check that this machine reaches it and run make again.

$(checkers): .venv/.packages tests/package.json tests/package-lock.json tests/.npmrc
	@echo '7/$(of)  Getting the checkers of pages from the npm registry (about 19 MB on disk)'
	$(call quietly,checkers,$(call npm-ci,tests),$(no-checkers))
	@touch $@

# The tests of a file go to one process (tests/conftest.py), which makes what they share once; a browser's to any.
# What is proved for the same sources is not proved again (tests/proofs.py), and what is marked `full` is left out and
# named at the end: with CI set, everything is proved.
test: build browser $(checkers)
	@echo '8/$(of)  Testing'
	@DATA_STACK_SITE=site $(bin)/python -m pytest $(if $(CI),,--quick) \
		--numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

test-all: export CI = true
test-all: test

# With an overlay, those about the guide's own recommendations are left out: the company means to change these.
promises: .venv/.installed
	@echo '4/$(of)  Proving the promises (a few minutes)'
	@$(bin)/python -m pytest --prove tests/test_promises.py $(if $(DATA_STACK_OVERLAY),-m 'not guide')

# BROWSERS='firefox webkit' names some of them.
test-browsers: build browser
	@echo '7/$(of)  Walking through the wizard in each browser (what is missing is installed)'
	@$(bin)/python -m tests.browsers $(BROWSERS) --site site

# It needs the servers that the lines speak to, and says which are missing: on Debian, the packages postgresql,
# mariadb-server and redis-server. STARTS='drizzle-postgresql' names some of them.
first-ten-minutes: setup
	@$(bin)/python -m tests.first_ten_minutes $(STARTS)

# FUZZ='--inputs 1000 links' and the like: `python -m tests.fuzz --help` names the options.
fuzz: setup
	@$(bin)/python -m tests.fuzz $(FUZZ)

# After a new version of Pyodide. PROFILE='--add --seed 1' and the like: `python -m tests.profile --help` names the options.
# Until there is one for that, all functions stay, so that a site can be built.
profile: profile-to-begin-with build browser
	@echo '8/$(of)  Measuring which functions of WebAssembly run (half an hour)'
	@$(bin)/python -m tests.profile $(PROFILE)

profile-to-begin-with: setup
	@$(bin)/python -m tests.profile --begin

reproducible: setup
	@$(bin)/python -m wizard.build.tools.reproducible

# BENCH='--runs 9 --only engine' and the like: `python -m tests.bench --help` names the options.
bench: build browser $(checkers)
	@echo '8/$(of)  Measuring (an hour; the machine should have nothing else to do)'
	@$(bin)/python -m tests.bench $(BENCH)

browser: .venv/.installed
	@echo '$(browser-step)/$(of)  Finding a browser for the tests'
	@$(bin)/python -m wizard.build.tools.browser$(if $(call goal,test-browsers bench profile), --whole)

check: .venv/.installed
	@echo '4/$(of)  Checking'
	@$(bin)/ruff check
	@$(bin)/ruff format --check
	@$(bin)/mypy
	@$(bin)/python -m wizard.build.tools.freshness

lock: $(uv)
	$(uv) pip compile pyproject.toml --group site --group test --group check --group tools --universal \
		--python-version "$$(cat .python-version)" --generate-hashes --no-emit-index-url --upgrade --quiet \
		--custom-compile-command 'make lock' --output-file requirements.txt
	$(MAKE) .venv/.installed
	cd wizard/browser && PATH="$(CURDIR)/$(bin):$$PATH" npm update --package-lock-only
	cd tests && PATH="$(CURDIR)/$(bin):$$PATH" npm update --package-lock-only

clean:
	rm -rf .cache .tools .venv site dist wizard/browser/node_modules tests/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
