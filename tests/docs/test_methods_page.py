"""The list of methods is what the code offers, and its examples run."""

import importlib.util
import re
from pathlib import Path

from tests.conftest import ROOT
from yzperf.methods import METHODS

PAGE = ROOT / "docs" / "methods.md"


def _made(script: Path) -> str:
    spec = importlib.util.spec_from_file_location("make_methods", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text: str = module.text()
    return text


def test_the_list_is_up_to_date() -> None:
    made = _made(ROOT / "docs" / "make_methods.py")
    assert PAGE.read_text(encoding="utf-8") == made, "请运行 python docs/make_methods.py"
    assert set(re.findall(r"\(methods/(\w+)\.md\)", made)) == set(METHODS)


def test_the_examples_run() -> None:
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL):
        exec(compile(block, str(PAGE), "exec"), names)
    assert names["result"].value > 0  # type: ignore[attr-defined]
