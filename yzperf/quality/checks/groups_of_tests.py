"""F05 样本数自洽 (groups that are compared): 微型78份、小型112份、中型29份 with F(2，216) are the 219 valid sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.claims import Claims
from yzperf.domain.document import Document, Story
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passage_of
from yzperf.quality.printed_means import valid_sheets

_GROUP = r"[\u4e00-\u9fff]{2,10}?(?:\([^()]{0,12}\))?(\d{1,4})(?:份|人|户|名|家|位)"
_LIST = re.compile(rf"{_GROUP}(?:[、，,；;和及与]+{_GROUP})+")
_ONE = re.compile(_GROUP)
_F = re.compile(r"F\s?\(\s?(?P<between>\d{1,2})\s?[,，、]\s?(?P<within>\d{1,5})\s?\)")
_T = re.compile(r"t\s?\(\s?(?P<freedom>\d{1,5})\s?\)")
# 示范村118人……；非示范村280人: nobody is left over
_EITHER = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,6})(?:[\u4e00-\u9fff]{0,4})?(?P<one>\d{1,4})[人份户名位](?!次|均|月|天)[^。]{0,60}?[；;，,、和与]非(?P=name)[\u4e00-\u9fff]{0,4}?(?P<other>\d{1,4})[人份户名位](?!次|均|月|天)"
)
_COMPARED = re.compile("满意|平均|均值|标准差|检验|知晓|认可")
_OTHER = re.compile("缺失|缺答|未作答|漏答|多选|另有|其中|上年|总体|访谈|抽样框")
_NEAR = 0.15  # of the sheets: a population or another survey is further off


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def groups_of_tests_are_all_sheets(report: Document, claims: Claims) -> Iterator[Hit]:
    """Groups that a test compares are the valid sheets, where its degrees of freedom say that all are in it."""
    valid = valid_sheets(claims)
    texts = [passage_of(one) for one in report.every_paragraph() if one.story is not Story.CELL]
    texts = [one for one in texts if _COMPARED.search(one.text) and not _OTHER.search(one.text)]
    if valid is None or not texts:
        raise Inapplicable("报告没有写有效问卷份数，或没有分组比较")
    for passage in texts:
        for told, counts, is_wrong in (*_tested(passage, int(valid.value)), *_divided(passage, int(valid.value))):
            if is_wrong:
                shown = "＋".join(map(str, counts))
                message = f"比较的各组（{told}）{shown}＝{sum(counts)}，有效问卷 {valid.text}"
                yield Hit(passage.where, message, str(sum(counts)), valid.text)


def _tested(passage: Passage, valid: int) -> Iterator[tuple[str, list[int], bool]]:
    """The only list of as many groups as a one-way F or a t of two groups has, its freedom being that of all sheets."""
    freedoms = [(int(one["between"]) + 1, int(one["within"])) for one in _F.finditer(passage.text)]
    freedoms = freedoms or [(2, int(one["freedom"])) for one in _T.finditer(passage.text)]
    lists = list(_LIST.finditer(passage.text))
    for groups, within in freedoms[:1]:
        counts = [[int(one) for one in _ONE.findall(match[0])] for match in lists]
        if len(counts) == 1 and len(counts[0]) == groups and within + groups == valid:
            yield lists[0][0], counts[0], sum(counts[0]) != valid and _is_near(sum(counts[0]), valid)


def _divided(passage: Passage, valid: int) -> Iterator[tuple[str, list[int], bool]]:
    """Those of a kind and those that are not: never more than all; fewer where some did not answer."""
    for match in _EITHER.finditer(passage.text):
        if not _F.search(passage.text):
            counts = [int(match["one"]), int(match["other"])]
            told = f"{match['name']}、非{match['name']}"
            yield told, counts, sum(counts) > valid and _is_near(sum(counts), valid)


def _is_near(added: int, valid: int) -> bool:
    return abs(added - valid) <= _NEAR * valid
