"""D08: how many people came to a talk, in the report and in the log of that day."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.quality.report_tables import report_of
from yzperf.quality.catalogue import Inapplicable
from yzperf.quality.checks.attendance import talks_had_as_many_people_as_logged

_LOG = {"环节": "座谈", "参加人": "何书衡", "地点": "石坝小学"}


def log_of(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame([{"日期": day, "内容": text, **_LOG} for day, text in rows])


def told(report: str, *rows: tuple[str, str]) -> list[str]:
    return [hit.recomputed for hit in talks_had_as_many_people_as_logged(report_of("#一、情况", report), log_of(*rows))]


def test_a_talk_with_more_people_than_the_log_has() -> None:
    row = ("2025-03-26", "召开家长代表座谈会1场，12人参加")
    assert told("3月26日在石坝小学召开家长代表座谈会，12人参加。", row) == []
    assert told("3月26日在石坝小学召开家长代表座谈会，22人参加。", row) == ["12人"]


@pytest.mark.parametrize(
    ("report", "rows"),
    [
        ("3月26日召开座谈会，22人参加。", (("2025-03-27", "召开座谈会，12人参加"),)),
        (
            "3月26日召开座谈会，22人参加。",
            (("2025-03-26", "召开座谈会，12人参加"), ("2025-03-26", "召开座谈会，22人参加")),
        ),
        ("3月26日至28日召开座谈会，22人参加。", (("2025-03-26", "召开座谈会，12人参加"),)),
    ],
)
def test_a_talk_that_cannot_be_told_apart(report: str, rows: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(Inapplicable):
        told(report, *rows)
