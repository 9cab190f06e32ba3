# Needs Python 3.11 or newer with its venv module, and make; the rest is installed into .venv.

VENV := .venv
READY := $(VENV)/.ready
BIN := $(VENV)/bin
PYTEST := $(BIN)/pytest -n 2 --dist worksteal

# Found only when a recipe uses it, so that `make help` needs no Python.
PYTHON ?= $(shell python3.11 -c 'import ensurepip, venv' 2>/dev/null && echo python3.11 || echo python3)
CHECK_PYTHON = $(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { echo "error: '$(PYTHON)' is not Python 3.11 or newer with its venv module;" \
	"name one with: make PYTHON=/path/to/python" >&2; exit 1; }

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help env app demo test check evaluate gate baselines format constraints clean

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

env: $(READY) ## create .venv with the product and its test tools

$(READY): pyproject.toml constraints.txt
	@$(CHECK_PYTHON)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[ocr,test]'
	@touch $@

# Documents of one's own are kept apart from the samples.
LIBRARY := .demo/$(if $(DOCUMENTS),documents,samples)/library

app: $(READY) ## fill a library with samples, or DOCUMENTS=FOLDER, and open it in the browser (PORT=N)
ifndef DOCUMENTS
	$(BIN)/gouji sample --out .demo/samples
endif
# A file that cannot be read keeps the others from no page.
	-$(BIN)/gouji index $(if $(DOCUMENTS),"$(DOCUMENTS)",.demo/samples/*.txt) --library $(LIBRARY)
	$(BIN)/gouji app --library $(LIBRARY) $(if $(PORT),--port $(PORT))

demo: $(READY) ## check, index and ask sample disclosures, in a temporary folder
	$(BIN)/gouji demo

test: $(READY) ## run the tests
	$(PYTEST)

check: $(READY) ## all that CI runs: format, lint, types, import contracts, tests, baselines
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST)
	$(MAKE) --no-print-directory gate

# Searched by words only: vectors differ in their last bits from processor to processor.
EVAL_RUN := $(BIN)/gouji eval run --no-vectors
GENERATED := --agencies 2 --errors 1 --injected --seed 1 \
	--format text --format html --format workbook --format pdf --format unruled --format collapsed
BASELINES := evals/baselines

evaluate: $(READY) ## run the shipped and the generated suite; reports in .eval
	rm -rf .eval/generated
	$(BIN)/gouji eval sample --out .eval/generated $(GENERATED)
	$(EVAL_RUN) --suite evals/shipped/retold --out .eval/runs/retold
	$(EVAL_RUN) --suite .eval/generated --out .eval/runs/generated

gate: evaluate ## fail where a metric is worse than the committed baselines by more than its noise
	$(BIN)/gouji eval gate .eval/runs/retold --baseline $(BASELINES)/retold.json
	$(BIN)/gouji eval gate .eval/runs/generated --baseline $(BASELINES)/generated.json

baselines: evaluate ## take what the suites give now as the baselines
	$(BIN)/gouji eval gate .eval/runs/retold --baseline $(BASELINES)/retold.json --update
	$(BIN)/gouji eval gate .eval/runs/generated --baseline $(BASELINES)/generated.json --update

format: $(READY) ## format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The newest pip, since older ones search for many minutes where nothing is pinned yet.
constraints: ## renew constraints.txt from a fresh environment
	@$(CHECK_PYTHON)
	@set -eu; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	$(PYTHON) -m venv "$$scratch/venv"; \
	"$$scratch/venv/bin/python" -m pip install --quiet --upgrade pip; \
	"$$scratch/venv/bin/python" -m pip install --quiet -e '.[all]'; \
	"$$scratch/venv/bin/python" -m pip check; \
	head -n 1 constraints.txt > "$$scratch/new"; \
	"$$scratch/venv/bin/python" -m pip freeze --exclude-editable >> "$$scratch/new"; \
	if grep -nE '^(-|torch==)| @ ' "$$scratch/new"; then \
		echo 'error: these lines may not stand in constraints.txt' >&2; exit 1; \
	fi; \
	cp "$$scratch/new" constraints.txt

clean: ## remove .venv, .demo, caches and build files
	rm -rf $(VENV) .demo .eval build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
