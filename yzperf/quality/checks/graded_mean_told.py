"""F02 均值与比率粒度, F03 标准差可行域 (by steps): 按5—1分计，平均4.23分，标准差0.85分 beside the answers of each grade."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from yzperf.domain.claims import Claims
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.summaries import deviations_of_grades, mean_of_grades
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.graded_counts import GradedCounts, read_graded
from yzperf.quality.passage_values import passage_of
from yzperf.quality.printed_means import valid_sheets

_MEAN = re.compile(
    r"按(?P<one>\d)分?(?:-|—|~|至|到)(?P<other>\d)分(?:计|计算|赋分|赋值|打分)?[^。；;\d]{0,8}平均(?:分|得分|值)?(?:为|得)?"
    r"(?P<mean>\d\.\d{1,4})分?(?:[，,(]标准差(?:为)?(?P<deviation>\d(?:\.\d{1,4})?)分?)?"
)
_TINY = 1e-9
Figures = Callable[[Sequence[float], Sequence[int]], tuple[float, ...]]


@check("F02", title="均值与比率粒度", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def told_mean_is_that_of_the_grades(report: Document, claims: Claims) -> Iterator[Hit]:
    """The mean by steps of one is that of so many answers of each grade in the same paragraph."""
    yield from _judge(report, claims, "mean", "均值", lambda points, counts: (mean_of_grades(points, counts),))


@check("F03", title="标准差可行域与重构", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def told_deviation_is_that_of_the_grades(report: Document, claims: Claims) -> Iterator[Hit]:
    """So is the deviation, divided by n or by n − 1."""
    yield from _judge(report, claims, "deviation", "标准差", deviations_of_grades)


def _judge(report: Document, claims: Claims, name: str, title: str, figures: Figures) -> Iterator[Hit]:
    found = [(one, match) for one, match in _told(report, claims) if match[name]]
    if not found:
        raise Inapplicable(f"报告没有在各档人数后面写按几分计的{title}")
    for one, match in found:
        high = max(int(match["one"]), int(match["other"]))
        values = figures(tuple(range(high, high - len(one.values), -1)), one.values)
        digits = len(match[name].partition(".")[2])
        slack = 0.5 / 10**digits + _TINY
        if not any(abs(float(match[name]) - value) <= slack for value in values):
            shown = f"{values[0]:.{digits}f}"
            yield Hit(one.where, f"按各档人数，{title}应为 {shown}，报告写 {match[name]}", match[name], shown)


def _told(report: Document, claims: Claims) -> Iterator[tuple[GradedCounts, re.Match[str]]]:
    """The answers and the only mean of their paragraph, by as many steps as there are grades."""
    graded = [one for one in read_graded(report, claims, valid_sheets(claims)) if one.adds_up and one.block]
    for paragraph in report.paragraphs:
        own = [one for one in graded if one.where == paragraph.where]
        found = list(_MEAN.finditer(passage_of(paragraph).text))
        steps = {abs(int(one["one"]) - int(one["other"])) + 1 for one in found}
        if len(own) == len(found) == 1 and steps == {len(own[0].values)}:
            yield own[0], found[0]
