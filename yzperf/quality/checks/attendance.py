"""D08 访谈座谈实地登记: how many people came to a talk (3月26日……座谈会，12人参加), in the report and in the log of that day."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from yzperf.domain.document import Document, Kind
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.work_log import LogLine, log_lines

_CAME = r"座谈会?(?:[一1]场|[一1]次)?[，,（(]?(?:共|有)?(?P<many>\d{1,3})[人名位](?:代表)?(?:参加|参会|出席|到会)"
_LOGGED = re.compile(_CAME)
_TOLD = re.compile(rf"(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日(?![至到、—-])[^。；;\d]{{0,40}}{_CAME}")


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def talks_had_as_many_people_as_logged(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """A talk is known by its day, where the log has one talk on it."""
    texts = [(one.where, one.text) for one in report.paragraphs if one.kind is Kind.TEXT]
    told = [(where, match) for where, text in texts for match in _TOLD.finditer(text)]
    logged = _by_day(log_lines(log))
    pairs = [(where, match, talks) for where, match in told if len(talks := logged.get(_day(match), [])) == 1]
    if not pairs:
        raise Inapplicable("报告和工作日志没有都写哪一天的座谈会有几人参加")
    for where, match, (line,) in pairs:
        many = _LOGGED.search(line.text)
        if many and many["many"] != match["many"]:
            message = f"{match['month']}月{match['day']}日座谈会此处写 {match['many']} 人参加，工作日志（{line.where}）登记 {many['many']} 人"
            yield Hit(where, message, f"{match['many']}人", f"{many['many']}人")


def _day(match: re.Match[str]) -> tuple[int, int]:
    return int(match["month"]), int(match["day"])


def _by_day(lines: list[LogLine]) -> dict[tuple[int, int], list[LogLine]]:
    """Lines of the log that tell of a talk with its people, by the day."""
    found: dict[tuple[int, int], list[LogLine]] = {}
    for line in lines:
        if line.day and _LOGGED.search(line.text):
            found.setdefault((line.day.month, line.day.day), []).append(line)
    return found
