"""F05 样本数自洽 (regressions, panels): F(4，383) of 388 sheets, 178 firms of three years are 534 observations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_count
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages

_UNITS = "户|份|家|个|人|名|所|条"
_PEOPLE = re.compile(
    rf"(?:样本(?:量|数)?(?:为|共)?|(?<![A-Za-z])[nN]\s*[=为]\s*|观测值?(?:数)?(?:为|共)?)\s*[=:]?\s*(?P<count>\d[\d,]*)(?:{_UNITS})?"
)
_F = re.compile(r"(?<![A-Za-z])F\((?P<between>\d{1,2})[，,、]\s*(?P<within>\d{1,6})\)")
_FIT = re.compile("R(?:2|²|\\^2|方)|回归")
_ROBUST = re.compile("聚类|稳健|面板|固定效应|加权|工具变量|随机效应|cluster|robust")
_PANEL = re.compile(
    r"(?P<units>\d[\d,]*)(?:户|家|个|所|条|名|人)[^，,。；;\d]{0,8}[、，,]\s*(?:共|共计|合计)?(?P<all>\d[\d,]*)个?(?:观测值|观测|样本点|观察值)"
)
_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)年?(?:至|-|~|到)(?P<last>(?:19|20)\d\d)年")
_PERIODS = re.compile(r"(?P<many>[两二三四五六七八九十]|\d{1,2})(?:年|期)(?!代|度)[^，,。；;]{0,4}(?:面板|数据)")
_UNEVEN = re.compile("非平衡|不平衡|缺失|缺|剔除|删除|部分|新设|退出")


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def degrees_of_a_regression_are_of_its_sample(report: Document) -> Iterator[Hit]:
    """样本388份，F(4，383): people, less the variables, less one."""
    found = [(one, people, match) for one in passages(report) for people, match in _regressions(one)]
    if not found:
        raise Inapplicable("报告没有在一处写明回归的样本数和 F 的自由度")
    for passage, people, match in found:
        right = people - int(match["between"]) - 1
        if int(match["within"]) != right:
            message = f"样本 {people}、{match['between']} 个自变量的回归，F 的第二自由度应为 {right}，写 {match[0]}"
            yield Hit(passage.where, message, match["within"], str(right))


def _regressions(passage: Passage) -> Iterator[tuple[int, re.Match[str]]]:
    """A passage with one sample and one F of a plain regression."""
    people, tests = _PEOPLE.findall(passage.text), list(_F.finditer(passage.text))
    is_plain = _FIT.search(passage.text) and not _ROBUST.search(passage.text)
    if is_plain and len(tests) == 1 and len(set(people)) == 1:
        yield int(people[0].replace(",", "")), tests[0]


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def panels_are_units_times_years(report: Document) -> Iterator[Hit]:
    """2022年至2024年，共178户、534个观测值: no more than every unit in every year; fewer where some lack a year."""
    found = [(one, match, many) for one in passages(report) for match, many in _panels(one)]
    if not found:
        raise Inapplicable("报告没有写面板数据的单位数、期数和观测值数")
    for passage, match, periods in found:
        units, told = (int(match[name].replace(",", "")) for name in ("units", "all"))
        if told > units * periods or (told < units * periods and not _UNEVEN.search(passage.text)):
            message = f"{units} 个单位、{periods} 期应有 {units * periods} 个观测值，写 {told} 个"
            hit = Hit(passage.where, message, str(told), str(units * periods))
            yield hit if told > units * periods else hit.as_lead


def _panels(passage: Passage) -> Iterator[tuple[re.Match[str], int]]:
    for sentence in passage.sentences():
        match = _PANEL.search(sentence.text)
        years = {(int(one["first"]), int(one["last"])) for one in _YEARS.finditer(sentence.text)}
        periods = {last - first + 1 for first, last in years if last > first}
        periods |= {read_count(one["many"]) for one in _PERIODS.finditer(sentence.text)}
        if match and len(periods) == 1:
            yield match, periods.pop()
