"""B09: shares that divide a whole, and rates of what was checked and what came out well."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_checks import found
from yzperf.domain.finding import Finding
from yzperf.rules import Rules


def hits(rules: Rules, number: str, *texts: str) -> list[Finding]:
    return found(rules, number, report=report_of(*texts))


@pytest.mark.parametrize(
    "text",
    [
        "受访者中，男性占60%，女性占55%。",
        "女性占比52.1%，男性占比57.9%。",
        "从年龄看，35岁及以下占21.4%，36至60岁占48.9%，60岁以上占28.3%。",
        "按规模分，50人以下的占40.0%，50—200人的占35.0%，200人以上的占35.0%。",
        "资金用途：道路占50.2%、绿化占30.1%，其余占25.0%。",
        "回收率95.0%。受访者中：男性比例为６０％，女性比例为５５％。",
        "受访农村居民占70%，城镇居民占40%。",
        "收入超过10万元的占20%，5万至10万元的占50%，不足5万元的占20%。",
    ],
)
def test_b09_shares_that_are_no_whole(rules: Rules, text: str) -> None:
    (finding,) = [one for one in hits(rules, "B09", text) if "各部分占比" in one.message]
    assert finding.recomputed == "100%"


@pytest.mark.parametrize(
    "text",
    [
        "受访者中，男性占48.5%，女性占51.5%。",
        "从年龄看，35岁及以下占33.3%，36至60岁占33.3%，60岁以上占33.3%。",  # rounded
        "男性知晓率60%，女性知晓率55%。",
        "男性满意度60%，女性满意度55%。",
        "60岁以上占28.3%，其中80岁以上占5.0%。",
        "选择“资金不足”的占60%，选择“人员不足”的占55%。",
        "男性约占六成，女性占55%。",
        "男性占48.5%，女性占51.5%，其中党员占30.2%。",
        "60岁以下参保率95%，60岁以上参保率98%。",
        "男性党员占20%；女性党员占15%。",
        "60岁以上占28.3%，女性占51.5%。",
    ],
)
def test_b09_wholes_rounding_and_other_rates(rules: Rules, text: str) -> None:
    assert [one for one in hits(rules, "B09", text, "男性占40%，女性占60%。")] == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("抽检210户，其中合格206户，补贴发放准确率为87.1%。", "98.1%"),
        ("随机检查103路段，合格96路段，路面验收合格率82.2%。", "93.2%"),
        ("检查201单，合格195单，服务工单合格率达到97.4%。", "97.0%"),
        ("抽查的103个点位中96个达标，达标率为82.2%。", "93.2%"),
        ("验收合格率为82.2%（检查103个，合格96个）。", "93.2%"),
        ("应整改40件，完成36件，整改完成率95%。", "90%"),
        ("参训300人，考核通过285人，考核合格率90.0%。", "95.0%"),
    ],
)
def test_b09_a_rate_of_what_was_checked(rules: Rules, text: str, right: str) -> None:
    (finding,) = hits(rules, "B09", text)
    assert finding.recomputed == right


@pytest.mark.parametrize(
    "text",
    [
        "抽检210户，其中合格206户，补贴发放准确率为98.1%。",
        "检查103路段，合格96路段，预算执行率为82.2%。",
        "检查103路段，合格96路段，路面验收合格率93.2%。",
        "新建泵站3座，改造管网20公里，验收合格率100%。",
        "培训300人，发放教材285册，考核合格率98%。",
    ],
)
def test_b09_rates_that_follow_or_are_of_something_else(rules: Rules, text: str) -> None:
    assert hits(rules, "B09", text, "男性占40%，女性占60%。") == []
