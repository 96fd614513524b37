"""D08 访谈座谈实地登记: of whom the people asked were (主管部门6人、实施单位8人), in the report and in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from yzperf.domain.document import Document, Kind
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.told_times import plain_times
from yzperf.quality.work_log import log_lines

_TALK = re.compile(r"(?P<kind>访谈|座谈)(?:[\u4e00-\u9fff]{0,6})(?P<all>\d{1,3})[人名位][^。；;]*")
_PART = re.compile(r"(?P<group>[\u4e00-\u9fff]{2,16}?)(?P<count>\d{1,3})[人名位]")
_FILLER = re.compile("^(?:其中|包括|包含|分别(?:是|为)?|来自|含|和|及|与)+")
_LEAST = 2  # groups that report and log both name


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def groups_asked_are_those_of_the_log(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """The same groups of people that come to the same whole are as many in both."""
    logged = [one for line in log_lines(log) if (one := _groups(line.text))]
    told = [
        (one, paragraph.where)
        for paragraph in report.paragraphs
        if paragraph.kind is Kind.TEXT and (one := _groups(paragraph.text))
    ]
    if len(logged) != 1 or not told:
        raise Inapplicable("报告和工作日志没有都写访谈、座谈的各类几人，或日志写了几次")
    whole, groups = logged[0]
    for (total, own), where in told:
        if total == whole and len(own.keys() & groups.keys()) >= _LEAST:
            yield from _differing(own, groups, where)


def _groups(text: str) -> tuple[int, dict[str, int]] | None:
    match = _TALK.search(plain_times(text))
    if match is None:
        return None
    parts = {
        _FILLER.sub("", one["group"]): int(one["count"])
        for one in _PART.finditer(match[0], match.end("all") - match.start() + 1)
    }
    return (int(match["all"]), parts) if len(parts) >= _LEAST and sum(parts.values()) == int(match["all"]) else None


def _differing(own: dict[str, int], groups: dict[str, int], where: Place) -> Iterator[Hit]:
    for name, count in own.items():
        if groups.get(name, count) != count:
            yield Hit(
                where,
                f"访谈“{name}”此处写 {count} 人，工作日志登记 {groups[name]} 人",
                f"{count}人",
                f"{groups[name]}人",
            )
