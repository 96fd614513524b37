"""The notebooks themselves: what nbval would pass over in silence is refused here, rule by rule.

nbval compares nothing in a cell without an execution count, never compares a picture, and obeys skip markers: a
notebook can pass it without having been checked at all.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

Notebook = dict[str, Any]
Rule = Callable[[Notebook], Iterator[str]]

KEPT = sorted(path for folder in ("regression", "methods") for path in (ROOT / "notebooks" / folder).glob("*.ipynb"))
APP = sorted((ROOT / "notebooks" / "app").glob("*.ipynb"))
MOST_LINES, FEWEST_OUTPUTS, MOST_BYTES = 12, 6, 1_500_000
STATEMENTS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While)
MACHINE_PATH = re.compile(r"(?<![\w./])/(?:home|root|tmp|work|Users|usr|opt|var|mnt|private)/|\b[A-Za-z]:\\|file://")
RAW_REPR = re.compile(r"\A[A-Z]\w+\(\w+=|\A<[\w.]+ object")
SKIP_MARK = re.compile(r"nbval[-_](?:skip|ignore[-_]output)|raises[-_]exception", re.IGNORECASE)


def read(path: Path) -> Notebook:
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code_cells(notebook: Notebook) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def outputs(notebook: Notebook) -> list[dict[str, Any]]:
    return [output for cell in code_cells(notebook) for output in cell["outputs"]]


def shown(output: dict[str, Any]) -> str:
    """All text of an output; pictures left out."""
    data = {kind: text for kind, text in output.get("data", {}).items() if not kind.startswith("image/")}
    return "".join(output.get("text", "")) + "".join("".join(text) for text in data.values())


def parsed(cell: dict[str, Any]) -> ast.Module:
    try:
        return ast.parse(source(cell))
    except SyntaxError:
        return ast.parse("")


def counted(notebook: Notebook) -> Iterator[str]:
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are not 1..{len(counts)}: {counts}"


def enough_outputs(notebook: Notebook) -> Iterator[str]:
    compared = [output for output in outputs(notebook) if "image/png" not in output.get("data", {})]
    if len(compared) < FEWEST_OUTPUTS:
        yield f"only {len(compared)} outputs that nbval compares"


def nothing_skipped(notebook: Notebook) -> Iterator[str]:
    for cell in code_cells(notebook):
        marks = source(cell) + " ".join(cell["metadata"].get("tags", []))
        if SKIP_MARK.search(marks):
            yield f"nbval is told to look away: {source(cell)[:40]}"


def plain_statements(notebook: Notebook) -> Iterator[str]:
    for cell in code_cells(notebook):
        tree = parsed(cell)
        if source(cell).strip() and not tree.body:
            yield f"not plain Python: {source(cell)[:40]}"
        for node in ast.walk(tree):
            if isinstance(node, STATEMENTS):
                yield f"{type(node).__name__} in a notebook: {source(cell)[:40]}"


def short_cells(notebook: Notebook) -> Iterator[str]:
    for cell in code_cells(notebook):
        if len(source(cell).splitlines()) > MOST_LINES:
            yield f"more than {MOST_LINES} lines: {source(cell)[:40]}"


def ends_in_an_answer(notebook: Notebook) -> Iterator[str]:
    """After the cell of imports, the last line of each cell shows a result or a table."""
    for cell in code_cells(notebook)[1:]:
        body = parsed(cell).body
        if body and not (isinstance(body[-1], ast.Expr) and cell["outputs"]):
            yield f"shows nothing: {source(cell)[:40]}"


def set_up(notebook: Notebook) -> Iterator[str]:
    first = code_cells(notebook)[:1]
    if not first or "yz.nbsetup()" not in source(first[0]):
        yield "the first cell does not call yz.nbsetup()"


def no_machine_paths(notebook: Notebook) -> Iterator[str]:
    texts = [source(cell) for cell in notebook["cells"]] + [shown(output) for output in outputs(notebook)]
    for text in texts:
        if found := MACHINE_PATH.search(text):
            yield f"a path of a machine: {text[found.start() : found.start() + 40]}"


def no_errors(notebook: Notebook) -> Iterator[str]:
    for output in outputs(notebook):
        if output["output_type"] == "error":
            yield f"an error was kept: {output['ename']}"


def no_stderr(notebook: Notebook) -> Iterator[str]:
    for output in outputs(notebook):
        if output.get("name") == "stderr":
            yield f"standard error was kept: {shown(output)[:40]}"


def no_raw_reprs(notebook: Notebook) -> Iterator[str]:
    """notebooks/sanitize.cfg cuts raw reprs short, so an output that is nothing else would not be compared."""
    for output in outputs(notebook):
        data = output.get("data", {})
        if not {"text/html", "image/png"} & set(data) and RAW_REPR.match(shown(output)):
            yield f"a raw repr instead of a table: {shown(output)[:40]}"


def one_cell(notebook: Notebook) -> Iterator[str]:
    if len(code_cells(notebook)) != 1:
        yield f"{len(code_cells(notebook))} code cells, a page has one"


def no_outputs(notebook: Notebook) -> Iterator[str]:
    if outputs(notebook) or any(cell["execution_count"] is not None for cell in code_cells(notebook)):
        yield "a page keeps no outputs"


RULES: tuple[Rule, ...] = (
    counted,
    enough_outputs,
    nothing_skipped,
    plain_statements,
    short_cells,
    ends_in_an_answer,
    set_up,
    no_machine_paths,
    no_errors,
    no_stderr,
    no_raw_reprs,
)
PAGE_RULES: tuple[Rule, ...] = (one_cell, no_outputs, no_machine_paths)


def broken(path: Path, rules: tuple[Rule, ...]) -> dict[str, list[str]]:
    notebook = read(path)
    found = {rule.__name__: list(rule(notebook)) for rule in rules}
    return {name: problems for name, problems in found.items() if problems}


def test_there_are_notebooks() -> None:
    assert {path.parent.name for path in KEPT} == {"regression", "methods"}
    assert APP


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_notebook_with_outputs_keeps_the_rules(path: Path) -> None:
    assert broken(path, RULES) == {}
    assert path.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("path", APP, ids=lambda path: path.stem)
def test_app_notebook_keeps_the_rules(path: Path) -> None:
    assert broken(path, PAGE_RULES) == {}


# --- the rules themselves: a good notebook passes, each planted fault is refused by its rule ---


def code(text: str, count: int | None, *kept: dict[str, Any], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    metadata = {"tags": list(tags)} if tags else {}
    return {
        "cell_type": "code",
        "source": text,
        "execution_count": count,
        "metadata": metadata,
        "outputs": list(kept),
    }


def table(text: str = "90.55") -> dict[str, Any]:
    return {"output_type": "execute_result", "execution_count": 1, "data": {"text/plain": [text]}, "metadata": {}}


def picture() -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"image/png": "aGk=", "text/plain": "<Picture>"}, "metadata": {}}


def stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": [text]}


GOOD: Notebook = {
    "cells": [
        {"cell_type": "markdown", "source": "# 标题", "metadata": {}},
        code("import yzperf as yz\n\nyz.nbsetup()", 1),
        *(code("[row.score for row in rows]", count, table()) for count in range(2, 13)),
    ]
}
ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}


def last(cell: dict[str, Any]) -> Callable[[Notebook], None]:
    return lambda notebook: notebook["cells"].append(cell)


def pictures_only(notebook: Notebook) -> None:
    for cell in code_cells(notebook)[1:]:
        cell["outputs"] = [picture()]


PLANTED: list[tuple[str, Callable[[Notebook], None]]] = [
    ("counted", last(code("total", None, table()))),
    ("counted", last(code("total", 20, table()))),
    ("enough_outputs", pictures_only),
    ("nothing_skipped", last(code("# NBVAL_IGNORE_OUTPUT\ntotal", 13, table()))),
    ("nothing_skipped", last(code("total", 13, table(), tags=("nbval-skip",)))),
    ("plain_statements", last(code("def total():\n    return 1\ntotal()", 13, table()))),
    ("plain_statements", last(code("class Total: ...\nTotal", 13, table()))),
    ("plain_statements", last(code("for row in rows:\n    print(row)\nrows", 13, table()))),
    ("plain_statements", last(code("if rows:\n    while rows:\n        rows.pop()\nrows", 13, table()))),
    ("plain_statements", last(code("%matplotlib inline", 13))),
    ("short_cells", last(code("\n".join(["total"] * 13), 13, table()))),
    ("ends_in_an_answer", last(code("total = 1", 13, table()))),
    ("ends_in_an_answer", last(code("total", 13))),
    ("set_up", lambda notebook: notebook["cells"][1].update(source="import yzperf as yz")),
    ("no_machine_paths", last(code("where", 13, table("/home/zhang/案卷/scores.xlsx")))),
    ("no_machine_paths", last(code("yz.open_case('C:\\\\案卷')", 13, table()))),
    ("no_machine_paths", last(code("where", 13, stream("stdout", "/tmp/tmpab12/评价报告.docx")))),
    ("no_errors", last(code("1 / 0", 13, ERROR))),
    ("no_raw_reprs", last(code("case.info", 13, table("CaseInfo(name='示例', year=2024)")))),
    ("no_raw_reprs", last(code("case.info", 13, table("<yzperf.Case object at 0x7f00ab12>")))),
    ("no_stderr", last(code("total", 13, table(), stream("stderr", "FutureWarning")))),
]


def written(notebook: Notebook, folder: Path) -> Path:
    path = folder / "planted.ipynb"
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_good_notebook_passes(tmp_path: Path) -> None:
    assert broken(written(GOOD, tmp_path), RULES) == {}


@pytest.mark.parametrize(("rule", "spoil"), PLANTED)
def test_each_planted_fault_is_refused_by_its_rule(
    tmp_path: Path, rule: str, spoil: Callable[[Notebook], None]
) -> None:
    notebook = deepcopy(GOOD)
    spoil(notebook)
    assert list(broken(written(notebook, tmp_path), RULES)) == [rule]


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for rule, _ in PLANTED} == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        ("one_cell", []),
        ("one_cell", [code("show()", None), code("show()", None)]),
        ("no_outputs", [code("show()", 1)]),
        ("no_outputs", [code("show()", None, table())]),
        ("no_machine_paths", [code("show('/srv/x' or '/home/zhang/x')", None)]),
    ],
)
def test_each_fault_of_a_page_is_refused_by_its_rule(tmp_path: Path, rule: str, cells: list[dict[str, Any]]) -> None:
    assert list(broken(written({"cells": cells}, tmp_path), PAGE_RULES)) == [rule]
