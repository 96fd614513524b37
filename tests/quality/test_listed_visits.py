"""D08, D09: lists of visits and talks, the log beside them, samples of each place; each with honest twins."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_benign_wording import proofs
from yzperf.rules import Rules

LOG = pd.DataFrame(
    [
        ("2025-04-15", "现场调研", "第一组走访东津区企业9家", "某甲", "东津区", "走访记录"),
        ("2025-04-16", "现场调研", "第一组走访西渡区企业7家；西渡区座谈会，8人参加", "某甲", "西渡区", "走访记录"),
        ("2025-04-17", "现场调研", "第二组走访沙洲县企业4家；沙洲县座谈会，7人参加", "某乙", "沙洲县", "走访记录"),
    ],
    columns=["日期", "环节", "内容", "参加人", "地点", "成果"],
)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("分两组走访33户企业，投入10人日：东津区9户、西渡区7户、北陵区6户、沙洲县8户，占400户的7.50%。", "30户"),
        ("现场核查项目点26个：甲镇8个、乙镇7个、丙镇9个。", "24个"),
        ("召开座谈会5场，参加42人次：4月7日县级座谈会14人，4月9日甲镇9人，4月10日乙镇10人，4月11日丙镇9人。", "4场"),
        ("召开座谈会3场：县级座谈会14人、甲镇座谈会9人。", "2场"),
    ],
)
def test_d08_a_list_that_does_not_come_to_its_whole(rules: Rules, text: str, right: str) -> None:
    (finding,) = proofs(rules, "D08", report_of("#二、评价工作开展情况", text))
    assert finding.recomputed == right


@pytest.mark.parametrize(
    "text",
    [
        "分两组走访30户企业，投入10人日：东津区9户、西渡区7户、北陵区6户、沙洲县8户，占400户的7.50%。",
        "走访约30户企业：东津区9户、西渡区7户、北陵区6户。",
        "走访企业30户，主要是：东津区9户、西渡区7户、北陵区6户等。",
        "全县共有企业400户：东津区90户、西渡区70户、北陵区60户。",
        "召开座谈会4场，参加42人次：4月7日县级座谈会14人，4月9日甲镇9人，4月10日乙镇10人，4月11日丙镇9人。",
        "召开座谈会3场：听取主管部门、实施单位和受益群众的意见。",
    ],
)
def test_d08_honest_lists(rules: Rules, text: str) -> None:
    assert not proofs(rules, "D08", report_of("#二、评价工作开展情况", text))


def test_d08_places_of_the_log(rules: Rules) -> None:
    text = "走访20户企业：东津区9户、西渡区{}户、沙洲县4户。"
    wrong = report_of("#二、评价工作开展情况", text.format(5).replace("20户", "18户"))
    (finding,) = proofs(rules, "D08", wrong, log=LOG)
    assert (finding.reported, finding.recomputed) == ("5户", "7户")
    assert not proofs(rules, "D08", report_of("#二、评价工作开展情况", text.format(7)), log=LOG)


@pytest.mark.parametrize(("people", "wrong"), [("7", False), ("9", True), ("7人", False)])
def test_d08_talks_of_the_annex(rules: Rules, people: str, wrong: bool) -> None:
    rows = [
        ["日期", "方式", "地点", "人数"],
        ["4月16日", "座谈会", "西渡区", "8"],
        ["4月17日", "座谈会", "沙洲县", people],
    ]
    found = proofs(rules, "D08", report_of("#附件2 访谈座谈情况", table(rows)), log=LOG)
    assert [one.recomputed for one in found] == (["7人"] if wrong else [])


def test_d08_two_talks_of_a_day_are_not_told_apart(rules: Rules) -> None:
    rows = [["日期", "方式", "人数"], ["4月17日", "座谈会", "3"], ["4月17日", "座谈会", "4"]]
    assert not proofs(rules, "D08", report_of("#附件2 访谈座谈情况", table(rows)), log=LOG)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("每个乡镇抽取4个村，共核查24个村。", True),
        ("每个乡镇随机抽取30户，合计调查210户。", True),
        ("每个乡镇抽取3个村，共核查24个村。", False),
        ("每个乡镇至少抽取2个村，共核查24个村。", False),
        ("每个乡镇抽取3个村，共走访72户农户。", False),
        ("每个社区抽取3户，共调查24户。", False),
    ],
)
def test_d09_so_many_of_each_place(rules: Rules, text: str, wrong: bool) -> None:
    found = proofs(rules, "D09", report_of("#一、项目基本情况", "项目覆盖8个乡镇。", "#二、评价工作开展情况", text))
    assert bool(found) is wrong
