"""G08 多重检验: many tests, none corrected, and what chance alone would have made significant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_count
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.method_words import names_of, words_of
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.printed_tables import PrintedTable, tables_of

_METHOD = "multiple"
_LEVEL = 0.05
_MANY = 10  # one false result to be expected in two such batteries
_SELDOM = 0.01  # more significant results than chance would give once in a hundred


@dataclass(frozen=True, slots=True)
class Battery:
    """Tests that belong together, and how many of them are significant, None where nothing says it."""

    tests: int
    significant: int | None
    where: Place


@check("G08", title="多重检验", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def tests_are_corrected(report: Document) -> Iterator[Hit]:
    """Ten tests or more of one kind ask for a correction; a few significant ones among them may be chance."""
    found = [_told(one) for one in passages(report)] + [_tabled(table) for table in tables_of(report)]
    batteries = [one for one in found if one.tests >= _MANY]
    if not batteries:
        raise Inapplicable("报告没有对许多题目或分组逐一检验")
    if not any(_corrected(one.text) for one in passages(report)):
        yield from (hit for battery in batteries for hit in _judge(battery))


def _told(passage: Passage) -> Battery:
    """The largest number of questions or comparisons in a sentence that tests them."""
    sentences = [one.text for one in passage.sentences() if words_of(_METHOD, "tested").search(one.text)]
    counts = [
        read_count(match["n"] or match["n2"]) for one in sentences for match in words_of(_METHOD, "tests").finditer(one)
    ]
    each = [one for one in sentences if words_of(_METHOD, "each").search(one)]
    counts += [read_count(match["n"]) for one in each for match in words_of(_METHOD, "things").finditer(one)]
    told = [read_count(match["n"]) for one in sentences for match in words_of(_METHOD, "significant").finditer(one)]
    tests = max(counts, default=0)
    return Battery(tests, next((count for count in told[::-1] if count < tests), None), passage.where)


def _tabled(table: PrintedTable) -> Battery:
    """Questions with a p value each."""
    lines = table.lines(names_of(_METHOD, "table"), "thing", "p")
    values = [value.value for line in lines if (value := line.number("p")) and value.value <= 1]
    return Battery(len(values), sum(value < _LEVEL for value in values), table.where)


def _corrected(text: str) -> bool:
    return any(
        not words_of(_METHOD, "denied").search(text[max(0, match.start() - 10) : match.start()])
        for match in words_of(_METHOD, "corrected").finditer(text)
    )


def _judge(battery: Battery) -> Iterator[Hit]:
    tests, found, expected = battery.tests, battery.significant, f"{battery.tests * _LEVEL:g}"
    if found is None:
        message = f"共 {tests} 次检验，没有写多重检验的修正；全凭偶然平均也会有 {expected} 次 P＜0.05"
        yield Hit(battery.where, message, f"{tests}次检验")
    elif found and (chance := _chance(tests, found)) > _SELDOM:
        message = (
            f"{tests} 次检验有 {found} 次显著，没有修正；全凭偶然平均就有 {expected} 次，"
            f"有 {found} 次或更多的概率为 {chance:.0%}"
        )
        yield Hit(battery.where, message, f"{found}次显著")


def _chance(tests: int, found: int) -> float:
    """Probability of so many significant results or more if nothing differs and the tests are independent."""
    fewer = sum(comb(tests, k) * _LEVEL**k * (1 - _LEVEL) ** (tests - k) for k in range(found))
    return 1 - fewer
