"""G03 DEA 适用性: enough units for the inputs and outputs, efficient ones few enough, efficiencies that multiply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_count
from yzperf.forensics.unit_counts import units_needed
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.method_words import method_words, names_of, words_of
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.printed_tables import Line, PrintedTable, tables_of

_METHOD = "efficiency"
_MOST_EFFICIENT = 0.5
_NAMES = re.compile("[、和与及]")
_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Design:
    """How many units, inputs and outputs an analysis has, 0 where nothing says it; ``at`` is where the units stand."""

    units: int
    inputs: int
    outputs: int
    at: Passage


@check("G03", title="数据包络适用性", clause="", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def units_suffice(report: Document) -> Iterator[Hit]:
    """At least max(m·s, 3(m+s)) units, unless the report says that the analysis is an illustration."""
    said = _said(report)
    design = _design(said, list(tables_of(report)))
    if design is None:
        raise Inapplicable("报告没有用数据包络分析，或没有写明单元数、投入数和产出数")
    needed = units_needed(design.inputs, design.outputs)
    if design.units >= needed or any(words_of(_METHOD, "illustration").search(one.text) for one in said):
        return
    size = f"{design.inputs} 项投入、{design.outputs} 项产出"
    message = (
        f"数据包络分析有 {design.units} 个单元，{size}至少要 {needed} 个（不少于投入数×产出数，也不少于两者之和的 3 倍），"
        "单元太少时多数会显得有效；请合并指标、增加单元，或写明只作示意"
    )
    yield Hit(design.at.where, message, f"{design.units}个单元", f"≥{needed}个单元")


@check("G03", title="数据包络适用性", clause="", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def scores_as_printed(report: Document) -> Iterator[Hit]:
    """Whole efficiency = pure × scale, no score above 1, not most units efficient."""
    said = _said(report)
    tables = [(table, lines) for table in tables_of(report) if (lines := _scores(table))]
    shares = [(one, match) for one in said for match in words_of(_METHOD, "efficient").finditer(one.text)]
    if not said or not (tables or shares):
        raise Inapplicable("报告没有印出数据包络分析的效率值")
    for one, match in shares:
        yield from _most_efficient(read_count(match["n"] or ""), _units(said), one)
    for table, lines in tables:
        yield from _products(lines)
        if not words_of(_METHOD, "beyond_one").search("\n".join([table.near, *(one.text for one in said)])):
            yield from _above_one(lines)


def _said(report: Document) -> list[Passage]:
    return [one for one in passages(report) if words_of(_METHOD, "mention").search(one.text)]


# ── how many ────────────────────────────────────────────────────────────────────────────────────────


def _design(said: Sequence[Passage], tables: Sequence[PrintedTable]) -> Design | None:
    """What the paragraphs on the analysis say together; an efficiency table has one line a unit."""
    units, inputs, outputs = _units(said), _kinds(said, "input"), _kinds(said, "output")
    units = units or max((len(_scores(table)) for table in tables), default=0)
    if not (said and units and inputs and outputs):
        return None
    at = next((one for one in said if _units([one])), said[0])
    return Design(units, inputs, outputs, at)


def _units(said: Sequence[Passage]) -> int:
    """The number that is called that of the units; else the largest number of towns, villages … in these sentences."""
    matches = [match for one in said for match in words_of(_METHOD, "units_named").finditer(one.text)]
    named = [read_count(match["n"] or match["n2"] or "") for match in matches]
    if named:
        return max(named)
    sentences = [
        one for passage in said for one in passage.sentences() if words_of(_METHOD, "mention").search(one.text)
    ]
    found = [match for one in sentences for match in words_of(_METHOD, "units").finditer(one.text)]
    return max((read_count(match["n"] or "") for match in found), default=0)


def _kinds(said: Sequence[Passage], side: str) -> int:
    """Number of inputs or outputs: as a number, else by counting their names."""
    numbers = [
        read_count(match["n"] or match["n2"] or "")
        for one in said
        for match in words_of(_METHOD, f"{side}s").finditer(one.text)
    ]
    if numbers:
        return max(numbers)
    forms = (words_of(_METHOD, f"{side}_names"), words_of(_METHOD, f"as_{side}s"))
    lists = (match["names"] for one in said for form in forms for match in form.finditer(one.text))
    return max(map(_listed, lists), default=0)


def _listed(text: str) -> int:
    names = [name for name in _NAMES.split(text) if name.strip()]
    return len(names) if all(len(name) <= _LONGEST_NAME for name in names) else 0


# ── what came out ───────────────────────────────────────────────────────────────────────────────────


def _scores(table: PrintedTable) -> tuple[Line, ...]:
    """Lines of an efficiency table, means left out; told by its words, or by two kinds of efficiency side by side."""
    lines = [line for line in table.lines(names_of(_METHOD, "scores")) if any(line.number(role) for role in line.cells)]
    kinds = set(lines[0].cells) if lines else set()
    if not kinds or (len(kinds) < 2 and not words_of(_METHOD, "mention").search(table.near)):
        return ()
    return tuple(line for line in lines if not words_of(_METHOD, "average").search(line.name))


def _most_efficient(efficient: int, units: int, where: Passage) -> Iterator[Hit]:
    if units and _MOST_EFFICIENT * units < efficient <= units:
        message = f"{units} 个单元中 {efficient} 个有效，分不出高下：指标相对单元太多，或单元太少"
        yield Hit(where.where, message, f"{efficient}个有效").as_lead


def _products(lines: Iterable[Line]) -> Iterator[Hit]:
    """综合效率＝纯技术效率×规模效率, and so for the Malmquist index, as far as the digits go."""
    for line in lines:
        for whole, factors in method_words()[_METHOD]["products"].items():
            printed, parts = line.number(whole), [line.number(factor) for factor in factors]
            known = [part for part in parts if part]
            if printed is None or len(known) < len(parts):
                continue
            low, high = (
                prod((part.low for part in known), start=Fraction(1)),
                prod((part.high for part in known), start=Fraction(1)),
            )
            if not printed.meets(low, high):
                right = f"{float(prod((part.value for part in known), start=Fraction(1))):.{max(3, printed.decimals)}f}"
                shown = " × ".join(part.text for part in known)
                message = f"“{line.name}”{shown} 应为 {right}，表中为 {printed.text}"
                yield Hit(line.cells[whole].where, message, printed.text, right, evidence=EvidenceClass.PROOF)


def _above_one(lines: Iterable[Line]) -> Iterator[Hit]:
    for line in lines:
        for role in ("whole", "pure", "scale"):
            printed = line.number(role)
            if printed and printed.low > 1:
                message = f"“{line.name}”的效率值 {printed.text} 大于 1；若用超效率或产出导向模型，请写明"
                yield Hit(line.cells[role].where, message, printed.text, "≤1").as_lead
