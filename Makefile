# Each target is one line over `uv run`. A machine without uv gets one in .ci/find-uv; nothing else is needed but Python.
export UV_PYTHON_DOWNLOADS := never
RUN = "$$(.ci/find-uv)" run --no-sync
COUNTRY ?= PER

.PHONY: help report test check golden docs publish bench clean
help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/'

.venv/synced: pyproject.toml uv.lock
	@uv="$$(.ci/find-uv)" && "$$uv" sync --frozen --quiet --no-dev --inexact && touch $@

.venv/synced-dev: pyproject.toml uv.lock
	@uv="$$(.ci/find-uv)" && "$$uv" sync --frozen --quiet --all-extras && touch .venv/synced $@

report: .venv/synced ## write the report of COUNTRY (default PER) under out/, and say in ten lines what it found
	@$(RUN) contrapeso report $(COUNTRY) --out out/$(COUNTRY)

check: .venv/synced-dev ## static checks: ruff, mypy, import contracts
	$(RUN) ruff check && $(RUN) ruff format --check && $(RUN) mypy --strict src && $(RUN) lint-imports --no-logo
	rm -rf .mypy_cache/indicators && mkdir -p .mypy_cache/indicators
	for file in src/contrapeso/content/indicators/*/measure.py; do ln -s "$$PWD/$$file" ".mypy_cache/indicators/$$(basename "$$(dirname "$$file")" | tr - _).py"; done
	$(RUN) mypy --strict .mypy_cache/indicators/*.py # modules of one name, each under its folder's

test: check ## everything: static checks, then all tests
	$(RUN) pytest -n 2

golden: .venv/synced-dev ## rewrite the golden documents after looking at what changed
	CONTRAPESO_GOLDEN=write $(RUN) pytest tests/golden -n 2

docs: .venv/synced-dev ## rewrite the generated reference pages
	$(RUN) python docs/generate.py

publish: .venv/synced ## rewrite the published measurements from the ledger's sources
	@$(RUN) contrapeso publish

bench: .venv/synced-dev ## time what the project promises
	$(RUN) python benchmarks/times.py && for name in methods networks risk endurance choice; do OPENBLAS_NUM_THREADS=1 $(RUN) python benchmarks/$$name.py || exit 1; done && for name in sources assistance iati trade votes world ideal_point; do $(RUN) python benchmarks/$$name.py || exit 1; done

clean: ## remove what the targets made, not the ledger
	rm -rf .venv .uv out dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
