"""F02–F06 on what a report says of its sample: whatever is determined by the rest is computed again; what fits passes."""

from __future__ import annotations

import pytest

from tests.quality.test_granularity_checks import hits_or_none, table
from yzperf.domain.document import Table
from yzperf.domain.finding import Finding, Verdict
from yzperf.rules import Rules

SENT = "问卷发放660份，回收643份，有效问卷628份。"


def serious(rules: Rules, *blocks: str | Table) -> list[Finding]:
    numbers = ("F02", "F03", "F04", "F05", "F06")
    found = [finding for number in numbers for finding in hits_or_none(rules, number, *blocks)]
    return [finding for finding in found if finding.verdict is Verdict.FAILED]


# ── answers by grade ────────────────────────────────────────────────────────────────────────────────

COUNTED = [
    "满意度调查的400份有效问卷中，非常满意{}份、满意158份、一般40份、不满意14份，占比依次为47.0%、39.5%、10.0%、3.5%。",
    "400份有效问卷中，选择“非常满意”的{}人，占47.00%；“满意”的158人，占39.50%；“一般”的40人，占10.00%；“不满意”的14人，占3.50%。",
    "受访群众400人，其中很满意{}人（47.0%），较满意158人（39.5%），一般40人（10.0%），不满意14人（3.5%）。",
    "有效问卷400份，5分{}份，4分158份，3分40份，2分10份，1分4份。",
    "对服务态度评价为很好、较好、一般、较差的分别有{}人、158人、40人和14人，共400人。",
    "发放问卷４３０份，回收４１８份，有效问卷４００份。问卷显示：非常满意{}份，基本满意１５８份，不满意５４份。",
]


@pytest.mark.parametrize("text", COUNTED)
def test_f05_answers_by_grade_make_the_people(rules: Rules, text: str) -> None:
    assert serious(rules, text.format(188)) == []
    (finding,) = hits_or_none(rules, "F05", text.format(178))
    assert finding.verdict is Verdict.FAILED
    assert finding.reported == "390"


def test_f05_those_who_did_not_answer_may_be_left_out(rules: Rules) -> None:
    text = "有效问卷400份，非常满意188份、满意158份、一般30份、不满意14份，另有10份未作答。"
    assert serious(rules, text) == []
    assert serious(rules, "受访者400人，非常满意188人，满意158人。") == []  # the rest is not told


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("有效问卷386份中，表示“很满意”和“较满意”的301份。", "310份"),
        ("386份有效问卷中，很满意及较满意合计占81.30%。", "80.31%"),
    ],
)
def test_f05_several_grades_together_against_the_table(rules: Rules, text: str, right: str) -> None:
    rows = table(
        "选项|份数|占比\n很满意|168|43.52%\n较满意|142|36.79%\n一般|58|15.03%\n不满意|14|3.63%\n很不满意|4|1.04%"
    )
    (finding,) = hits_or_none(rules, "F05", text, rows)
    assert finding.recomputed == right
    assert hits_or_none(rules, "F05", "有效问卷386份中，表示“很满意”和“较满意”的310份，占80.31%。", rows) == []


def test_f05_the_first_two_of_a_list(rules: Rules) -> None:
    told = "306份有效问卷中，非常满意148人，满意112人，一般34人，不满意12人。前两项合计{}人。"
    assert serious(rules, told.format(260)) == []
    assert hits_or_none(rules, "F05", told.format(250))[0].recomputed == "260人"


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [("均值4.28分", "均值4.38分", "F02"), ("标准差0.78", "标准差0.87", "F03"), ("4分104份", "4分114份", "F05")],
)
def test_mean_and_deviation_of_the_answers(rules: Rules, old: str, new: str, number: str) -> None:
    text = "230份有效问卷中，5分100份，4分104份，3分19份，2分5份，1分2份。总体均值4.28分，标准差0.78。"
    assert serious(rules, text) == []
    assert [one.id for one in serious(rules, text.replace(old, new))][:1] == [number]


GRADED = """组别|非常满意|比较满意|一般|不太满意|非常不满意|合计|均值|标准差
镇村|155|152|36|7|2|352|4.28|0.77
街道|95|131|42|6|2|276|4.13|0.80
合计|250|283|78|13|4|628|4.21|0.79"""


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [("276|4.13", "276|4.31", "F02"), ("4.28|0.77", "4.28|0.57", "F03"), ("4.21|0.79", "4.12|0.79", "F02")],
)
def test_a_table_of_answers_shows_its_points(rules: Rules, old: str, new: str, number: str) -> None:
    assert serious(rules, SENT, table(GRADED)) == []
    assert number in [one.id for one in serious(rules, SENT, table(GRADED.replace(old, new)))]


def test_points_that_nobody_uses_are_no_slip(rules: Rules) -> None:
    """Means on points that the report keeps to itself: nothing in the table tells which."""
    rows = "镇|非常满意|满意|不满意|合计|平均分\n甲|50|30|20|100|79.5\n乙|40|40|20|100|77.0\n丙|60|20|20|100|82.0"
    assert [one for one in serious(rules, table(rows)) if one.id == "F02"] == []


# ── divisions ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("样本中，男性291人，女性337人。", "样本中，男性291人，女性327人。"),
        ("受访者来自镇村的352人，来自街道的276人。", "受访者来自镇村的352人，来自街道的267人。"),
        ("受访者中30岁以下100人，31—50岁300人，51岁及以上228人。", "受访者中30岁以下100人，31—50岁300人，51岁及以上238人。"),
        ("问卷覆盖3个镇，甲镇、乙镇、丙镇分别为228份、200份和200份。", "问卷覆盖3个镇，甲镇、乙镇、丙镇分别为228份、200份和210份。"),
        ("被调查者小学及以下120人、初中200人、高中及以上308人。", "被调查者小学及以下120人、初中200人、高中及以上318人。"),
        ("问卷中线上作答328份、线下纸质作答300份。", "问卷中线上作答338份、线下纸质作答300份。"),
    ],
)  # fmt: skip
def test_f05_divided_people_are_the_sample(rules: Rules, right: str, wrong: str) -> None:
    assert serious(rules, SENT + right) == []
    (finding,) = serious(rules, SENT + wrong)
    assert finding.id == "F05"
    assert finding.recomputed == "628份"


@pytest.mark.parametrize(
    "text",
    [
        "全年培训学员3,885人，其中女性2,100人、男性1,785人。",
        "受访者中男性291人、女性327人，另有10人未填性别。",
        "访谈村干部12人、农户20人。",
        "受访者中党员58人，低保户40人。",
        "测试120名学生，男生61人，女生59人。",
    ],
)
def test_f05_others_are_divided_too(rules: Rules, text: str) -> None:
    assert serious(rules, SENT + text) == []


def test_f05_the_sample_told_once_more(rules: Rules) -> None:
    (finding,) = serious(rules, "课题组对682名观演群众的问卷分析表明，满意度较高。", SENT)
    assert (finding.reported, finding.recomputed) == ("682名", "628份")
    assert (
        serious(rules, "课题组对628名观演群众的问卷分析表明，满意度较高。", SENT, "352名受访镇村群众中有300人知晓。")
        == []
    )


# ── groups, intervals, tests ────────────────────────────────────────────────────────────────────────

GROUPS = """机构|样本量|均值|标准差|满意率
甲院|52|4.29|0.85|88.46%
乙院|44|4.36|0.72|90.91%
丙院|40|4.33|0.73|90.00%
全部|136|4.32|0.77|89.71%"""


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("136|4.32", "136|4.42", "F02"),
        ("4.32|0.77", "4.32|0.97", "F03"),
        ("89.71%", "91.71%", "F02"),
        ("40|4.33", "40|4.83", "F02"),
    ],
)
def test_all_follows_from_the_groups(rules: Rules, old: str, new: str, number: str) -> None:
    assert serious(rules, table(GROUPS)) == []
    assert number in [one.id for one in serious(rules, table(GROUPS.replace(old, new)))]


def test_a_weighted_total_follows_other_rules(rules: Rules) -> None:
    rows = GROUPS.replace("136|4.32|0.77|89.71%", "136|4.20|0.77|89.00%")
    assert serious(rules, table(rows, "各机构满意度（全部按床位数加权）")) == []


TESTED = (
    "全样本满意度均值为4.21分，标准差为0.79，95%置信区间为[4.15，4.27]。独立样本t检验显示，镇村群众（M=4.28，SD=0.77，n=352）"
    "显著高于街道群众（M=4.13，SD=0.80，n=276），t(626)=2.45，P=0.014。"
)


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("[4.15，4.27]", "[3.95，4.47]", "F04"),
        ("[4.15，4.27]", "[4.10，4.22]", "F04"),
        ("t(626)=2.45，P=0.014", "t(626)=3.45，P＜0.001", "F04"),
        ("M=4.13", "M=4.03", "F04"),
        ("均值为4.21分", "均值为4.12分", "F02"),
    ],
)
def test_intervals_and_tests_follow_from_their_samples(rules: Rules, old: str, new: str, number: str) -> None:
    assert serious(rules, SENT + TESTED) == []
    assert number in [one.id for one in serious(rules, SENT + TESTED.replace(old, new))]


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("186名学员平均分提高17.3分（差值标准差12.4），配对样本t检验t(185)=19.03，P<0.001。", False),
        ("186名学员平均分提高17.3分（差值标准差12.4），配对样本t检验t(185)=9.03，P<0.001。", True),
        ("有效问卷1,000份，满意率90.0%，95%置信区间为88.1%至91.9%。", False),
        ("有效问卷1,000份，满意率90.0%，95%置信区间为87.9%至91.7%。", False),  # Wilson's
        ("有效问卷1,000份，满意率90.0%，95%置信区间为83.1%至91.9%。", True),
        ("有效问卷1,000份，满意率90.0%，按分层加权，95%置信区间为83.1%至91.9%。", False),
        ("有效问卷100份，平均得分82.5分（标准差10.2），95%CI：78.5~86.5。", True),
    ],
)
def test_f04_other_ways_to_print_it(rules: Rules, text: str, is_wrong: bool) -> None:
    assert bool([one for one in serious(rules, text) if one.id == "F04"]) is is_wrong


@pytest.mark.parametrize(
    "text",
    ["灌溉水利用系数由0.62提高到1.66。", "群众知晓率为103.5%。", "R²=0.38，调整后R²=0.43。", "R²=0.38，调整后R²=0.31，F(4,623)=95.5。", "Kappa一致性系数为1.05。"],
)  # fmt: skip
def test_f06_beyond_what_it_can_be(rules: Rules, text: str) -> None:
    (finding,) = hits_or_none(rules, "F06", text)
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "text",
    ["灌溉水利用系数由0.62提高到0.66。", "目标完成率103.5%。", "培训合格率目标完成率为105%。", "R²=0.38，调整后R²=0.37，F(4,623)=95.5。", "难度系数1.2，覆盖率比计划高112%。", "参保率101%。"],
)  # fmt: skip
def test_f06_what_may_be_so(rules: Rules, text: str) -> None:
    assert hits_or_none(rules, "F06", text) == []
