"""The documents say what is so: links lead somewhere, quoted commands exist, tables are what the code computes."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest
import typer

from tests.conftest import ON, ROOT
from tests.scoring.test_card import money, sheet
from tests.scoring.test_item import scored
from tests.scoring.test_own_rule import scored as own_rule_scored
from yzperf import face
from yzperf.cli import app
from yzperf.domain.scorecard import ScoredRow, half_up, plain
from yzperf.methods import METHODS
from yzperf.quality.catalogue import all_checks
from yzperf.rules import Rules, load_rules
from yzperf.rules.profile import CITED
from yzperf.scoring import score_sheet

DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "data").rglob("*.md")])
PROFILES = ("cn10", "cn101", "cn10_evaluation", "hubei")


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_clauses", DOCS / "make_clauses.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_clauses"] = module
    spec.loader.exec_module(module)
    return module


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


# ── links ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", names(PAGES))
def test_every_link_leads_to_a_file_and_a_heading(page: str) -> None:
    assert list(broken_links(ROOT / page)) == []


def broken_links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"(https?|mailto):", target):
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            yield target


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {script().slug(heading.replace("`", "")) for heading in headings}


def test_a_planted_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "p.md"
    page.write_text("# Here\n[a](p.md#here) [b](none.md) [c](#there) `[d](code)`", encoding="utf-8")
    assert list(broken_links(page)) == ["none.md", "#there"]


@pytest.mark.parametrize("page", names(PAGES))
def test_no_path_of_a_machine(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert re.findall(r"(?<![\w.])/(?:home|root|work|tmp|Users)/\S*|[A-Z]:\\Users\S*", text) == []


def test_pictures_are_small() -> None:
    pictures = list((DOCS / "pictures").glob("*.png"))
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > 200_000] == []


# ── commands ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", [page for page in names(PAGES) if page != "CHANGELOG.md"])
def test_every_quoted_command_exists(page: str) -> None:
    lines = commands((ROOT / page).read_text(encoding="utf-8"))
    assert [wrong for line in lines if (wrong := misquoted(line))] == []
    assert lines or page not in READMES


def commands(text: str) -> list[list[str]]:
    """Lines of code blocks that call yzperf, as words after the program's name."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    calls = (
        re.match(r"\s*(?:\$ )?(?:\S*[/\\])?yzperf(?:\s+(.*))?$", line)
        for block in blocks
        for line in block.splitlines()
    )
    return [re.sub(r"\s#.*", "", call[1] or "").split() for call in calls if call]


def misquoted(words: list[str]) -> str:
    group = typer.main.get_command(app)
    known = group.commands  # type: ignore[attr-defined]
    if not words or words[0] not in known:
        return f"no command: {' '.join(words)}"
    options = {option for parameter in known[words[0]].params for option in parameter.opts} | {"--help", "--debug"}
    unknown = [word for word in words[1:] if word.startswith("--") and word.partition("=")[0] not in options]
    return f"{words[0]} has no option {unknown}" if unknown else ""


def test_planted_wrong_commands_are_found() -> None:
    lines = commands(
        "```\n.venv/bin/yzperf nosuch\nyzperf score a.xlsx --colour red\nyzperf rules --profiles  # all\n```\n"
    )
    assert [bool(misquoted(line)) for line in lines] == [True, True, False]


@pytest.mark.parametrize("page", READMES)
def test_quoted_make_targets_exist(page: str) -> None:
    targets = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake (\w[\w-]*)", (ROOT / page).read_text(encoding="utf-8"))) <= targets


@pytest.mark.parametrize("page", READMES)
def test_the_excerpt_of_the_demo_is_what_the_program_says(page: str) -> None:
    """Every finding quoted in the README comes from the published table or the sample case it names."""
    quoted = re.findall(
        r"^  (S\d\d\.xlsx|S\d \S\S) (.*)$", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(quoted) >= 4
    said: dict[str, list[str]] = {}
    for start, text in quoted:
        source = start if start.endswith(".xlsx") else "case"
        lines = said.setdefault(source, demo_lines(source))
        assert text in lines, lines


def demo_lines(source: str) -> list[str]:
    if source == "case":
        found = face.check_case(face.open_case(face.sample_case())).findings
        return [f"{f.id} {f.title}{'（影响结论）' if f.changes_conclusion else ''}：{f.message}" for f in found]
    sheets = face.load_score_sheets(face.sample_case().parents[1] / "published" / source)
    rules = load_rules(on=ON, region="国家")
    return [f"{f.where.cell} {f.id} {f.message}" for f in face.check_sheets(sheets, rules).findings]


# ── what must be described ──────────────────────────────────────────────────────────────────────────


def test_clauses_are_up_to_date() -> None:
    made = script().text()
    assert (DOCS / "clauses.md").read_text(encoding="utf-8") == made, "请运行 python docs/make_clauses.py"


def test_the_script_writes_what_it_returns(tmp_path: Path) -> None:
    code = f"import runpy, pathlib; m = runpy.run_path({str(DOCS / 'make_clauses.py')!r}); print(len(m['text']()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == len((DOCS / "clauses.md").read_text(encoding="utf-8"))


def test_every_check_has_its_section_and_no_section_is_left_over() -> None:
    text = (DOCS / "checks.md").read_text(encoding="utf-8")
    sections = dict.fromkeys(re.findall(r"^### ([A-Z]\d\d .+)$", text, flags=re.MULTILINE))
    assert set(sections) == {f"{check.id} {check.title}" for check in all_checks()}


def test_a_section_states_severity_clause_and_a_benign_twin(rules: Rules) -> None:
    text = (DOCS / "checks.md").read_text(encoding="utf-8")
    for check in all_checks():
        section = text.split(f"### {check.id} {check.title}\n")[1].split("\n### ")[0]
        clause = rules.cite(check.clause) if check.clause else "依据"
        wanted = (str(check.severity), str(check.evidence), clause, "**例**", "**不报**")
        assert [word for word in wanted if word not in section] == [], check.id


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_its_page(name: str) -> None:
    text = (DOCS / "methods" / f"{name}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == ["什么时候用", "前提", "公式", "怎样读结果", "出处"]
    assert METHODS[name].__name__ in text


@pytest.mark.parametrize("name", METHODS)
def test_the_code_on_the_page_of_a_method_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (DOCS / "methods" / f"{name}.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    exec(compile(code, f"{name}.md", "exec"), {})
    assert text.splitlines()[0].partition("（")[2].rstrip("）") in capsys.readouterr().out


def test_no_page_of_a_method_is_left_over() -> None:
    assert {path.stem for path in (DOCS / "methods").glob("*.md")} == set(METHODS)


# ── docs/scoring.md: every worked value is computed again ───────────────────────────────────────────


def table(heading: str) -> list[list[str]]:
    """Rows of all tables of docs/scoring.md with this heading row."""
    text = (DOCS / "scoring.md").read_text(encoding="utf-8")
    bodies = re.findall(rf"^{re.escape(heading)}\n\|[-|]+\n((?:\|.*\n)+)", text, flags=re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for body in bodies for line in body.splitlines()]


ITEMS = table("| 方案 | 指标 | 指标值 | 完成值 | 分值 | 得分 | 为什么 |")
MONEY = table("| 方案 | 全年预算数 | 全年执行数 | 分值 | 得分 | 为什么 |")
GRADES = table("| 精确总分 | 印出 | 等级 |")
BASIS = table("| 情形 | `cn10` | `cn101` | `cn10_evaluation` | `hubei` |")


def shown(row: ScoredRow) -> str:
    band = "" if row.band is None else f" {plain(row.band[0])}–{plain(row.band[1])}"
    return f"人工{band}" if row.score is None else str(row.score)


@pytest.mark.parametrize("line", ITEMS, ids=" ".join)
def test_worked_items(rules: Rules, line: list[str]) -> None:
    profile, name, target, actual, weight, score, _ = line
    assert shown(scored(rules, target, actual, weight=weight, name=name, profile=profile.strip("`"))) == score


@pytest.mark.parametrize("line", table("| 写法 | 指标值 | 完成值 | 分值 | 得分 | 为什么 |"), ids=" ".join)
def test_worked_stated_rules(rules: Rules, line: list[str]) -> None:
    standard, target, actual, weight, score, _ = line
    made = own_rule_scored(rules, target, actual, weight=weight, standard=standard)
    assert shown(made) == score


@pytest.mark.parametrize("line", MONEY, ids=" ".join)
def test_worked_budget_lines(rules: Rules, line: list[str]) -> None:
    profile, budget, spent, weight, score, _ = line
    made = sheet(money_rows=[money(budget, budget, spent, weight=weight)])
    assert shown(score_sheet(made, rules, profile.strip("`")).rows[0]) == score


@pytest.mark.parametrize(("total", "printed", "grade"), GRADES)
def test_worked_grades(rules: Rules, total: str, printed: str, grade: str) -> None:
    assert (str(half_up(Fraction(total))), rules.profile("cn10").grade_of(Fraction(total))) == (printed, grade)


def test_the_basis_of_every_matter(rules: Rules) -> None:
    wanted = [[rules.cite(rules.profile(name).clause_for(matter)) for name in PROFILES] for matter in CITED]
    assert sorted(line[1:] for line in BASIS) == sorted(wanted)
    assert len(BASIS) == len(CITED)


def test_the_tables_were_found() -> None:
    assert min(len(ITEMS), len(MONEY), len(GRADES)) >= 5
