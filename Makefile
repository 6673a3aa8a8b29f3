# One entrance to everything. `make` alone lists the targets.
# Stamp files in .venv/stamps remember what is installed, so that a second call starts at once.

VENV   := .venv
PY     := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
# The oldest supported Python first: what works there works on newer ones.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
PORT   ?=
LESSON := 01-three-parts.ipynb

# Without a screen no browser is started; the printed URL carries the token.
SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(WSL_DISTRO_NAME),$(filter Darwin,$(shell uname -s)))
LAB     = $(PY) -m jupyterlab --ServerApp.root_dir=lessons \
	--LabApp.default_url=/lab/tree/$(1)/$(LESSON) \
	$(if $(SCREEN),,--no-browser) $(if $(filter 0,$(shell id -u)),--allow-root) \
	$(if $(PORT),--port=$(PORT) --ServerApp.port_retries=0)
# A page without code. Its template lies in demo/, where Voila looks because of JUPYTER_PATH. Two extensions of
# JupyterLab that `make test` installs would write errors into the page's console.
DEMO    = KWIDGETS_LANG=$(1) JUPYTER_PATH=demo$(if $(JUPYTER_PATH),:$(JUPYTER_PATH)) \
	$(PY) -m voila demo/playground.ipynb --template=kwidgets \
	--VoilaConfiguration.extension_denylist=jupyterlab-jupytext \
	--VoilaConfiguration.extension_denylist=@jupyter-notebook/lab-extension \
	$(if $(SCREEN),,--no-browser) \
	$(if $(PORT),--port=$(PORT) --Voila.port_retries=0)
PIP     = $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help lab lab-ko demo demo-ko test lint unit notebooks lessons bench gallery parity data binder-pins

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

lab: $(STAMPS)/lab ## open the first lesson in JupyterLab (PORT=8888 chooses the port)
	$(call LAB,en)

lab-ko: $(STAMPS)/lab ## 첫 수업을 한국어로 열기 (PORT=8888로 포트를 골라요)
	$(call LAB,ko)

demo: $(STAMPS)/demo ## open the Playground as a page of its own (PORT=8866 chooses the port)
	$(call DEMO,en)

demo-ko: $(STAMPS)/demo ## 신경망 놀이터를 페이지 하나로 열기 (PORT=8866으로 포트를 골라요)
	$(call DEMO,ko)

test: $(STAMPS)/test $(STAMPS)/browser lint unit notebooks ## lint, then all tests: unit, browser, notebooks

lint: $(STAMPS)/test ## ruff, mypy --strict, import-linter
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

# Three files side by side, also on two cores: most of the time a test waits for a browser or a kernel.
SPREAD = -n 3 --dist loadfile

unit: $(STAMPS)/test $(STAMPS)/browser
	$(PY) -m pytest $(SPREAD)

notebooks: $(STAMPS)/test
	$(PY) -m pytest $(SPREAD) --nbval --nbval-current-env --nbval-sanitize-with=lessons/nbval-sanitize.cfg lessons/ko lessons/en

lessons: $(STAMPS)/test ## rebuild lessons/ko and lessons/en from lessons/src
	$(PY) -m lessons.src.build
	$(PY) -m lessons.src.contents

bench: $(STAMPS)/test $(STAMPS)/browser ## measure the engine and the widgets
	$(PY) -m bench

gallery: $(STAMPS)/test $(STAMPS)/browser ## take the pictures of all panels again, for docs/gallery.md
	$(PY) -m tests.browser.gallery

parity: $(STAMPS)/test $(STAMPS)/parity ## real Keras beside ours: names, how they are called, the code of every lesson
	$(PY) -m tests.core.parity.coverage
	KERAS_BACKEND=jax $(VENV)/parity/bin/python -m tests.lessons.parity

data: $(STAMPS)/lab ## make the files of lessons/data again from pinned packages
	$(PY) -m lessons.data.make

binder-pins: $(STAMPS)/lab ## pin anew what Binder installs
	$(PY) binder/pin.py

$(PY):
	@test -n "$(PYTHON)" || { echo "kwidgets needs Python 3.11 or newer; none was found on PATH."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(STAMPS)/lab: pyproject.toml binder/overrides.json | $(PY)
	$(PIP) --editable '.[lab]'
	@mkdir -p $(VENV)/share/jupyter/lab/settings $(STAMPS)
	@cp binder/overrides.json $(VENV)/share/jupyter/lab/settings/
	@touch $@

$(STAMPS)/demo: pyproject.toml | $(PY)
	$(PIP) --editable '.[demo]'
	@mkdir -p $(STAMPS)
	@touch $@

$(STAMPS)/test: pyproject.toml $(STAMPS)/lab
	$(PIP) --editable '.[test]'
	@touch $@

$(STAMPS)/browser: tests/browser/machine.py $(STAMPS)/test
	$(PY) tests/browser/machine.py
	@touch $@

# Real Keras in an environment of its own, as a learner would have it who goes on to it.
$(STAMPS)/parity: pyproject.toml $(STAMPS)/lab
	$(PY) -m venv $(VENV)/parity
	$(VENV)/parity/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[parity]'
	@touch $@
