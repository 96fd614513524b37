"""The drawing of the house (docs/design): a layer imports only lower layers, no cycles, no late imports upward."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

LEVEL = {
    "errors": 0,
    "privacy": 0,
    "domain": 1,
    "drawing": 2,
    "forensics": 2,
    "rules": 2,
    "loaders": 2,
    "store": 2,
    "scoring": 3,
    "methods": 3,
    "portfolio": 4,
    "quality": 4,
    "review": 4,
    "cycle": 4,
    "reports": 5,
    "face": 6,
    "apps": 7,
    "cli": 8,
    "__main__": 9,
    "__init__": 9,
}
# Inside a number: who may know whom. Science does not depend on this year's statute; quality judges any result.
FORBIDDEN = {
    ("rules", "loaders"),
    ("loaders", "rules"),
    ("drawing", "rules"),
    ("drawing", "loaders"),
    ("methods", "rules"),
    ("methods", "loaders"),
    ("methods", "scoring"),
    ("scoring", "methods"),
    ("quality", "methods"),
    ("portfolio", "methods"),
    ("portfolio", "quality"),
    ("quality", "portfolio"),
}
HEAVY = {
    "statsmodels",
    "scipy",
    "matplotlib",
    "docxtpl",
    "docx",
    "ibis",
    "duckdb",
    "sqlglot",
    "pyspark",
    "openpyxl",
    "voila",
    "ipywidgets",
    "lxml",
    "pypdf",
    "sqlalchemy",
}


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LEVEL else "__init__"


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "yzperf":
            yield from ((node.lineno, f"yzperf.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "<relative>"
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def violations(package: Path) -> list[str]:
    found = []
    for path in sorted(package.rglob("*.py")):
        relative = path.relative_to(package.parent)
        here = room(".".join(relative.with_suffix("").parts))
        for line, module in imports(ast.parse(path.read_text(encoding="utf-8"))):
            if reason := _wrong(here, module):
                found.append(f"{relative}:{line} {reason}")
    return found


def _wrong(here: str, module: str) -> str:
    if module == "<relative>":
        return "relative import"
    if not module.startswith("yzperf"):
        return ""
    there = room(module)
    if there == "__init__":
        return "" if here in ("cli", "__main__") else "imports the public face from inside"
    if here != there and LEVEL[there] > LEVEL[here]:
        return f"{here} imports upward: {module}"
    return f"{here} must not know {there}: {module}" if (here, there) in FORBIDDEN else ""


def test_the_house_is_as_drawn() -> None:
    assert violations(ROOT / "yzperf") == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("domain/planted.py", "from yzperf.scoring import score_sheet"),
        ("methods/planted.py", "from yzperf.rules import load_rules"),
        ("loaders/planted.py", "def late():\n    from yzperf.rules import load_forms\n"),
        ("quality/planted.py", "import yzperf.methods.comparison.difference_in_differences"),
        ("rules/planted.py", "from . import book"),
    ],
)
def test_a_planted_upward_import_is_found(tmp_path: Path, file: str, line: str) -> None:
    package = tmp_path / "yzperf"
    (package / file).parent.mkdir(parents=True)
    (package / file).write_text(line, encoding="utf-8")
    assert len(violations(package)) == 1


def test_no_import_cycle() -> None:
    graph = _graph(ROOT / "yzperf")
    assert _cycle(graph) == []


def test_a_planted_cycle_is_found() -> None:
    assert _cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) != []


def _graph(package: Path) -> dict[str, set[str]]:
    modules = {}
    for path in package.rglob("*.py"):
        name = ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__")
        modules[name] = path
    # Only imports at module level can form a cycle when Python loads them.
    return {
        name: {
            target
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for _, module in imports(node)
            for target in _targets(node, module, modules)
            if target != name
        }
        for name, path in modules.items()
    }


def _targets(node: ast.stmt, module: str, modules: dict[str, Path]) -> set[str]:
    names = {f"{module}.{alias.name}" for alias in node.names} if isinstance(node, ast.ImportFrom) else {module}
    inside = names & modules.keys()
    return inside or ({module} & modules.keys())


def _cycle(graph: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for target in sorted(graph.get(name, ())):
            if found := visit(target, [*trail, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := visit(name, []))), [])


LIGHT = [
    "yzperf",
    "yzperf.face",
    "yzperf.methods",
    "yzperf.scoring",
    "yzperf.quality",
    "yzperf.portfolio",
    "yzperf.reports",
    "yzperf.apps.case_page",
]


@pytest.mark.parametrize("module", LIGHT)
def test_heavy_libraries_are_loaded_only_when_used(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}} & {HEAVY!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_no_type_checking_crutch() -> None:
    crutch = "TYPE_" + "CHECKING"
    assert [str(p) for p in (ROOT / "yzperf").rglob("*.py") if crutch in p.read_text(encoding="utf-8")] == []


def test_public_face_is_guarded() -> None:
    import yzperf as yz

    for name in yz.__all__:
        assert getattr(yz, name) is not None
    assert set(yz.__all__) == {
        "__version__", "open_case", "load_score_sheets", "load_document", "load_pdf", "read_claims", "load_form", "load_table", "load_rules", "load_indicators", "sample_case",
        "new_case", "problems", "save_table", "load_survey", "load_database", "stream_database", "sample_portfolio", "sample_deliverables", "score_portfolio",
        "published_tables", "score", "sensitivity", "evaluate", "find_copies", "check", "check_case", "settle", "compare_versions", "write_opinion", "report", "write_form", "nbsetup", "methods",
        "YzperfError", "LoadError", "RuleError", "MethodError", "ReportError",
    }  # fmt: skip
