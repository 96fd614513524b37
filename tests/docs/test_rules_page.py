"""docs/rules.md and the examples: every command prints what the page shows, every line of Python gives what it says."""

from __future__ import annotations

import doctest
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = (DOCS / "rules.md", DOCS / "examples" / "rules" / "README.md")


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_rules", DOCS / "make_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_rules"] = module
    spec.loader.exec_module(module)
    return module


def test_the_outputs_are_those_of_the_commands() -> None:
    assert PAGES[0].read_text(encoding="utf-8") == script().text(), "请运行 python docs/make_rules.py"


def test_a_planted_wrong_output_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = script()
    page = tmp_path / "rules.md"
    page.write_text("```text\n$ yzperf rules eval.total --on 2024-12-31\n总分 90\n……\n```\n", encoding="utf-8")
    monkeypatch.setattr(made, "TARGET", page)
    assert made.text() == (
        "```text\n$ yzperf rules eval.total --on 2024-12-31\n评价总分（eval.total）：100分（国家，2024-12-31 有效）\n……\n```\n"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_of_the_page_gives_what_it_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.name, str(page), 0)
    results = doctest.DocTestRunner().run(test)
    assert results.failed == 0
    assert results.attempted >= 8


def test_the_page_names_every_folder_of_the_rule_data() -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    data = ROOT / "yzperf" / "rules" / "data"
    names = [f"{path.name}/" if path.is_dir() else path.name for path in data.iterdir()]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_page_shows_mistakes_with_file_and_line() -> None:
    (block,) = re.findall(r"\$ yzperf rules --rules 有错的规则.*?```", PAGES[0].read_text(encoding="utf-8"), re.DOTALL)
    lines = block.splitlines()[1:-1]
    assert len(lines) >= 8
    assert all(re.match(r"错误：有错的规则/\S+\.toml 第\d+行", line) for line in lines)
