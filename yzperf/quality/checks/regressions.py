"""G06 共线性, G07 残差诊断: what the report prints of its regressions, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.accepted import StatedP, assumption_tests, contradiction
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.method_words import names_of, words_of
from yzperf.quality.passage_values import Passage, passages, values_of
from yzperf.quality.printed import Printed, read_printed
from yzperf.quality.printed_tables import Line, PrintedTable, tables_of

_METHOD = "regression"
_STRONG = 10  # VIF; Belsley, Kuh & Welsch (1980): a condition number above 30
_ILL = 30
_LOW, _HIGH = 1, 3  # Durbin–Watson far from 2


def _has(name: str, text: str) -> bool:
    return bool(words_of(_METHOD, name).search(text))


def _proof(hit: Hit) -> Hit:
    return replace(hit, severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)


# ── G06 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("G06", title="共线性", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def regressors_are_told_apart(report: Document) -> Iterator[Hit]:
    """VIF and condition numbers as printed, held against what is said of them; what VIF cannot be is told as such."""
    said = [one for one in passages(report) if _has("inflation", one.text) or _has("condition", one.text)]
    tables = [(table, lines) for table in tables_of(report) if (lines := _vif_lines(table))]
    if not (said or tables):
        raise Inapplicable("报告没有印出方差膨胀因子或条件数")
    for passage in said:
        yield from _inflated(passage)
    for table, lines in tables:
        yield from _vif_table(table, lines)


def _inflated(passage: Passage) -> Iterator[Hit]:
    values = [one.printed for one in values_of(words_of(_METHOD, "inflation"), passage.text)]
    values += _greatest(passage)
    yield from _judge_values(passage, values)
    if _has("mention", passage.text):
        ill = [one.printed for one in values_of(words_of(_METHOD, "condition"), passage.text) if one.printed.low > _ILL]
        if ill and not _has("collinear_told", passage.text):
            yield Hit(
                passage.where, f"条件数 {ill[0].text} 大于 {_ILL}，自变量之间共线，系数不稳", ill[0].text, f"≤{_ILL}"
            )


def _greatest(passage: Passage) -> list[Printed]:
    """VIF均小于10，最大为12.3; VIF在1.2至12.6之间."""
    forms = (words_of(_METHOD, "extreme"), words_of(_METHOD, "between"))
    said = [one.text for one in passage.sentences() if _has("inflation", one.text)]
    found = [match for text in said for form in forms for match in form.finditer(text)]
    return [value for match in found if (value := read_printed(match["value"]))]


def _judge_values(passage: Passage, values: Sequence[Printed]) -> Iterator[Hit]:
    impossible = next((one for one in values if one.high < 1), None)
    if impossible:
        yield _proof(Hit(passage.where, f"方差膨胀因子不会小于 1，报告写 {impossible.text}", impossible.text, "≥1"))
        return
    limit = _limit(passage.text)
    over = next((one for one in values if one.low >= limit), None)
    if over and not _has("collinear_told", passage.text):
        message = f"报告写方差膨胀因子都在 {limit:g} 以下，同一处又写 {over.text}"
        yield _proof(Hit(passage.where, message, over.text, f"＜{limit:g}"))
        return
    strong = next((one for one in values if one.low >= _STRONG), None)
    if strong and not _has("collinear_told", passage.text):
        said = "，文字却说不存在共线性" if _has("collinear_denied", passage.text) else "，系数不稳，请剔除或合并变量"
        yield Hit(passage.where, f"方差膨胀因子 {strong.text} 不小于 {_STRONG}{said}", strong.text, f"＜{_STRONG}")


def _limit(text: str) -> float:
    """The bound below which the report says that all of them lie; none where it says nothing."""
    for one in words_of(_METHOD, "inflation").finditer(text):
        if limit := words_of(_METHOD, "stated_limit").search(text, one.end(), one.end() + 30):
            return float(limit["limit"])
    return float("inf")


def _vif_lines(table: PrintedTable) -> tuple[Line, ...]:
    return tuple(line for line in table.lines(names_of(_METHOD, "vif"), "vif") if line.number("vif"))


def _vif_table(table: PrintedTable, lines: Sequence[Line]) -> Iterator[Hit]:
    means = [line for line in lines if words_of(_METHOD, "mean").search(line.name)]
    single = [line for line in lines if line not in means]
    for line in single:
        yield from _inverse(line)
        yield from _single(line, table)
    yield from _mean(means, single)


def _inverse(line: Line) -> Iterator[Hit]:
    vif, inverse = line.number("vif"), line.number("inverse")
    if vif and inverse and vif.low > 0 and not inverse.meets(1 / vif.high, 1 / vif.low):
        right = f"{float(1 / vif.value):.{max(2, inverse.decimals)}f}"
        message = f"“{line.name}”的容忍度应为 1÷{vif.text}＝{right}，表中为 {inverse.text}"
        yield _proof(Hit(line.cells["inverse"].where, message, inverse.text, right))


def _single(line: Line, table: PrintedTable) -> Iterator[Hit]:
    vif, limit = line.number("vif"), _limit(table.near)
    if vif is None:
        return
    where = line.cells["vif"].where
    if vif.high < 1:
        yield _proof(Hit(where, f"“{line.name}”的方差膨胀因子 {vif.text} 小于 1，不可能", vif.text, "≥1"))
    elif vif.low >= limit:
        message = f"文字写方差膨胀因子都在 {limit:g} 以下，表中“{line.name}”为 {vif.text}"
        yield _proof(Hit(where, message, vif.text, f"＜{limit:g}"))
    elif vif.low >= _STRONG:
        message = f"“{line.name}”的方差膨胀因子 {vif.text} 不小于 {_STRONG}，系数不稳，请剔除或合并变量"
        yield Hit(where, message, vif.text, f"＜{_STRONG}")


def _mean(means: Sequence[Line], single: Sequence[Line]) -> Iterator[Hit]:
    """Mean VIF as the programs print it below the table."""
    values = [value for line in single if (value := line.number("vif"))]
    printed = means[0].number("vif") if len(means) == 1 else None
    if printed is None or len(values) < 2:
        return
    low, high = (sum((getattr(one, end) for one in values), Fraction(0)) / len(values) for end in ("low", "high"))
    if not printed.meets(low, high):
        right = f"{float((low + high) / 2):.{max(2, printed.decimals)}f}"
        yield _proof(
            Hit(
                means[0].cells["vif"].where,
                f"方差膨胀因子的平均数应为 {right}，表中为 {printed.text}",
                printed.text,
                right,
            )
        )


# ── G07 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("G07", title="残差诊断", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def residuals_as_told(report: Document) -> Iterator[Hit]:
    """Tests of the residuals and the Durbin–Watson statistic against what the words make of them."""
    tests = assumption_tests(report, "G07")
    watson = [
        (one, value.printed) for one in passages(report) for value in values_of(words_of(_METHOD, "watson"), one.text)
    ]
    if not (tests or watson):
        raise Inapplicable("报告没有印出残差的检验")
    for part, p, test in tests:
        yield from filter(None, (contradiction(part, p, test) or _untreated(part, p, test, report),))
    for passage, value in watson:
        yield from _watson(passage, value)


def _untreated(part: Passage, p: StatedP, test: Mapping[str, Any], report: Document) -> Hit | None:
    """Heteroscedasticity or autocorrelation that is admitted, with no word of what was done about it."""
    remedy = test.get("remedy")
    if remedy is None or not p.rejects or not test["rejects"].search(part.text):
        return None
    if any(remedy.search(one.text) for one in passages(report)):
        return None
    message = f"“{p.text}”，“{test['title']}”不成立，报告没有说明怎样处理；请用稳健或 Newey–West 标准误"
    return Hit(part.where, message, part.text.strip()[:60])


def _watson(passage: Passage, value: Printed) -> Iterator[Hit]:
    if value.high < 0 or value.low > 4:
        yield _proof(Hit(passage.where, f"DW 统计量在 0 与 4 之间，报告写 {value.text}", value.text, "0至4"))
    elif (value.high < _LOW or value.low > _HIGH) and _has("independent", passage.text):
        message = f"DW={value.text} 离 2 很远，残差有自相关，文字却说没有"
        yield Hit(passage.where, message, f"DW={value.text}", "约2")
