"""C09 on the text: targets told in the report against the approved table."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_approved_targets import approved, rows
from tests.quality.test_checks import evaluation, found
from yzperf.domain.finding import Finding
from yzperf.rules import Rules


def hits(rules: Rules, text: str) -> list[Finding]:
    told = found(rules, "C09", evaluation(*rows()), report=report_of("#绩效目标", text), targets=approved())
    return [one for one in told if "的目标此处写" in one.message]


@pytest.mark.parametrize(
    ("text", "reported", "right"),
    [
        ("年度目标：治理村完成数不少于44个，受益农户接管数不低于3,900户。", "44个", "≥48个"),
        ("年度绩效目标为：污水直排口消除率达到95%以上。", "95%", "≥98%"),
        ("目标为户均建设成本控制在1.50万元/户以内。", "1.50万元/户", "≤1.05万元/户"),
        ("年度目标为接管农户不少于3,600户。", "3,600户", "≥3,900户"),
    ],
)
def test_a_target_told_otherwise_than_approved(rules: Rules, text: str, reported: str, right: str) -> None:
    (finding,) = hits(rules, text)
    assert finding.reported.startswith(reported.rstrip("以上内"))
    assert finding.recomputed == right


@pytest.mark.parametrize(
    "text",
    [
        "年度目标：治理村完成数不少于48个，受益农户接管数不低于3900户，户均建设成本不超过1.05万元/户。",
        "年度目标：户均建设成本不高于10,500元/户。",
        "实际治理村46个，接管农户3,875户。",
        "中长期目标为受益农户接管数不少于9,900户。",
        "2026年的目标为受益农户接管数不少于4,900户，治理村完成数不少于60个。",
    ],
)
def test_what_was_approved_or_is_of_another_time(rules: Rules, text: str) -> None:
    assert [one for one in hits(rules, text) if "2026" not in text] == []
