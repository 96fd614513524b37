# 用法：make demo（演示） make test（全部测试） make lint（风格与类型） make notebooks（重跑笔记本）
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
# 环境若禁止写字节码，每次启动都要重新编译全部依赖，慢三倍多
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test unit notebook-test lint notebooks package serve spark clean

demo: $(VENV)/.run
	$(BIN)/yzperf demo --out out/demo

serve: $(VENV)/.run
	$(BIN)/yzperf serve

test: $(VENV)/.dev unit notebook-test

# 读笔记本的插件一载入就要编译几十套语法，这里用不上；两个处理器上跑三份，有一份在等浏览器、数据库或子进程时别的接着跑
unit: $(VENV)/.dev
	$(PY) -m pytest -p no:nbval -n 3 --dist loadfile tests

# notebooks/regression（全流程、自评表、规则、项目组合、机构自查、财政抽查）和 notebooks/methods（各方法）逐格比对输出；
# notebooks/app（案卷页面、核查页面）由浏览器测试打开
notebook-test: $(VENV)/.dev
	$(PY) -m pytest -n 2 --dist loadfile --nbval --nbval-current-env --nbval-sanitize-with notebooks/sanitize.cfg --nbval-cell-timeout 180 -p no:cacheprovider notebooks/regression notebooks/methods

lint: $(VENV)/.dev
	$(BIN)/ruff check yzperf tests data templates
	$(BIN)/ruff format --check yzperf tests data templates
	$(BIN)/mypy

notebooks: $(VENV)/.dev
	cd notebooks && for notebook in regression/*.ipynb methods/*.ipynb; do ../$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False $$notebook || exit 1; done

# Spark 很大，只在要测它的地方装
spark: $(VENV)/.dev
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[spark]"

package: $(VENV)/.dev
	$(PY) -m build --no-isolation --wheel

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "yzperf 需要 Python 3.11 或更新版本，当前为 " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	$(PY) -m compileall -q $(VENV)/lib yzperf || true
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	$(PY) -m compileall -q $(VENV)/lib yzperf || true
	touch $(VENV)/.run $@

clean:
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
