"""D10: reviews of several grades in the log, each mistake beside the logs that honest agencies keep."""

from __future__ import annotations

import pandas as pd
import pytest

from yzperf.domain.finding import Verdict
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

TITLES = ("日期", "环节", "内容", "参加人", "地点")
LINES = """2025-04-30|初稿|完成评价报告初稿|陆文澜、韩志坤|机构
2025-05-06|一级复核|项目经理复核|韩志坤|机构
2025-05-08|二级复核|质量控制部复核|江慕白|机构
2025-05-09|三级复核|分管负责人审定|冯远山|机构
2025-05-28|终稿|出具评价报告，主评人签字|陆文澜、江慕白|机构"""
TOLD = "两级复核|早于|正式报告出具"


def log_of(*changes: tuple[str, str]) -> pd.DataFrame:
    text = LINES
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return pd.DataFrame([line.split("|") for line in text.split("\n")], columns=list(TITLES))


def messages(rules: Rules, *changes: tuple[str, str]) -> list[tuple[bool, str]]:
    hits = audit(Bundle(rules=rules, log=log_of(*changes))).findings
    return [
        (one.verdict is Verdict.LEAD, one.message)
        for one in hits
        if one.id == "D10" and any(word in one.message for word in TOLD.split("|"))
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("江慕白|机构\n2025-05-09", "韩志坤|机构\n2025-05-09")], "不是两级复核"),
        ([("冯远山", "韩志坤")], "不是两级复核"),
        ([("2025-05-08|二级", "2025-05-29|二级")], "早于“二级复核"),
        ([("2025-05-06|一级", "2025-05-10|一级")], "早于“一级复核"),
        ([("2025-05-09|三级", "2025-06-03|三级")], "正式报告出具"),
        ([("二级复核|质量控制部复核|江慕白", "内部复核|二级复核报告|韩志坤")], "不是两级复核"),
    ],
)
def test_reviews_that_cannot_be(rules: Rules, changes: list[tuple[str, str]], said: str) -> None:
    ((is_lead, message),) = messages(rules, *changes)
    assert said in message
    assert not is_lead


def test_a_review_before_the_draft_is_only_a_lead(rules: Rules) -> None:
    """项目组内部互审底稿和初稿, and the draft is finished after it: so do many."""
    ((is_lead, message),) = messages(rules, ("2025-05-06|一级", "2025-04-28|一级"))
    assert is_lead
    assert "早于报告初稿" in message


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [("|韩志坤|机构\n2025-05-08", "|韩志坤、周正|机构\n2025-05-08"), ("江慕白|机构\n2025-05-09", "韩志坤|机构\n2025-05-09")],
        [("2025-05-28|终稿", "2025-05-12|一级复核|修改稿再次复核|韩志坤|机构\n2025-05-28|终稿")],
        [("2025-05-28|终稿", "2025-05-12|三级复核意见落实|按意见修改|韩志坤|机构\n2025-05-28|终稿")],
        [("2025-05-28|终稿", "2025-05-12|一级复核|第二轮|韩志坤|机构\n2025-05-28|终稿")],
        [("2025-04-30|初稿|完成评价报告初稿", "2025-05-12|初稿|提交评价报告初稿")],
        [("2025-04-30|初稿|完成评价报告初稿", "2025-05-12|初稿|经三级复核形成报告初稿")],
        [("2025-04-30|初稿|完成", "2025-03-10|一级复核|复核评价方案|韩志坤|机构\n2025-04-30|初稿|完成")],
        [("2025-05-28|终稿|出具评价报告，主评人签字", "2025-05-07|定稿|报告定稿"), ("陆文澜、江慕白|机构", "陆文澜|机构\n2025-06-03|提交报告|签字盖章提交|陆文澜|财政局")],
        [("一级复核|项目经理复核", "第一轮复核|全面复核"), ("二级复核|质量控制部复核|江慕白", "第二轮复核|看修改处|韩志坤")],
        [("2025-05-28|终稿|出具评价报告，主评人签字|陆文澜、江慕白|机构", "2025-05-28|征求意见|征求意见|陆文澜|机构")],
    ],
)  # fmt: skip
def test_reviews_as_agencies_do_them(rules: Rules, changes: list[tuple[str, str]]) -> None:
    assert messages(rules, *changes) == []


def test_bodies_instead_of_numbers_are_a_lead(rules: Rules) -> None:
    named = [
        ("一级复核|项目经理复核", "内部复核|项目组复核"),
        ("二级复核|质量控制部复核|江慕白", "内部复核|部门复核|韩志坤"),
    ]
    ((is_lead, _),) = messages(rules, *named)
    assert is_lead
