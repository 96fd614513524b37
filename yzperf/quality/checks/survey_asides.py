"""E11 报告值与原始数据复算: what the report says beside the shares: how long people took, correlations, whole answers; and
an item whose points run against the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from yzperf.domain.document import Document, Kind, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_numeral
from yzperf.domain.survey import QuestionKind, Survey
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.survey_figures import Answers, Floats, best_first, read_answers
from yzperf.quality.survey_words import survey_words

_SENTENCE = re.compile("[^。；;\n]+")
_LASTED = re.compile("用时|时长|耗时|(?:答题|作答|填答|访问)时间")
_LENGTH = re.compile(
    r"(?P<what>最短|最长|中位数?|平均(?:用时|时长|耗时)?|均值)(?:为|是|:)?(?P<about>约|近|不到|超过)?(?P<number>\d+(?:\.\d+)?)(?P<unit>秒|分钟)(?!\d)"
)
_SECONDS = {"秒": 1.0, "分钟": 60.0}
_CORRELATED = re.compile(r"相关系数[^,，。;；\d=-]{0,8}(?:r|R|ρ)?\s*[=为是:]?\s*(?P<value>-?0?\.\d{2,4})")
_WITH_N = re.compile(r"n\s*=\s*(\d{2,6})")
_WHOLE = re.compile(
    r"(?P<number>\d{2,6})份[^,，。;；\d]{0,6}?(?P<items>\d{1,2}|[一二三四五六七八九十]{1,2})(?:道)?题(?:均|都|全部?)(?:作|已|有)?(?:作?答|回答|填答)"
)
_FEWEST = 20  # sheets


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def lengths_follow_from_the_times(report: Document, survey: Survey) -> Iterator[Hit]:
    """The shortest, longest, middle and mean duration that a sentence tells are those of the file."""
    lasted = survey.durations.to_numpy(float) if len(survey.durations) else np.array([])
    lasted = lasted[np.isfinite(lasted) & (lasted > 0)]
    told = [(one, found) for one in _texts(report) for found in _lengths(one)]
    if len(lasted) < _FEWEST or not told:
        raise Inapplicable("报告没有写答卷用时，或问卷数据没有用时")
    for paragraph, matches in told:
        wrong = [match for match in matches if not _is_length(match, lasted)]
        for match in wrong:
            shown = f"{_length(match['what'], lasted) / _SECONDS[match['unit']]:g}{match['unit']}"
            message = f"答卷用时{match['what']}写 {match['number']}{match['unit']}，按 {survey.where.file} 的 {len(lasted)} 份答卷是 {shown}"
            hit = Hit(paragraph.where, message, f"{match['number']}{match['unit']}", shown)
            yield hit.as_proof if len(matches) - len(wrong) > 1 else hit  # the others are those of the same sheets


def _texts(report: Document) -> Iterator[Paragraph]:
    yield from (one for one in report.paragraphs if one.kind is Kind.TEXT)


def _lengths(paragraph: Paragraph) -> Iterator[list[re.Match[str]]]:
    for sentence in _SENTENCE.findall(normalise(paragraph.text)):
        found = (
            [match for match in _LENGTH.finditer(sentence) if not match["about"]] if _LASTED.search(sentence) else []
        )
        if found:
            yield found


def _length(what: str, lasted: Floats) -> float:
    if what[:2] == "中位":
        return float(np.median(lasted))
    ends = {"最短": lasted.min(), "最长": lasted.max()}
    return float(ends.get(what, lasted.mean()))


def _is_length(match: re.Match[str], lasted: Floats) -> bool:
    decimals = len(match["number"].partition(".")[2])
    own = _length(match["what"], lasted) / _SECONDS[match["unit"]]
    return abs(own - float(match["number"])) <= 10.0**-decimals  # rounded or cut


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def correlations_follow_from_answers(
    report: Document, survey: Survey, tables: dict[str, pd.DataFrame]
) -> Iterator[Hit]:
    """A correlation is that of some pair of satisfaction items, of the pairs of so many answers where that is told."""
    answers = read_answers(survey, tables)
    told = [
        (one, match, text) for one in _texts(report) for text in _sentences(one) for match in _CORRELATED.finditer(text)
    ]
    if answers is None or answers.points.shape[1] < 2 or len(answers.points) < _FEWEST or not told:
        raise Inapplicable("报告没有写相关系数，或问卷不足两道量表题")
    pairs = list(_pairs(answers))
    for paragraph, match, text in told:
        size = _WITH_N.search(text, match.end())
        fitting = [values for count, values in pairs if size is None or count == int(size[1])]
        printed, decimals = float(match["value"]), len(match["value"].partition(".")[2])
        if not fitting or any(abs(value - printed) <= 10.0**-decimals for values in fitting for value in values):
            continue
        nearest = min((value for values in fitting for value in values), key=lambda value: abs(value - printed))
        shown = f"{nearest:.{decimals}f}"
        message = f"相关系数写 {match['value']}，{survey.where.file} 的满意度题两两计算都得不到，最接近的是 {shown}；是别的题或别的算法的请写明"
        yield Hit(paragraph.where, message, match["value"], shown)


def _sentences(paragraph: Paragraph) -> list[str]:
    return _SENTENCE.findall(normalise(paragraph.text))


def _pairs(answers: Answers) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Of each pair of items, and of each with the mean of all: how many answered both, and Pearson's and Spearman's r."""
    columns = [*answers.points.T, np.nanmean(answers.points, axis=1)]
    for one, other in combinations(columns, 2):
        both = np.isfinite(one) & np.isfinite(other)
        if both.sum() >= _FEWEST and np.ptp(one[both]) and np.ptp(other[both]):
            first, second = (pd.Series(part[both]) for part in (one, other))
            yield int(both.sum()), (float(first.corr(second)), float(first.rank().corr(second.rank())))


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def whole_answers_are_counted(report: Document, survey: Survey, tables: dict[str, pd.DataFrame]) -> Iterator[Hit]:
    """314份六题全答: so many sheets answer all of so many items."""
    answers = read_answers(survey, tables)
    told = [(one, match) for one in _texts(report) for match in _WHOLE.finditer(normalise(one.text))]
    if answers is None or not told:
        raise Inapplicable("报告没有写几题全答的有几份，或问卷没有量表题")
    given = np.isfinite(answers.points)
    for paragraph, match in told:
        items = int(match["items"]) if match["items"].isdigit() else int(read_numeral(match["items"]) or 0)
        counts = {int(given[:, list(chosen)].all(axis=1).sum()) for chosen in _choices(given.shape[1], items)}
        if counts and int(match["number"]) not in counts:
            shown = "、".join(f"{count}份" for count in sorted(counts)[:3])
            message = f"“{match[0]}”，按 {survey.where.file} 复算是 {shown}"
            yield Hit(paragraph.where, message, f"{match['number']}份", shown)


def _choices(width: int, items: int) -> list[tuple[int, ...]]:
    """All the items, or all but one; other choices are too many to say which was meant."""
    return list(combinations(range(width), items)) if items in (width, width - 1) and items > 0 else []


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def points_run_one_way(survey: Survey) -> Iterator[Hit]:
    """非常满意=1 in one item and 5 in all the others: answers of the same words are worth the same."""
    scales = [
        item
        for item in survey.codebook
        if item.kind == QuestionKind.SATISFACTION and len(best_first(item)) > 1 and item.points
    ]
    known = [item for item in scales if all(option in survey_words().ladder for option in item.points)]
    if len(known) < 2:
        raise Inapplicable("编码本不足两道写明分值的满意度题")
    turned = [item for item in known if item.points[best_first(item)[0]] < item.points[best_first(item)[-1]]]
    for item in turned if 0 < 2 * len(turned) < len(known) else []:
        best = best_first(item)[0]
        other = next(one for one in known if one not in turned)
        said, usual = f"{best}={item.points[best]}", f"{best_first(other)[0]}={other.points[best_first(other)[0]]}"
        message = f"编码本“{item.column} {item.title}”的分值与文字相反（{said}），其他题是 {usual}；反向计分的题请写明"
        hit = Hit(survey.where, message, said, usual)
        yield hit if "满意" in best else hit.as_lead
