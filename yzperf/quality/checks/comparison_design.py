"""G04 平行趋势, G05 DID 交错与聚类, G09 匹配平衡与断点操纵: what a design rests on, as the report tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.method_run import MethodRun
from yzperf.domain.reading.numerals import read_count
from yzperf.domain.result import Verdict
from yzperf.quality.accepted import assumption_tests, contradiction
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.method_words import names_of, words_of
from yzperf.quality.passage_values import Passage, passages, values_of
from yzperf.quality.printed import Printed, read_printed
from yzperf.quality.printed_tables import Line, PrintedTable, tables_of

_METHOD = "comparison"
_FEW_CLUSTERS = 30
_BALANCED = 0.1  # Austin (2009)


def _sentences(report: Document, design: str) -> list[Passage]:
    """Sentences that say the report uses a design; advice and what was not done are left out."""
    return [
        sentence
        for passage in passages(report)
        for sentence in passage.sentences()
        if _has(design, sentence.text) and _has("used", sentence.text) and not _has("not_used", sentence.text)
    ]


def _has(name: str, text: str) -> bool:
    return bool(words_of(_METHOD, name).search(text))


def _whole(report: Document) -> str:
    return "\n".join(passage.text for passage in passages(report))


def _done(name: str, text: str) -> bool:
    """Whether something is named without being denied: 未作小样本修正 does not count."""
    return any(
        not words_of(_METHOD, "denied").search(text[max(0, match.start() - 12) : match.start()])
        for match in words_of(_METHOD, name).finditer(text)
    )


# ── G04 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("G04", title="平行趋势", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def trends_ran_parallel(report: Document, method_runs: tuple[MethodRun, ...]) -> Iterator[Hit]:
    """A difference in differences tells of parallel trends, over at least two periods before, and reads the test right."""
    used = _sentences(report, "difference")
    if not used:
        raise Inapplicable("报告没有用双重差分")
    for part, p, test in assumption_tests(report, "G04"):
        if hit := contradiction(part, p, test):
            yield hit
    short = next((one for one in _around(report) if _has("one_period", one.text)), None)
    if short is not None:
        message = "实施前只有一个时期，平行趋势无法检验；请补充更早的数据，或说明两组为什么会同步变化"
        yield Hit(short.where, message, short.text[:60])
    elif not _has("trend", _whole(report)) and not any(map(_runs_parallel, method_runs)):
        message = "报告用双重差分，没有说明实施前两组走势是否平行；请做事前检验并写明它能发现多大的分叉"
        yield Hit(used[0].where, message, used[0].text[:60])


def _runs_parallel(run: MethodRun) -> bool:
    """Whether the data of the case show what the report does not speak of."""
    found = run.result.diagnostics() if run.result else ()
    return any(_has("trend", one.assumption) and one.verdict is Verdict.HOLDS for one in found)


def _around(report: Document) -> list[Passage]:
    """Sentences of the paragraphs that speak of the design."""
    return [
        sentence
        for passage in passages(report)
        if _has("difference", passage.text) or _has("trend", passage.text)
        for sentence in passage.sentences()
    ]


# ── G05 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("G05", title="双重差分交错与聚类", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def design_is_estimated_rightly(report: Document) -> Iterator[Hit]:
    """Few clusters ask for a small-sample correction, a staggered start for an estimator that stands it."""
    clustered = [one for passage in passages(report) if _is_clustered(passage.text) for one in passage.sentences()]
    used = _sentences(report, "difference")
    if not (used or clustered):
        raise Inapplicable("报告没有用双重差分，也没有聚类标准误")
    text = _whole(report)
    if not _done("small_sample", text):
        yield from _few_clusters(clustered)
    if used and not _done("staggered_safe", text):
        yield from _staggered(report)


def _is_clustered(text: str) -> bool:
    return _has("clusters", text) and _has("errors", text)


def _few_clusters(clustered: Sequence[Passage]) -> Iterator[Hit]:
    """The number beside the word; else the only one of its paragraph."""
    told = [(one, count) for one in clustered if _has("clusters", one.text) for count in [_clusters(one.text)] if count]
    told = told or [(one, count) for one in clustered for count in [_clusters(one.text)] if count]
    for sentence, count in told[:1]:
        if count < _FEW_CLUSTERS:
            message = f"标准误按 {count} 个组聚类，少于 {_FEW_CLUSTERS} 个时显著性会虚高；请用野聚类自助法、CR2 或随机化推断，并写明"
            yield Hit(sentence.where, message, f"{count}个组", f"≥{_FEW_CLUSTERS}个，或作小样本修正")


def _clusters(text: str) -> int:
    counts = [read_count(match["n"] or match["n2"]) for match in words_of(_METHOD, "cluster_count").finditer(text)]
    return max(counts, default=0)


def _staggered(report: Document) -> Iterator[Hit]:
    for passage in passages(report):
        if _has("difference", passage.text) and (match := words_of(_METHOD, "staggered").search(passage.text)):
            message = (
                "实施分批开始，双向固定效应的双重差分会拿先实施的作后实施的对照，效应变化时方向都可能反；"
                "请用 Callaway–Sant'Anna、Sun–Abraham 等估计量，或作 Goodman-Bacon 分解"
            )
            yield Hit(passage.where, message, match[0][:60])
            return


# ── G09 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("G09", title="匹配平衡与断点操纵", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def groups_are_comparable(report: Document) -> Iterator[Hit]:
    """Matching shows its balance, a discontinuity its density, and the words agree with the numbers."""
    matched, cut = _sentences(report, "matching"), _sentences(report, "discontinuity")
    tables = [(table, lines) for table in tables_of(report) if (lines := _bias_lines(table))]
    if not (matched or cut or tables or _has("difference_of_means", _whole(report))):
        raise Inapplicable("报告没有用匹配、加权或断点回归")
    for part, p, test in assumption_tests(report, "G09"):
        if hit := contradiction(part, p, test):
            yield hit
    yield from _imbalance_in_words(report)
    for table, lines in tables:
        yield from _imbalance_in_table(table, lines)
    yield from _untold(matched, "balance", tables, report, "匹配或加权以后各变量是否平衡；请列出匹配前后的标准化均值差")
    yield from _untold(cut, "density", (), report, "断点两侧的密度是否连续、有没有人为挤过线；请作密度检验")


def _untold(
    used: Sequence[Passage], name: str, shown: Sequence[object], report: Document, lacking: str
) -> Iterator[Hit]:
    if used and not shown and not _has(name, _whole(report)):
        yield Hit(used[0].where, f"报告没有说明{lacking}", used[0].text[:60])


def _imbalance_in_words(report: Document) -> Iterator[Hit]:
    """匹配后标准化均值差为0.18，平衡性较好. One finding a paragraph."""
    for passage in passages(report):
        if _has("difference_of_means", passage.text):
            yield from [hit for sentence in passage.sentences() for hit in _far_apart(sentence, passage.text)][:1]


def _far_apart(sentence: Passage, around: str) -> Iterator[Hit]:
    limit = _limit(around)
    found = [one.printed for one in values_of(words_of(_METHOD, "difference_of_means"), _after(sentence.text))]
    far = next((one for one in found if _share(one)[0] > limit), None)
    if far and not _has("still_apart", sentence.text):
        said = "，文字却说平衡" if _has("balanced", around) else ""
        yield Hit(sentence.where, f"匹配后标准化均值差 {far.text}，超过 {limit:g}{said}", far.text, f"＜{limit:g}")


def _after(text: str) -> str:
    """The part of a sentence that speaks of the matched sample."""
    before, after = (words_of(_METHOD, name).search(text) for name in ("unmatched", "matched"))
    if before and after:
        return text[after.start() :] if after.start() > before.start() else text[: before.start()]
    return "" if before else text


def _limit(text: str) -> float:
    """The bound that the report sets itself, 0.1 where it sets none."""
    stated = [
        _share(value)[1]
        for match in words_of(_METHOD, "difference_of_means").finditer(text)
        if (limit := words_of(_METHOD, "stated_limit").match(text, match.end()))
        and (value := read_printed(limit["limit"].replace(" ", "")))
    ]
    return max([_BALANCED, *(limit for limit in stated if limit < 1)])


def _share(printed: Printed) -> tuple[float, float]:
    """Least and greatest size; 12.5 in a column of per cent is 0.125."""
    scale = 100 if abs(printed.value) >= 2 else 1
    size = sorted((abs(float(printed.low)) / scale, abs(float(printed.high)) / scale))
    return size[0], size[1]


def _bias_lines(table: PrintedTable) -> tuple[Line, ...]:
    """Lines of covariates with their standardised difference after matching."""
    heads = "".join(cell.text for row in table.rows[:2] for cell in row)
    if not (_has("difference_of_means", f"{table.title}{heads}") or _has("bias_heads", heads)):
        return ()
    lines = table.lines(names_of(_METHOD, "bias"), "after")
    return tuple(line for line in lines if line.number("after"))


def _imbalance_in_table(table: PrintedTable, lines: Sequence[Line]) -> Iterator[Hit]:
    limit = _limit(table.near)
    numbers = [value for line in lines for role in ("before", "after") if (value := line.number(role))]
    scale = 100 if any(abs(value.value) >= 2 for value in numbers) else 1  # a column of per cent without the sign
    said = _has("balanced", table.near) or _has("stated_limit", table.near)
    for line in lines:
        value = line.number("after")
        if value and _least(value) / (1 if "%" in value.text else scale) > limit:
            told = "，文字却说平衡" if said else ""
            message = f"匹配后“{line.name or '变量'}”的标准化均值差 {value.text}，超过 {limit:g}{told}"
            yield Hit(line.cells["after"].where, message, value.text, f"＜{limit:g}")
        yield from _reduction(line)


def _least(value: Printed) -> float:
    return min(abs(float(value.low)), abs(float(value.high)))


def _reduction(line: Line) -> Iterator[Hit]:
    """The printed reduction follows from the two differences."""
    before, after, printed = (line.number(role) for role in ("before", "after", "reduced"))
    if not (before and after and printed) or before.value == 0:
        return
    sizes = [sorted((abs(one.low), abs(one.high))) for one in (before, after)]
    low, high = 1 - sizes[1][1] / sizes[0][0], 1 - sizes[1][0] / sizes[0][1]
    scale = 1 if "%" in printed.text or abs(printed.value) <= 1 else 100
    if sizes[0][0] > 0 and not printed.meets(low * scale, high * scale):
        right = f"{float(1 - abs(after.value / before.value)):.1%}"
        message = f"“{line.name}”偏差由 {before.text} 变为 {after.text}，减少 {right}，表中为 {printed.text}"
        hit = Hit(line.cells["reduced"].where, message, printed.text, right)
        yield replace(hit, evidence=EvidenceClass.PROOF, severity=Severity.MINOR)
