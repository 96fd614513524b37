"""Write ``clauses.md``: clause → rule or check → function → test (依据对照表).

Run ``python docs/make_clauses.py`` after a change of rule data, checks or tests. Everything but ``_READERS`` is found:
clauses, parameters, profiles, frameworks and outlines in the rule data, checks in the catalogue, tests by reading their
source. ``tests/docs`` holds the file to this script.
"""

from __future__ import annotations

import ast
import csv
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yzperf.quality import Check
from yzperf.quality.catalogue import all_checks
from yzperf.rules import Clause, Document, Framework, Outline, Profile, Rules, Status, load_rules

ROOT = Path(__file__).resolve().parents[1]
TARGET = Path(__file__).with_name("clauses.md")

# What a profile lets a score rest on (``[cites]``) → title, and the functions that compute it.
_MATTERS = {
    "reached": ("达到", "yzperf.scoring.item:ItemScorer.score"),
    "missed": ("未达到", "yzperf.scoring.share:at_least"),
    "reverse": ("越小越好", "yzperf.scoring.share:at_most"),
    "equal": ("等于型", "yzperf.scoring.share:equal_to"),
    "qualitative": ("定性", "yzperf.rules:Profile.band_of"),
    "deadline": ("时限", "yzperf.scoring.item:ItemScorer.score"),
    "execution": ("预算执行率", "yzperf.scoring.budget:score_budget"),
    "satisfaction": ("满意度", "yzperf.scoring.item:ItemScorer.score"),
}
# Clauses that code follows without a citation of their own in a score: named by hand, resolved when this runs.
_READERS = {
    "cn10.18": ("yzperf.scoring.card:grade_of", "yzperf.rules:Profile.grade_of"),
    "cn101.3.7.2": ("yzperf.scoring.share:floored",),
    "program.edge_upper": ("yzperf.rules:Profile.band_of",),
    "program.execution_cap": ("yzperf.scoring.share:at_least",),
    "program.execution_open": ("yzperf.scoring.budget:score_budget",),
    "program.explain_over": ("yzperf.scoring.item:ItemScorer.score",),
    "program.headings": ("yzperf.rules:Outline.find",),
    "program.level_words": ("yzperf.rules:Profile.band_of",),
    "program.no_budget": ("yzperf.scoring.budget:score_budget",),
    "program.print_decimals": ("yzperf.domain.scorecard:half_up",),
    "program.vocabulary": ("yzperf.rules:Vocabulary.block_of",),
    "program.zero_target": ("yzperf.scoring.share:at_least",),
}
# Functions whose name in a test says that the test is about the clause; Rules or Outline stand in far too many.
_SCORES = re.compile(r"yzperf\.(scoring|domain)|yzperf\.rules:Profile\.")
_STATES = {Status.READ: "已读原文", Status.UNVERIFIED: "未核实，不作为依据引用", Status.SETTING: "本程序的约定"}


@dataclass
class Use:
    """Everything that rests on one clause: what it is, the functions, and the words by which tests name it."""

    rules: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    def add(self, rule: str, *functions: str, words: tuple[str, ...] = ()) -> None:
        """Note one more use."""
        self.rules.append(rule)
        self.read_by(*functions)
        self.words.update(words)

    def read_by(self, *functions: str) -> None:
        """Note functions; those that score are also how tests name the use."""
        self.functions.extend(_located(function) for function in functions)
        scoring = (function.partition(":")[2] for function in functions if _SCORES.match(function))
        self.words.update(name if "_" in name else name.partition(".")[0] for name in map(_own_name, scoring))


def text() -> str:
    """Return the whole page."""
    rules = load_rules(on=date(2025, 3, 10), region="国家")
    uses = _uses(rules)
    tests = _words_of_tests()
    parts = [_HEAD]
    for document in rules.documents():
        clauses = [clause for clause in rules.library.clauses.values() if clause.document is document]
        parts.extend(_section(document, clauses, uses, tests))
    return "\n".join(parts).rstrip() + "\n"


_HEAD = """# 依据对照表

由 `python docs/make_clauses.py` 从规则数据、检查目录和测试源码生成，请勿手改。

- **内容**是条款的事实，自行概括，不是原文；印发正式文件前请与公报核对。
- **规则或检查**：规则数据里以该条为依据的参数、计分方案、指标框架、提纲，以及检查目录里的检查。
- **测试**：提到该条款、该参数或该检查编号的测试文件。
- 检查 [B03](checks.md#b03-单项得分复算) 的依据随计分方案，B04、C10 是算术，不引条款，都不在表内。
- 各节末尾列出本版本还没有规则或检查用到的条款；它们可以用 `yzperf rules 编号` 查询，仅此而已。
"""


# ── what rests on a clause ──────────────────────────────────────────────────────────────────────────


def _uses(rules: Rules) -> dict[str, Use]:
    uses: dict[str, Use] = defaultdict(Use)
    for versions in rules.library.parameters.values():
        for item in versions:
            uses[item.clause].add(f"参数 `{item.id}`", "yzperf.rules:Rules.parameter", words=(item.id,))
    for profile in rules.library.profiles.values():
        _add_profile(uses, profile)
    _add_papers(uses, rules)
    for framework in rules.library.frameworks.values():
        _add_points(uses, framework)
    for check in all_checks():
        _add_check(uses, check)
    uses[rules.vocabulary.clause].add("提示用语表 `vocabulary.toml`", "yzperf.rules:Vocabulary.block_of")
    for clause, functions in _READERS.items():
        uses[clause].read_by(*functions)
    return uses


def _add_papers(uses: dict[str, Use], rules: Rules) -> None:
    papers: list[tuple[str, str, Framework | Outline]] = []
    papers += [("指标框架", "Framework.indicator", item) for item in rules.library.frameworks.values()]
    papers += [("报告提纲", "Outline.find", item) for item in rules.library.outlines.values()]
    for kind, function, item in papers:
        for clause in (*item.clauses, *item.conventions):
            uses[clause].add(f"{kind} `{item.id}`", f"yzperf.rules:{function}", words=(item.id,))


def _add_points(uses: dict[str, Use], framework: Framework) -> None:
    """What a framework asks of the points is read where the points of a sheet are checked."""
    asks = (*framework.block_rules, *framework.limits, framework.demands)
    for clause in dict.fromkeys(part.clause for part in asks if part.clause):
        uses[clause].add(
            f"指标框架 `{framework.id}`（分值要求）", "yzperf.rules:Framework.check_weights", words=(framework.id,)
        )


def _add_check(uses: dict[str, Use], check: Check) -> None:
    """A check without a clause of its own cites the rule that a row was scored by, or is plain arithmetic."""
    if check.clause:
        link = f"检查 [{check.id} {check.title}](checks.md#{slug(f'{check.id} {check.title}')})"
        uses[check.clause].add(link, f"{check.run.__module__}:{check.run.__name__}", words=(check.id,))


def _add_profile(uses: dict[str, Use], profile: Profile) -> None:
    cited = dict(profile.cites)
    for clause in (*profile.clauses, *profile.conventions):
        matters = [matter for matter, name in cited.items() if name == clause]
        titles = "、".join(_MATTERS[matter][0] for matter in matters)
        named = f"计分方案 `{profile.id}`" + (f"（{titles}）" if titles else "")
        uses[clause].add(named, *(() if profile.judged else (_MATTERS[matter][1] for matter in matters)))
        if clause in (profile.weights_clause, profile.full_score_clause):
            uses[clause].read_by("yzperf.rules:Profile.check_weights")


def _own_name(path: str) -> str:
    """``Profile.band_of`` → ``band_of``, but ``ItemScorer.score`` stays whole: its method has a common name."""
    last = path.rpartition(".")[2]
    return last if "_" in last else path


def _located(name: str) -> str:
    """A function as Markdown with the file it stands in; a name that does not exist any more is an error."""
    module, _, path = name.partition(":")
    found = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    file = found.__module__.replace(".", "/") + ".py"
    return f"[`{path}`](../{file})"


# ── tests ───────────────────────────────────────────────────────────────────────────────────────────


def _words_of_tests() -> dict[str, set[str]]:
    """Test file, or list of expected values → all texts and names that stand in it."""
    tests = ROOT / "tests"
    found = {path: set(_texts_and_names(path)) for path in tests.rglob("test_*.py") if path.parent.name != "docs"}
    found |= {path: set(_cells(path)) for path in tests.rglob("*.csv")}
    return {path.relative_to(ROOT).as_posix(): found[path] for path in sorted(found)}


def _cells(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from (cell for row in csv.reader(file) for cell in row)


def _texts_and_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


# ── the page ────────────────────────────────────────────────────────────────────────────────────────


def _section(
    document: Document, clauses: list[Clause], uses: dict[str, Use], tests: dict[str, set[str]]
) -> Iterator[str]:
    yield f"\n## {document.name if document.number == document.title else f'{document.number} {document.title}'.strip()}\n"
    yield f"{_facts(document)}\n"
    used = [clause for clause in clauses if clause.id in uses]
    if used:
        yield "| 编号 | 条款 | 内容 | 规则或检查 | 函数 | 测试 |\n|---|---|---|---|---|---|"
        yield from (_row(clause, uses[clause.id], tests) for clause in used)
    idle = [clause for clause in clauses if clause.id not in uses]
    if idle:
        yield f"\n没有规则或检查用到：{'、'.join(f'`{clause.id}`' for clause in idle)}。"


def _facts(document: Document) -> str:
    days = (("印发", document.issued), ("施行", document.in_force), ("核对", document.checked_on))
    told = [f"{name} {day}" for name, day in days if day]
    told += [f"地区：{document.region}", f"状态：{_STATES[document.status]}"]
    told += [f"适用：{document.scope}"] if document.scope else []
    return "；".join([*told, f"来源：{document.source}"]) + "。"


def _row(clause: Clause, use: Use, tests: dict[str, set[str]]) -> str:
    wanted = use.words | {clause.id, clause.citation}
    files = [name for name, words in tests.items() if wanted & words]
    cells = (
        f"`{clause.id}`",
        clause.article,
        clause.fact,
        _lines(use.rules),
        _lines(use.functions),
        _lines([f"[{Path(name).name}](../{name})" for name in files]),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _lines(texts: list[str]) -> str:
    return "<br>".join(dict.fromkeys(texts)) or "—"


def slug(heading: str) -> str:
    """The anchor that a Markdown viewer gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
