"""G02 熵权/TOPSIS 复算: weights that add up, entropy weights, closeness and ranks, from the printed digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_count
from yzperf.domain.workings import Workings
from yzperf.forensics.data_weights import nearest_entropy_weights
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.method_words import names_of, words_of
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.printed import read_printed
from yzperf.quality.printed_tables import Line, PrintedCell, PrintedTable, frames_of, sheets_of, tables_of
from yzperf.quality.weight_lists import PER_CENT, Ends, scale_of, whole_of, wrong_lists

Floats = NDArray[np.float64]
_METHOD = "ranking"
_BY_HAND = 0.01  # what intermediate rounding may do to a weight
_WIDEST = 8  # indicators; every direction of each is tried
_FEWEST = 2


@check("G02", title="熵权和排序复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def weights_and_ranks_in_words(report: Document) -> Iterator[Hit]:
    """Weights that are listed add up to 1; ranks follow the closeness; nothing is said the wrong way round."""
    said = [one for passage in passages(report) for one in passage.sentences() if _is_about(one.text)]
    if not said:
        raise Inapplicable("报告没有用熵权、TOPSIS 等客观赋权、排序方法")
    for sentence in said:
        yield from wrong_lists(sentence)
        yield from _reversed(sentence)
    for passage in passages(report):
        yield from _ranked(passage)


@check("G02", title="熵权和排序复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def weights_and_ranks_in_tables(report: Document) -> Iterator[Hit]:
    """Tables of entropies, of distances with closeness and rank, of indicators with their direction."""
    tables = list(tables_of(report))
    directed = [line for table in tables if _is_about(table.near) for line in _directed(table)]
    yield from _judge(tables, "报告里没有熵权、贴近度或指标方向的表", directed)


@check("G02", title="熵权和排序复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def weights_and_ranks_in_workbooks(workings: tuple[Workings, ...]) -> Iterator[Hit]:
    """The same in the workbooks of the case."""
    yield from _judge(list(sheets_of(workings)), "工作簿里没有熵权、贴近度的表")


@check("G02", title="熵权和排序复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def weights_and_ranks_in_data(tables: dict[str, pd.DataFrame], table_files: Mapping[str, str]) -> Iterator[Hit]:
    """The same in the registered tables of the case."""
    yield from _judge(list(frames_of(tables, table_files)), "案卷数据表里没有熵权、贴近度的表")


def _judge(tables: Sequence[PrintedTable], lacking: str, directed: Sequence[Line] = ()) -> Iterator[Hit]:
    entropy = [lines for table in tables if (lines := _entropy_lines(table))]
    ranked = [lines for table in tables if (lines := _ranked_lines(table))]
    if not (entropy or ranked or directed):
        raise Inapplicable(lacking)
    for lines in entropy:
        yield from _judge_entropy(lines)
    for lines in ranked:
        yield from _judge_closeness(lines)
        yield from _judge_ranks(lines)
    for line in directed:
        yield from _judge_direction(line)


def _is_about(text: str) -> bool:
    return bool(words_of(_METHOD, "mention").search(text))


# ── in words ────────────────────────────────────────────────────────────────────────────────────────


def _reversed(sentence: Passage) -> Iterator[Hit]:
    if match := words_of(_METHOD, "reversed").search(sentence.text):
        message = f"“{match[0]}”方向相反：信息熵越小，权重越大；贴近度越大，越靠前"
        yield Hit(sentence.where, message, match[0]).as_lead


def _ranked(passage: Passage) -> Iterator[Hit]:
    """甲镇贴近度0.62，排名第2；乙镇贴近度0.58，排名第1."""
    found = list(words_of(_METHOD, "ranked").finditer(passage.text))
    pairs = [(value, read_count(match["rank"])) for match in found if (value := read_printed(match["value"]))]
    for value, rank in pairs:
        ahead = [other for other, before in pairs if before > rank and other.low > value.high]
        if ahead:
            message = f"贴近度 {value.text} 排第 {rank}，贴近度更大的 {ahead[0].text} 反而排在后面"
            yield Hit(passage.where, message, f"第{rank}", "")
            return


# ── entropy ─────────────────────────────────────────────────────────────────────────────────────────


def _entropy_lines(table: PrintedTable) -> tuple[Line, ...]:
    roles = names_of(_METHOD, "entropy")
    lines = _of_objects(table.lines(roles, "weight"))
    complete = [
        line for line in lines if line.number("weight") and (line.number("entropy") or line.number("diversity"))
    ]
    return tuple(complete) if len(complete) == len(lines) and len(lines) >= _FEWEST else ()


def _of_objects(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines of single things, totals and means left out."""
    return tuple(line for line in lines if not words_of(_METHOD, "total").search(line.name))


def _judge_entropy(lines: tuple[Line, ...]) -> Iterator[Hit]:
    wrong = [hit for line in lines for hit in _diversity(line)]
    yield from wrong
    weights = [weight for line in lines if (weight := line.number("weight"))]
    ends = whole_of(weights)
    if wrong or ends is None:
        return
    if not ends[0] <= 1 <= ends[1]:
        if abs(ends[0] - round(ends[0])) > Fraction(1, 50) or ends[0] < 1:  # 2 or 3: one whole for each group
            shown = f"{float((ends[0] + ends[1]) / 2):.3f}"
            yield Hit(lines[0].cells["weight"].where, f"熵权合计为 {shown}，应为 1", shown, "1")
        return
    yield from _shares(lines)


def _diversity(line: Line) -> Iterator[Hit]:
    entropy, diversity = line.number("entropy"), line.number("diversity")
    if entropy and diversity and not diversity.meets(1 - entropy.high, 1 - entropy.low):
        right = f"{float(1 - entropy.value):.{diversity.decimals}f}"
        message = f"“{line.name}”的差异系数应为 1－信息熵＝{right}，表中为 {diversity.text}"
        yield Hit(line.cells["diversity"].where, message, diversity.text, right)


def _shares(lines: tuple[Line, ...]) -> Iterator[Hit]:
    """Each weight is the share of 1 − e in the sum of them all."""
    parts = [_part(line) for line in lines]
    low, high = (sum((part[end] for part in parts), Fraction(0)) for end in (0, 1))
    scale = scale_of([weight for line in lines if (weight := line.number("weight"))])
    for line, part in zip(lines, parts, strict=True):
        weight = line.number("weight")
        least, most = _share(part[0], high - part[1]), _share(part[1], low - part[0])
        if weight and least is not None and most is not None and not weight.meets(least * scale, most * scale):
            right = f"{float((least + most) / 2) * scale:.{max(2, weight.decimals)}f}"
            message = f"“{line.name}”的熵权应为 {right}（差异系数占合计的份额），表中为 {weight.text}"
            yield Hit(line.cells["weight"].where, message, weight.text, right)


def _part(line: Line) -> Ends:
    """What 1 − e can be: the narrower of what is printed of it."""
    entropy, diversity = line.number("entropy"), line.number("diversity")
    ends = [(1 - entropy.high, 1 - entropy.low)] if entropy else []
    ends += [(diversity.low, diversity.high)] if diversity else []
    low, high = min(ends, key=lambda pair: pair[1] - pair[0])
    return max(Fraction(0), low), max(Fraction(0), high)


def _share(part: Fraction, others: Fraction) -> Fraction | None:
    return part / (part + others) if part + others > 0 else None


@check("G02", title="熵权和排序复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def weights_follow_from_data(report: Document) -> Iterator[Hit]:
    """Entropy weights below the data that they come from, by every usual way of scaling; a lead, since there are others."""
    found = [data for table in tables_of(report) if "熵" in table.near and (data := _data_with_weights(table))]
    if not found:
        raise Inapplicable("报告里没有同时印出数据和熵权的表")
    for matrix, weights in found:
        printed = np.array([float(number.value) for cell in weights if (number := cell.number)])
        printed = printed / (100 if printed.sum() > PER_CENT else 1)
        right = nearest_entropy_weights(matrix, printed)
        at = int(np.abs(right - printed).argmax())
        if abs(right[at] - printed[at]) > _BY_HAND:
            message = f"由表中数据按常用的各种标准化办法都得不出熵权 {weights[at].text}，最接近的为 {right[at]:.3f}"
            yield Hit(weights[at].where, message, weights[at].text, f"{right[at]:.3f}").as_lead


def _data_with_weights(table: PrintedTable) -> tuple[Floats, tuple[PrintedCell, ...]] | None:
    """Rows of numbers and the row of weights below them."""
    entropy = names_of(_METHOD, "entropy")["weight"]
    weights = next((row[1:] for row in table.rows if entropy.search(row[0].text)), None)
    rows = [row[1:] for row in table.rows if not entropy.search(row[0].text) and all(cell.number for cell in row[1:])]
    if weights is None or not all(cell.number for cell in weights) or len(rows) < 3 or not 2 <= len(weights) <= _WIDEST:
        return None
    matrix = np.array([[float(number.value) for cell in row if (number := cell.number)] for row in rows])
    return (matrix, weights) if (np.ptp(matrix, axis=0) > 0).all() else None


# ── closeness and ranks ─────────────────────────────────────────────────────────────────────────────


def _ranked_lines(table: PrintedTable) -> tuple[Line, ...]:
    lines = _of_objects(table.lines(names_of(_METHOD, "distances"), "closeness"))
    found = tuple(line for line in lines if line.number("closeness"))
    return found if len(found) >= _FEWEST and len(found[0].cells) > 1 else ()


def _judge_closeness(lines: tuple[Line, ...]) -> Iterator[Hit]:
    """C = D⁻/(D⁺ + D⁻); one finding where all lines take D⁺ for D⁻."""
    wrong = [(line, ends) for line in lines if (ends := _closeness(line, "worst")) and not _meets(line, ends)]
    turned = [ends and _meets(line, ends) for line in lines for ends in (_closeness(line, "best"),)]
    if len(wrong) > 1 and all(turned):
        message = "贴近度算成了 D⁺÷(D⁺＋D⁻)，应为 D⁻÷(D⁺＋D⁻)，方向相反，排序要倒过来"
        yield Hit(wrong[0][0].cells["closeness"].where, message, wrong[0][0].cells["closeness"].text, "", True)
        return
    for line, ends in wrong:
        cell, right = line.cells["closeness"], f"{float((ends[0] + ends[1]) / 2):.3f}"
        message = f"“{line.name}”的贴近度 D⁻÷(D⁺＋D⁻) 应为 {right}，表中为 {cell.text}"
        yield Hit(cell.where, message, cell.text, right)


def _closeness(line: Line, near: str) -> Ends | None:
    best, worst = line.number("best"), line.number("worst")
    if best is None or worst is None or best.low + worst.low <= 0:
        return None
    one, other = (worst, best) if near == "worst" else (best, worst)
    return max(Fraction(0), one.low) / (max(Fraction(0), one.low) + other.high), one.high / (
        one.high + max(Fraction(0), other.low)
    )


def _meets(line: Line, ends: Ends) -> bool:
    closeness = line.number("closeness")
    return closeness is not None and closeness.meets(*ends)


def _judge_ranks(lines: tuple[Line, ...]) -> Iterator[Hit]:
    ranked = [(line, rank) for line in lines if (rank := _rank(line))]
    if len(ranked) != len(lines) or len({rank for _, rank in ranked}) == 1:
        return
    wrong = [(line, rank, ends) for line, rank in ranked if not (ends := _possible(line, lines))[0] <= rank <= ends[1]]
    if len(lines) > _FEWEST and _is_upside_down(ranked):
        message = "名次与贴近度方向相反：贴近度越大应越靠前"
        yield Hit(wrong[0][0].cells["rank"].where, message, f"第{wrong[0][1]}", f"第{wrong[0][2][0]}", True)
        return
    for line, rank, (first, last) in wrong:
        right = f"第{first}" if first == last else f"第{first}至第{last}"
        message = f"“{line.name}”贴近度 {line.cells['closeness'].text}，名次应为{right}，表中为第{rank}"
        yield Hit(line.cells["rank"].where, message, f"第{rank}", right, True)


def _rank(line: Line) -> int:
    cell = line.cells.get("rank")
    text = re.sub(r"[第名位]", "", cell.text) if cell else ""
    return int(text) if text.isdigit() else 0


def _possible(line: Line, lines: tuple[Line, ...]) -> tuple[int, int]:
    """Best and worst rank that the printed closeness allows."""
    own = line.number("closeness")
    others = [value for other in lines if other is not line and (value := other.number("closeness"))]
    assert own is not None  # only lines that have one are kept
    return 1 + sum(one.low > own.high for one in others), 1 + sum(one.high >= own.low for one in others)


def _is_upside_down(ranked: Sequence[tuple[Line, int]]) -> bool:
    """Whether every greater closeness stands behind every smaller one."""
    values = [(value, rank) for line, rank in ranked if (value := line.number("closeness"))]
    clear = [(one, other) for one in values for other in values if one[0].low > other[0].high]
    return bool(clear) and all(one[1] > other[1] for one, other in clear)


# ── direction ───────────────────────────────────────────────────────────────────────────────────────


def _directed(table: PrintedTable) -> tuple[Line, ...]:
    return table.lines(names_of(_METHOD, "direction"), "name", "direction")


def _judge_direction(line: Line) -> Iterator[Hit]:
    name, given = line.cells["name"].text, line.cells["direction"]
    if words_of(_METHOD, "rising").search(given.text) and words_of(_METHOD, "smaller_is_better").search(name):
        message = f"“{name}”看名称越小越好，表中作正向指标，请核对方向"
        yield Hit(given.where, message, given.text, "逆向").as_lead
