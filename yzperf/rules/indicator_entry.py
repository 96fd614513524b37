"""One file of the indicator library (指标库文件): a sector, its indicators, and what can be wrong with them.

The kinds of indicators, standards, sources, value methods and evidence are those of 财预〔2021〕101号, in short words;
可持续影响 comes from 财预〔2020〕10号. The indicators themselves are proposals of this project, never a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yzperf.errors import Problem
from yzperf.rules.entry import Entry, Flaw, Origin


class Status(StrEnum):
    """Whose indicators these are (性质)."""

    PROPOSAL = "proposal"
    LOCAL = "local"

    @property
    def label(self) -> str:
        """What is printed beside every indicator."""
        return "本项目建议，非官方" if self is Status.PROPOSAL else "本地自行制定"


class Block(StrEnum):
    """First level (一级指标)."""

    COST = "成本"
    OUTPUT = "产出"
    BENEFIT = "效益"
    SATISFACTION = "满意度"


SECOND_LEVEL: Mapping[Block, tuple[str, ...]] = {
    Block.COST: ("经济成本", "社会成本", "生态环境成本"),
    Block.OUTPUT: ("数量", "质量", "时效"),
    Block.BENEFIT: ("经济效益", "社会效益", "生态效益", "可持续影响"),
    Block.SATISFACTION: ("服务对象满意度", "其他相关群体满意度"),
}


class Direction(StrEnum):
    """Which way is better (指标方向)."""

    MORE = "越大越好"
    LESS = "越小越好"
    EQUAL = "等于"
    RANGE = "区间"


class StandardKind(StrEnum):
    """What the target value rests on (指标值依据)."""

    PLAN = "计划标准"
    TRADE = "行业标准"
    HISTORY = "历史标准"
    SPENDING = "预算支出标准"
    OTHER = "其他标准"


class DataSource(StrEnum):
    """Where the actual value comes from (数据来源)."""

    STATISTICS_OFFICE = "统计部门数据"
    AUTHORITY = "权威机构调查"
    YEARBOOK = "部委年鉴"
    BUSINESS_STATISTICS = "业务统计"
    BUSINESS_RECORDS = "业务记录"
    BUSINESS_JUDGEMENT = "业务评判"
    SURVEY = "问卷报告"
    MEDIA = "媒体报道"
    OTHER = "其他"


class ValueMethod(StrEnum):
    """How the actual value is taken (取值方式)."""

    PROOF = "直接证明法"
    COUNT = "情况统计法"
    STATEMENT = "情况说明法"
    SURVEY = "问卷调查法"
    TREND = "趋势判断法"


class EvidenceKind(StrEnum):
    """Class of evidence (佐证类别)."""

    FORMAL = "正式资料"
    WORKING = "工作资料"
    VOUCHER = "原始凭证"
    STATEMENT = "说明材料"


@dataclass(frozen=True, slots=True)
class NamedItem:
    """A quantity of a formula with its meaning and unit (数据项)."""

    name: str
    meaning: str
    unit: str

    def __str__(self) -> str:
        return f"{self.name}：{self.meaning}（{self.unit}）"


@dataclass(frozen=True, slots=True)
class EvidenceHint:
    """Papers that prove an actual value (佐证)."""

    kind: EvidenceKind
    what: str

    def __str__(self) -> str:
        return f"{self.kind}：{self.what}"


@dataclass(frozen=True, slots=True)
class LibraryIndicator:
    """A third-level indicator of the library (库内三级指标). It has no target value: the user sets that."""

    id: str
    version: int
    since: date | None
    sector: str
    l1: Block
    l2: str
    name: str
    explanation: str
    formula: str
    items: tuple[NamedItem, ...]
    unit: str
    direction: Direction
    standard: StandardKind
    standard_how: str
    data_source: DataSource
    value_method: ValueMethod
    evidence: tuple[EvidenceHint, ...]
    project_kinds: tuple[str, ...]
    pitfalls: str
    used_in: tuple[str, ...]
    keywords: tuple[str, ...]
    status: Status
    origin: Origin


@dataclass(frozen=True, slots=True)
class SectorFile:
    """One file: the indicators of a sector (行业), and which common ones go well with them."""

    code: str
    sector: str
    status: Status
    basis: str
    public_service: bool
    note: str
    common: tuple[str, ...]
    indicators: tuple[LibraryIndicator, ...]
    origin: Origin


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────


def read_sector(entry: Entry) -> SectorFile:
    """Read one file of the library; defects go to the problems of the entry."""
    sector, status = entry.text("sector"), entry.choice("status", Status)
    return SectorFile(
        code=entry.text("code"),
        sector=sector,
        status=status,
        basis=entry.text("basis", ""),
        public_service=entry.flag("public_service", default=False),
        note=entry.text("note", ""),
        common=entry.texts("common"),
        indicators=tuple(_read_indicator(row, sector, status) for row in entry.tables("indicator")),
        origin=entry.origin,
    )


def _read_indicator(row: Entry, sector: str, status: Status) -> LibraryIndicator:
    standard = row.table("standard", required=True)
    return LibraryIndicator(
        id=row.text("id"),
        version=_read_version(row),
        since=_read_since(row),
        sector=sector,
        l1=row.choice("l1", Block),
        l2=row.text("l2"),
        name=row.text("name"),
        explanation=row.text("explanation"),
        formula=row.text("formula"),
        items=tuple(_read_item(item) for item in row.tables("items", naming="name")),
        unit=row.text("unit"),
        direction=row.choice("direction", Direction),
        standard=standard.choice("kind", StandardKind),
        standard_how=standard.text("how"),
        data_source=row.choice("data_source", DataSource),
        value_method=row.choice("value_method", ValueMethod),
        evidence=tuple(_read_evidence(hint) for hint in row.tables("evidence", naming="what")),
        project_kinds=_some_texts(row, "project_kinds"),
        pitfalls=row.text("pitfalls"),
        used_in=row.texts("used_in", required=True),
        keywords=_some_texts(row, "keywords"),
        status=status,
        origin=row.origin,
    )


def _read_version(row: Entry) -> int:
    number = row.number("version")
    if row.has("version") and (number < 1 or number.denominator != 1):
        row.complain("version", number, "正整数")
    return int(number)


def _read_since(row: Entry) -> date | None:
    if not row.has("since"):
        row.complain("since", "（缺）", "日期（如 2026-01-01）")
    return row.day("since")


def _read_item(row: Entry) -> NamedItem:
    return NamedItem(row.text("name"), row.text("meaning"), row.text("unit"))


def _read_evidence(row: Entry) -> EvidenceHint:
    return EvidenceHint(row.choice("kind", EvidenceKind), row.text("what"))


def _some_texts(row: Entry, key: str) -> tuple[str, ...]:
    found = row.texts(key, required=True)
    if row.has(key) and not found:
        row.complain(key, "（空）", "至少一项文字")
    return found


# ── checking ────────────────────────────────────────────────────────────────────────────────────────

_ARITHMETIC = re.compile(r"[\s÷×＋+－\-−*/()（）Σ∑%‰\d.]+")


def unnamed_parts(formula: str, names: Iterable[str]) -> tuple[str, ...]:
    """What stands in a formula and is neither arithmetic nor a named data item (公式里没有说明的部分)."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        formula = formula.replace(name, " ")
    return tuple(_ARITHMETIC.sub(" ", formula).split())


def check_sector(sector: SectorFile) -> Iterator[Problem]:
    """Find what contradicts itself inside one file."""
    if not sector.indicators:
        yield sector.origin.problem("indicator", "（缺）", "至少一个 [[indicator]]")
    for item in sector.indicators:
        yield from item.origin.problems(f"指标 {item.id}", _contradictions(item, sector.code))


def _contradictions(item: LibraryIndicator, code: str) -> Iterator[Flaw]:
    if item.id and code and not item.id.startswith(f"{code}."):
        yield item.id, f"以本文件 code 开头的编号（{code}.…）", ("id",)
    if item.l2 and item.l2 not in SECOND_LEVEL[item.l1]:
        yield f"二级指标“{item.l2}”", f"“{item.l1}”下的{'、'.join(SECOND_LEVEL[item.l1])}之一", ("l2",)
    if not item.evidence:
        yield "没有 evidence", "至少一项佐证 { kind, what }", ("evidence",)
    yield from _wrong_formula(item)


def _wrong_formula(item: LibraryIndicator) -> Iterator[Flaw]:
    names = [part.name for part in item.items]
    if item.formula and not names:
        yield "公式没有数据项", "公式所用的每个数据项 items", ("formula",)
        return
    for text in unnamed_parts(item.formula, names):
        yield f"公式里的“{text}”", "items 里有名称、含义和单位的数据项，或运算符", ("formula",)
    for number, name in enumerate(names):
        if name and item.formula and name not in item.formula:
            yield f"数据项“{name}”", "公式里出现的数据项", ("items", number, "name")
