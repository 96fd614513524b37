"""E02: the rate of return of sheets that were sent to so many people, and sheets that were taken out; honest twins."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_benign_wording import proofs
from yzperf.rules import Rules


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("随机抽取240户发放网络问卷，回收228份，回收率96.00%。", "95.00%"),
        ("向300名家长推送满意度问卷，共收回276份，回收率为93%。", "92%"),
        ("随机抽取240户发放网络问卷，回收228份，回收率95.00%。", ""),
        ("随机抽取300户发放网络问卷，回收200份，回收率66.66%。", ""),
        ("随机抽取240户发放网络问卷，回收228份，目标回收率96.00%。", ""),
        ("抽取4个镇240户发放问卷，每户2份，回收450份，回收率93.75%。", ""),
    ],
)
def test_e02_rate_of_the_people_asked(rules: Rules, text: str, right: str) -> None:
    assert [one.recomputed for one in proofs(rules, "E02", report_of("#二、评价过程", text))] == (
        [right] if right else []
    )


@pytest.mark.parametrize(("valid", "is_wrong"), [(398, True), (388, False)])
def test_e02_what_was_taken_out(rules: Rules, valid: int, is_wrong: bool) -> None:
    text = f"发放问卷420份，回收405份；剔除漏答和前后矛盾的17份，有效问卷{valid}份。"
    assert bool(proofs(rules, "E02", report_of("#二、评价过程", text))) is is_wrong
