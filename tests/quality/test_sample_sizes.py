"""F05: groups, degrees of freedom and tables against the number of people; overlap, missing answers and Welch pass."""

from __future__ import annotations

import pytest

from tests.quality.test_granularity_checks import hits, hits_or_none, table, verdict
from yzperf.domain.finding import Verdict
from yzperf.rules import Rules


@pytest.mark.parametrize(
    "text",
    [
        "受访干部共60人，其中男性40人，女性30人。",
        "受访者50人（男22人，女29人）。",
        "共调查３００人，其中满意１８０人、基本满意９０人、不满意４０人。",
        "座谈会由村干部12人、村民代表20人和企业代表5人组成，共计38人。",
        "访谈城镇居民20户、农村居民35户，合计50户。",
    ],
)
def test_f05_groups_that_are_not_the_sample(rules: Rules, text: str) -> None:
    (finding,) = hits(rules, "F05", text)
    assert finding.verdict is Verdict.FAILED
    assert hits_or_none(rules, "B09", text) == []


def test_f05_bodies_are_not_those_asked_and_the_other_group_may_be_told_elsewhere(rules: Rules) -> None:
    """200 of our own and 90 of three others: the degrees of both groups are 288."""
    text = "与3家民营馆90份问卷（均值3.95分）比较，独立样本t检验结果为t(288)=2.41，P=0.017。"
    assert hits_or_none(rules, "F05", text) == []
    (finding,) = hits(rules, "F05", "对甲馆110人、乙馆90人作独立样本t检验，t(288)=2.41，P=0.017。")
    assert finding.recomputed == "198"


@pytest.mark.parametrize(
    "text",
    [
        "访谈对象合计48人，其中村民31人、干部12人、企业代表4人。",  # one may belong to none of them
        "受访农户60户，其中种植户40户、养殖户30户。",  # some do both
    ],
)
def test_f05_groups_that_may_have_a_reason_are_a_lead(rules: Rules, text: str) -> None:
    (finding,) = hits(rules, "F05", text)
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    "text",
    [
        "受访干部共60人，其中男性35人，女性25人。",
        "共访谈60人，其中女性30人、党员25人、35岁以下20人。",
        "共访谈60人，其中村干部12人、村民代表20人。",  # only some of them are told
        "共发放问卷430份，其中回收424份，有效420份。",
        "有效问卷420份，其中男性210份，女性210份，另有18—35岁120份。",
        "访谈村干部12人、农户20人，问卷调查受访者420人。",
    ],
)
def test_f05_groups_that_overlap_or_are_not_all_pass(rules: Rules, text: str) -> None:
    assert hits_or_none(rules, "F05", text, "受访者50人（男22人，女28人）。") == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("对男性20人、女性20人作独立样本t检验，t(78)=2.30，P=0.024。", "38"),
        ("以n=30的样本作配对t检验，t(30)=2.50，P=0.018。", "29"),
        ("对30名学员前后测作配对样本t检验，t值为2.50，自由度为30，P值为0.018。", "29"),
        ("相关系数r(118)=0.32，n=100，P＜0.01。", "98"),
        ("单因素方差分析，三组共60名受访者，F(2,60)=4.1，P=0.021。", "57"),
        ("甲组（n=12）与乙组（n=15）方差不齐，独立样本t检验校正后t(31.2)=2.30，P=0.028。", "11至25"),
    ],
)
def test_f05_degrees_that_so_many_people_cannot_give(rules: Rules, text: str, right: str) -> None:
    (finding,) = hits(rules, "F05", text)
    assert finding.verdict is Verdict.FAILED
    assert finding.recomputed == right


@pytest.mark.parametrize(
    "text",
    [
        "对男性20人、女性20人作独立样本t检验，t(38)=2.30，P=0.027。",
        "对男性20人、女性20人作独立样本t检验，方差不齐，t(35.6)=2.30，P=0.028。",
        "单因素方差分析，三组共60名受访者，F(2,57)=4.1，P=0.022。",
        "60名受访者的重复测量方差分析，F(2,118)=4.1，P=0.019。",
        "以n=30的样本作配对t检验，t(29)=2.50，P=0.018。",
    ],
)
def test_f05_degrees_that_follow_pass(rules: Rules, text: str) -> None:
    assert hits(rules, "F05", text) == []


def test_f05_fewer_degrees_may_come_from_missing_answers(rules: Rules) -> None:
    (finding,) = hits(rules, "F05", "对男性20人、女性20人作独立样本t检验，t(36)=2.30，P=0.027。")
    assert finding.verdict is Verdict.LEAD
    assert "缺答" in finding.message


def test_f05_a_test_of_the_survey_has_no_more_degrees_than_questionnaires(rules: Rules) -> None:
    told = "共发放问卷430份，回收424份，有效问卷420份。"
    assert hits(rules, "F05", told, "两组满意度差异显著（t(418)=2.25，P＜0.05）。") == []
    (finding,) = hits(rules, "F05", told, "两组满意度差异显著（t(498)=2.25，P＜0.05）。")
    assert (finding.verdict, finding.recomputed) == (Verdict.FAILED, "419")
    (lead,) = hits(rules, "F05", told, "两类村庄差异显著（t(498)=2.25，P＜0.05）。")
    assert lead.verdict is Verdict.LEAD


SAMPLE = """
特征 | 类别 | 人数 | 占比
性别 | 男 | 230 | 54.8%
 | 女 | {} | 45.2%
年龄 | 35岁及以下 | 120 | 28.6%
 | 36至60岁 | 200 | 47.6%
 | 60岁以上 | {} | 23.8%
"""
SPANS = {(2, 1): (2, 1), (4, 1): (3, 1)}


def test_f05_tables_of_the_sample(rules: Rules) -> None:
    told = "共发放问卷430份，回收424份，有效问卷420份。"

    def of(women: int, old: int) -> list[tuple[Verdict, str]]:
        made = table(SAMPLE.format(women, old), "表4 样本基本情况", SPANS)
        return [(finding.verdict, finding.where.cell) for finding in hits(rules, "F05", told, made)]

    assert of(190, 100) == []
    assert of(210, 100) == [(Verdict.FAILED, "第3行第3列")]
    assert of(190, 96) == [(Verdict.LEAD, "第6行第3列")]


def test_f05_answers_that_may_be_several_do_not_add_up(rules: Rules) -> None:
    text = """
    信息渠道类别 | 人数
    村务公开栏 | 300
    微信群 | 260
    """
    told = "有效问卷420份。"
    assert hits_or_none(rules, "F05", told, table(text, "表5 问卷第3题（多选）")) == []


def test_f05_what_was_sent_out_and_the_population_are_no_sample(rules: Rules) -> None:
    text = """
    镇 | 总户数 | 发放份数 | 回收份数 | 有效份数
    示例甲镇 | 1200 | 220 | 215 | 212
    示例乙镇 | 1100 | 215 | 212 | 208
    """
    told = "共发放问卷435份，回收427份，有效问卷420份。"
    assert hits(rules, "F05", told, table(text, "表3 问卷样本分布")) == []
    (finding,) = hits(rules, "F05", told, table(text.replace("208", "218"), "表3 问卷样本分布"))
    assert finding.where.cell == "第3行第5列"
    staff = text.replace("有效份数", "人数").replace("212", "900")
    assert hits_or_none(rules, "F05", told, table(staff, "表3 服务人员构成")) == []


def test_f05_has_nothing_to_judge(rules: Rules) -> None:
    assert verdict(rules, "F05", "培训300人，其中男性180人、女性130人。")[0] is Verdict.NO_INPUT
