"""F02 均值与比率粒度, F03 标准差可行域 (lists): 甲78份、乙112份，满意率分别为78.21%、85.71%: each belongs to a number of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.forensics.grain import Grain
from yzperf.forensics.granularity import decimals, greatest_deviation
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import passages
from yzperf.quality.printed_means import scale_of
from yzperf.quality.statistics_words import statistics_words

_GROUPS = re.compile(
    r"(?:[\u4e00-\u9fff\d~-]{1,12}?\d{1,5}(?:份|人|名|户|家|位)[、和，,]){1,7}[\u4e00-\u9fff\d~-]{1,12}?\d{1,5}(?:份|人|名|户|家|位)(?=[，,。；;])"
)
_COUNT = re.compile(r"(\d{1,5})(?:份|人|名|户|家|位)")
_VALUE = r"\d{1,3}\.\d{1,4}(?:%|分)?(?:\s*\((?:标准差|SD|s)?\s*[=:为]?\s*\d{1,3}(?:\.\d{1,4})?分?\))?"
_LISTED = re.compile(
    rf"(?P<what>满意率|知晓率|支持率|认可率|平均分|均值|平均得分|得分均值)(?:分别|依次)(?:为|是)?(?P<values>{_VALUE}(?:[、和，,]{_VALUE}){{1,7}})"
)
_EACH = re.compile(
    r"(?P<value>\d{1,3}\.\d{1,4})(?P<unit>%|分)?(?:\s*\((?:标准差|SD|s)?\s*[=:为]?\s*(?P<deviation>\d{1,3}(?:\.\d{1,4})?)分?\))?"
)
_MOST_WHOLE = 10  # the top of a scale on which an answer is a whole number
_SHARE = Fraction(100)


@dataclass(frozen=True, slots=True)
class _Group:
    """A mean or share, its people, and the deviation beside it (blank where none is)."""

    people: int
    value: str
    unit: str
    deviation: str
    is_share: bool
    scale: tuple[int, int] | None
    is_whole: bool
    where: Place

    @property
    def text(self) -> str:
        return f"{self.value}{self.unit}"


@check("F02", title="均值与比率粒度", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def listed_means_are_possible(report: Document) -> Iterator[Hit]:
    """分别为4.06分、4.28分、4.50分 of 78, 112 and 29 people: each a multiple of one over its people."""
    judged = [one for one in _groups(report) if one.is_share or one.is_whole]
    if not judged:
        raise Inapplicable("报告没有依次写出各组的人数和均值、占比")
    for one in judged:
        grain = Grain((one.people,), 1, _SHARE if one.is_share else Fraction(1))
        if not grain.gives(one.value) and not grain.gives_cut(one.value):
            shown = "和".join(f"{float(value):.{decimals(one.value)}f}{one.unit}" for value in grain.nearest(one.value))
            message = (
                f"{one.people} 人的{'占比' if one.is_share else '整数分平均'}不可能是 {one.text}：相邻的是 {shown}"
            )
            yield Hit(one.where, message, one.text, shown)


@check("F03", title="标准差可行域与重构", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def listed_deviations_are_possible(report: Document) -> Iterator[Hit]:
    """No deviation of a list is greater than its scale allows about the mean beside it."""
    judged = [one for one in _groups(report) if one.deviation and one.scale and one.people > 1]
    if not judged:
        raise Inapplicable("报告没有依次写出各组的均值和标准差，或没有写量表")
    for one in judged:
        low, high = one.scale or (0, 0)
        if not low <= float(one.value) <= high:
            continue  # F06 tells it
        limit = greatest_deviation(one.value, one.people, (low, high))
        if float(one.deviation) - 0.5 / 10 ** decimals(one.deviation) > limit:
            message = f"均值 {one.text}、{one.people} 人时，{low}至{high}之间的标准差最大是 {limit:.2f}，报告写 {one.deviation}"
            yield Hit(one.where, message, one.deviation, f"不超过{limit:.2f}")


def _groups(report: Document) -> Iterator[_Group]:
    """Lists of values that are as long as the list of groups in front of them in the same sentence."""
    scale = None
    for passage in passages(report):
        scale = scale_of(passage.text) or scale  # 按5—1分计 stands in front of the groups
        for sentence in passage.sentences():
            if statistics_words().weighted.search(sentence.text) or statistics_words().missing.search(sentence.text):
                continue
            for match in _LISTED.finditer(sentence.text):
                yield from _of_list(sentence.text, match, scale, passage.where)


def _of_list(text: str, match: re.Match[str], scale: tuple[int, int] | None, where: Place) -> Iterator[_Group]:
    groups = list(_GROUPS.finditer(text, 0, match.start()))
    people = [int(one) for one in _COUNT.findall(groups[-1][0])] if groups else []
    values = list(_EACH.finditer(match["values"]))
    if len(people) != len(values) or 0 in people:
        return
    is_share = match["what"].endswith("率")
    if {one["unit"] == "%" for one in values} != {is_share}:
        return
    own = scale_of(text) or scale
    if own and not is_share and not all(own[0] <= float(one["value"]) <= own[1] for one in values):
        own = None  # the scale of another survey
    is_whole = bool(own and own[1] <= _MOST_WHOLE) and not statistics_words().not_whole.search(text)
    for many, one in zip(people, values, strict=True):
        own_scale = None if is_share else own
        yield _Group(
            many, one["value"], one["unit"] or "", one["deviation"] or "", is_share, own_scale, is_whole, where
        )
