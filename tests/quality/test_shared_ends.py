"""C10: an end that two steps of counted things share, beside rules that settle it or count by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.test_checks import evaluation
from tests.scoring.test_item import row
from yzperf.quality.catalogue import Inapplicable
from yzperf.quality.checks.shared_ends import counted_steps_share_no_end
from yzperf.rules import Rules
from yzperf.scoring import score_sheet


def messages(rules: Rules, standard: str) -> list[str]:
    one = replace(row("0户", "0户", weight="5", reported="5"), standard=standard)
    card = score_sheet(evaluation(one, total="5"), rules, None)
    try:
        return [hit.message for hit in counted_steps_share_no_end(card)]
    except Inapplicable:
        return []


@pytest.mark.parametrize(
    "standard",
    [
        "0—2户得5分，2—4户得2分，5户以上不得分",
        "0至3处得5分；3至5处得3分；6处及以上不得分",
        "1-2个得4分，3-5个得2分，5-8个得1分，9个以上得0分",
    ],
)
def test_an_end_of_two_steps(rules: Rules, standard: str) -> None:
    (message,) = messages(rules, standard)
    assert "属于两档" in message


@pytest.mark.parametrize(
    "standard",
    [
        "0—2户得5分，3—4户得2分，5户以上不得分",
        "0—2户得5分，2—4户得2分，4户以上不得分",
        "0—2户得5分，2（不含）—4户得2分，5户以上不得分",
        "0户得5分，1—2户得3分，3户以上不得分",
        "90%—95%得3分，85%—90%得2分，低于85%不得分",
        "0—2户得5分，2—4户得2分，5户以上不得分，边界值归上一档",
        "2户以下得5分，2—4户得2分，5户以上不得分",
        "每发现1户扣1分，扣完为止",
    ],
)
def test_rules_that_can_be_followed(rules: Rules, standard: str) -> None:
    assert messages(rules, standard) == []
