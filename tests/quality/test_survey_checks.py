"""Checks that hold a report against its survey file: each defect, and the benign twin that must pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.quality.test_checks import found
from tests.quality.test_text_checks import report
from yzperf import face
from yzperf.domain.case import Case
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.survey import CodebookItem, Fingerprint, QuestionKind, Role, Survey
from yzperf.errors import Place
from yzperf.loaders.survey_answers import load_survey
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

POINTS = {"非常满意": 100, "满意": 80, "一般": 60, "不满意": 30, "非常不满意": 0}
WORDS = list(POINTS)


@pytest.fixture(scope="module")
def case() -> Case:
    return face.open_case(face.sample_case())


def survey(ranks: np.ndarray, **columns: tuple[Role, list]) -> Survey:
    """Satisfaction items from ranks (0 best, -1 none), with other columns and what they are used for."""
    items = [
        CodebookItem(f"题{at}", f"您对第{at}项是否满意", QuestionKind.SATISFACTION, POINTS, tuple(WORDS))
        for at in range(ranks.shape[1])
    ]
    frame = pd.DataFrame(
        {item.column: [WORDS[rank] if rank >= 0 else None for rank in ranks[:, at]] for at, item in enumerate(items)}
    )
    for name, (_, values) in columns.items():
        frame[name] = values
    others = [CodebookItem(name, name, QuestionKind.ATTRIBUTE, {}, role=role) for name, (role, _) in columns.items()]
    return Survey(frame.astype(object), (*items, *others), Place(file="survey.csv"))


def hits(rules: Rules, number: str, case: Case, *texts: str, of: Survey | None = None, **parts) -> list[Finding]:
    given = {"survey": of or case.survey, "tables": case.tables, "info": case.info, "log": case.log, **parts}
    return found(rules, number, report=report(*texts), **given)


# ── E02 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_e02_valid_sheets_are_the_rows_of_the_file(rules: Rules, case: Case) -> None:
    assert hits(rules, "E02", case, "发放问卷430份，回收424份，有效问卷420份。") == []
    assert hits(rules, "E02", case, "发放问卷430份，回收420份，有效问卷418份。") == []  # the file has all returned
    (finding,) = hits(rules, "E02", case, "发放问卷430份，回收424份，有效问卷412份。")
    assert (finding.reported, finding.recomputed) == ("412份", "420份")


# ── E11 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "受益农户满意度83.6%。",  # the codebook's points, weighted by the households of the towns
        "受益农户满意度为85.52%。",  # the same without weights
        "受益农户满意度目标值为90%，上年满意度88.0%。",  # a target and another year
        "受益农户满意度约85%。",
    ],
)
def test_e11_by_any_listed_rule(rules: Rules, case: Case, text: str) -> None:
    assert hits(rules, "E11", case, text, "综合满意度83.6分。") == []


def test_e11_no_rule_gives_it(rules: Rules, case: Case) -> None:
    (finding,) = hits(rules, "E11", case, "受益农户满意度92.7%。")
    assert finding.severity is Severity.BLOCKING
    assert finding.verdict is Verdict.FAILED
    assert (finding.reported, finding.recomputed) == ("92.7%", "85.5%")
    assert "420 份答卷" in finding.message


def test_e11_a_group_by_its_own_answers(rules: Rules, case: Case) -> None:
    rows = case.survey.answers["镇"] == "示例甲镇"
    items = [item.column for item in case.survey.codebook if item.kind == QuestionKind.SATISFACTION]
    points = case.survey.answers.loc[rows, items].map(lambda answer: POINTS.get(answer, np.nan))
    right = f"{points.mean(axis=1).mean():.2f}"
    assert hits(rules, "E11", case, f"示例甲镇满意度{right}%。") == []
    (finding,) = hits(rules, "E11", case, "示例甲镇满意度99.17%。")
    assert finding.recomputed == f"{right}%"


def test_e11_another_population_may_have_its_own_survey(rules: Rules, case: Case) -> None:
    (finding,) = hits(rules, "E11", case, "受益农户满意度83.6%，游客满意度99.1%。")
    assert finding.verdict is Verdict.LEAD


def test_e11_so_few_digits_prove_nothing(rules: Rules, case: Case) -> None:
    given = {"survey": case.survey, "tables": case.tables, "info": case.info}
    verdicts = [
        audit(Bundle(rules=rules, **given, report=report(f"农户满意度{value}%。"))).coverage.verdicts["E11"]
        for value in ("84", "83.6", "91")
    ]
    assert verdicts == [Verdict.NO_POWER, Verdict.PASSED, Verdict.FAILED]


def test_e11_people_of_a_group(rules: Rules, case: Case) -> None:
    told = "有效问卷中，示例甲镇150份、示例乙镇120份、示例丙镇90份、示例丁镇{}份。"
    assert hits(rules, "E11", case, told.format(60), "农户满意度83.6%。") == []
    (finding,) = hits(rules, "E11", case, told.format(62), "农户满意度83.6%。")
    assert (finding.reported, finding.recomputed) == ("62份", "60份")


# ── E06 ─────────────────────────────────────────────────────────────────────────────────────────────


def honest(people: int, items: int, seed: int) -> np.ndarray:
    """Ranks from a graded response model: a person's own level, and chance; one in four ticks the best throughout."""
    random = np.random.default_rng(seed)
    level = random.normal(0.9, 0.8, (people, 1)) + random.normal(0, 0.9, (people, items))
    ranks = np.digitize(-level, [-0.8, 0.2, 1.0, 1.8])
    ranks[random.random(people) < 0.25] = 0
    ranks[random.random((people, items)) < 0.02] = -1
    return ranks


def interviewed(ranks: np.ndarray, seconds: np.ndarray | None = None, people: int = 6) -> Survey:
    names = [f"调查员{at % people}" for at in range(len(ranks))]
    made = survey(ranks, 调查员=(Role.INTERVIEWER, names))
    return made if seconds is None else replace(made, durations=pd.Series(seconds))


@pytest.mark.parametrize("seed", range(8))
def test_e06_honest_interviewers_with_many_straight_fives(rules: Rules, case: Case, seed: int) -> None:
    seconds = np.exp(np.random.default_rng(seed).normal(5.5, 0.4, 240))
    assert hits(rules, "E06", case, "", of=interviewed(honest(240, 10, seed), seconds), tables={}) == []


def test_e06_names_who_copied_sheets(rules: Rules, case: Case) -> None:
    ranks = honest(240, 10, 1)
    own, random = np.flatnonzero(np.arange(240) % 6 == 2), np.random.default_rng(0)
    ranks[own] = ranks[own[random.integers(0, 4, len(own))]]
    (finding,) = hits(rules, "E06", case, "", of=interviewed(ranks), tables={})
    assert finding.verdict is Verdict.LEAD
    assert finding.severity is Severity.MINOR
    assert "调查员2" in finding.message
    assert "相同的题" in finding.message


def test_e06_names_who_was_quick(rules: Rules, case: Case) -> None:
    seconds = np.exp(np.random.default_rng(0).normal(5.5, 0.4, 240))
    seconds[np.arange(240) % 6 == 4] /= 3
    (finding,) = hits(rules, "E06", case, "", of=interviewed(honest(240, 10, 2), seconds), tables={})
    assert "调查员4" in finding.message
    assert "访问时长" in finding.message


def test_e06_has_no_power_with_two_interviewers(rules: Rules, case: Case) -> None:
    of = interviewed(honest(60, 10, 1), people=2)
    outcome = audit(Bundle(rules=rules, survey=of, tables={}))
    assert outcome.coverage.verdicts["E06"] is Verdict.NO_POWER
    assert "不到 4 名" in outcome.coverage.missing["E06"]


# ── E03, E04, E05 ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(4))
def test_honest_sheets_give_no_lead(rules: Rules, case: Case, seed: int) -> None:
    of = survey(honest(200, 16, seed))
    assert [hits(rules, number, case, "", of=of, tables={}) for number in ("E03", "E04", "E05")] == [[], [], []]


def test_e03_copied_sheets(rules: Rules, case: Case) -> None:
    ranks = honest(200, 16, 1)
    varied = [at for at in range(200) if len(set(ranks[at]) - {-1}) >= 4 and -1 not in ranks[at]]
    for at in varied[1:15]:
        ranks[at] = ranks[varied[0]]
    (finding,) = hits(rules, "E03", case, "", of=survey(ranks), tables={})
    assert finding.verdict is Verdict.LEAD
    assert int(finding.reported.removesuffix("份")) >= 15


def test_e04_a_sheet_copied_with_one_answer_changed(rules: Rules, case: Case) -> None:
    ranks = np.random.default_rng(4).integers(0, 5, (100, 20))
    assert hits(rules, "E04", case, "", of=survey(ranks), tables={}) == []
    ranks[30] = ranks[31]
    ranks[30, 3] = (ranks[30, 3] + 1) % 5
    (finding,) = hits(rules, "E04", case, "", of=survey(ranks), tables={})
    assert finding.reported == "95%"
    assert "第32行、第33行" in finding.message


def test_e05_half_of_all_tick_one_answer(rules: Rules, case: Case) -> None:
    ranks = honest(200, 8, 3)
    ranks[:110] = 0
    (finding,) = hits(rules, "E05", case, "", of=survey(ranks), tables={})
    assert finding.severity is Severity.HINT


def test_e04_has_no_power_with_four_items(rules: Rules, case: Case) -> None:
    outcome = audit(Bundle(rules=rules, survey=survey(honest(200, 4, 1)), tables={}))
    assert outcome.coverage.verdicts["E04"] is Verdict.NO_POWER


def test_e03_a_rare_sheet_given_again_and_again_in_a_short_questionnaire(rules: Rules, case: Case) -> None:
    ranks = honest(240, 5, 2)
    assert hits(rules, "E03", case, "", of=survey(ranks), tables={}) == []
    ranks[20:34] = [0, 3, 1, 4, 2]
    (finding,) = hits(rules, "E03", case, "", of=survey(ranks), tables={})
    assert finding.reported == "14份"


def test_e03_many_sheets_copied_once(rules: Rules, case: Case) -> None:
    ranks = honest(200, 16, 5)
    varied = [at for at in range(200) if len(set(ranks[at]) - {-1}) >= 4 and -1 not in ranks[at]]
    for one, other in zip(varied[:30:2], varied[1:30:2], strict=True):
        ranks[other] = ranks[one]
    (finding,) = hits(rules, "E03", case, "", of=survey(ranks), tables={})
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize("items", [5, 8, 12])
def test_e04_one_sheet_copied_with_small_changes(rules: Rules, case: Case, items: int) -> None:
    ranks, random = honest(240, items, 6), np.random.default_rng(6)
    assert hits(rules, "E04", case, "", of=survey(ranks), tables={}) == []
    ranks[30:90] = (np.arange(items) * 2 + 1) % 5
    ranks[np.arange(30, 90), random.integers(0, items, 60)] = random.integers(0, 5, 60)
    found_ones = hits(rules, "E04", case, "", of=survey(ranks), tables={})
    assert [one.verdict for one in found_ones] == [Verdict.LEAD]


@pytest.mark.parametrize(("items", "honest_share", "odd_share"), [(5, 0.3, 0.85), (10, 0.3, 0.7)])
def test_e05_the_baseline_falls_with_the_items(
    rules: Rules, case: Case, items: int, honest_share: float, odd_share: float
) -> None:
    for share, count in ((honest_share, 0), (odd_share, 1)):
        ranks = honest(240, items, 7)
        ranks[: int(240 * share)] = 0
        assert len(hits(rules, "E05", case, "", of=survey(ranks), tables={})) == count


# ── E07, E08 ────────────────────────────────────────────────────────────────────────────────────────


def timed(starts: list[str], seconds: float = 300) -> Survey:
    made = survey(honest(len(starts), 6, 1), 开始=(Role.START, starts), 调查员=(Role.INTERVIEWER, ["甲"] * len(starts)))
    return replace(made, durations=pd.Series([seconds] * len(starts)))


STARTS = [f"2025-04-10 {8 + at // 6:02}:{at % 6 * 10 + at * 7 % 4:02}" for at in range(40)]


def times(rules: Rules, case: Case, starts: list[str], seconds: float | list[float] = 300.0) -> list[str]:
    made = timed(starts)
    lengths = seconds if isinstance(seconds, list) else [seconds + 7 * at for at in range(len(starts))]
    return [
        one.message for one in hits(rules, "E07", case, "", of=replace(made, durations=pd.Series(lengths)), tables={})
    ]


def test_e07_visits_one_after_another(rules: Rules, case: Case) -> None:
    assert times(rules, case, STARTS) == []
    (message,) = times(rules, case, STARTS, 1500)
    assert "时间重叠" in message
    (message,) = times(rules, case, STARTS, [5 + at / 5 for at in range(40)])
    assert "不到 15 秒" in message  # six items of nine signs each, read aloud
    (message,) = times(rules, case, [start.replace(" 08", " 02") for start in STARTS])
    assert "深夜" in message


def test_e07_at_a_fixed_beat(rules: Rules, case: Case) -> None:
    (message,) = times(rules, case, [f"2025-04-10 {8 + at // 6:02}:{at % 6 * 10:02}" for at in range(40)])
    assert "恰好相隔 10 分钟" in message


def test_e07_all_of_one_length(rules: Rules, case: Case) -> None:
    (message,) = times(rules, case, STARTS, [317.0] * 12 + [240.0 + 3 * at for at in range(28)])
    assert "用时都是 317 秒" in message
    assert times(rules, case, STARTS, [300.0] * 40) == []  # whole minutes are rounded


def test_e08_one_telephone_on_many_sheets(rules: Rules, case: Case) -> None:
    prints = tuple(Fingerprint(row, "电话", "手机号", "a" if row < 5 else str(row)) for row in range(2, 40))
    of = replace(survey(honest(40, 6, 1)), fingerprints=prints)
    (finding,) = hits(rules, "E08", case, "", of=of, tables={})
    assert "3 份答卷留同一个手机号" in finding.message
    assert hits(rules, "E08", case, "", of=replace(of, fingerprints=prints[1:]), tables={}) == []  # a couple


def phoned(tmp_path: Path, numbers: list[str], column: str = "联系电话") -> Survey:
    lines = [f"编号,{column},题1", *(f"W{at},{number},满意" for at, number in enumerate(numbers))]
    (tmp_path / "survey.csv").write_text("\n".join(lines), encoding="utf-8")
    head = f"列名,题目,类型,选项分值\n编号,编号,编号,\n{column},受访人{column},属性,\n"
    (tmp_path / "codebook.csv").write_text(f"{head}题1,您满意吗,满意度,满意=100;不满意=0\n", encoding="utf-8")
    return load_survey(tmp_path / "survey.csv", tmp_path / "codebook.csv")


@pytest.mark.parametrize(
    ("column", "false"),
    [
        ("联系电话", "12345678901"),
        ("手机", "1390000000"),
        ("联系方式", "00000000000"),
        ("身份证号", "320182199002300015"),
    ],
)
def test_e08_numbers_that_nobody_has(rules: Rules, case: Case, tmp_path: Path, column: str, false: str) -> None:
    of = phoned(tmp_path, [false] * 12 + [""] * 20, column)
    (finding,) = hits(rules, "E08", case, "", of=of, tables={})
    assert "12 份答卷" in finding.message
    assert finding.verdict is Verdict.LEAD
    assert hits(rules, "E08", case, "", of=phoned(tmp_path, [false] + [""] * 31, column), tables={}) == []


def test_e08_real_numbers_of_all_kinds(rules: Rules, case: Case, tmp_path: Path) -> None:
    mobiles = [f"139{at:08}" for at in range(0, 370, 37)] + [f"+86 187 0000 {at:04}" for at in range(0, 55, 11)]
    of = phoned(tmp_path, [*mobiles, "0511-88351234", "88351234", "051188351235", "无", "不便透露", ""])
    assert hits(rules, "E08", case, "", of=of, tables={}) == []


# ── E01 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_e01_claimed_precision(rules: Rules, case: Case) -> None:
    told = "发放问卷430份，有效问卷{}份，置信水平95%，抽样误差不超过{}%。"
    assert hits(rules, "E01", case, told.format(420, 5)) == []
    (finding,) = hits(rules, "E01", case, told.format(120, 2))
    assert finding.recomputed == "8.8%"  # 1.96 · √(0.25/120) · √(3506/3625)
    assert finding.verdict is Verdict.FAILED
    (finding,) = hits(rules, "E01", case, told.format(120, 2), tables={})
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("在95%的置信水平下，抽样误差控制在±{}个百分点以内。", True),
        ("置信度为95%，允许误差为{}%。", True),
        ("最大误差范围不超过{}%（置信水平0.95）。", True),
        ("流量监测误差不超过{}%。", False),
    ],
)
def test_e01_as_it_is_said(rules: Rules, case: Case, text: str, is_wrong: bool) -> None:
    made = "有效问卷120份。"
    parts = {"survey": case.survey, "tables": case.tables, "info": case.info}
    findings = audit(Bundle(rules=rules, report=report(made, text.format("3.0")), **parts)).findings
    assert [one.verdict for one in findings if one.id == "E01"] == [Verdict.FAILED] * is_wrong
    findings = audit(Bundle(rules=rules, report=report(made, text.format("9.0")), **parts)).findings
    assert [one for one in findings if one.id == "E01"] == []


def test_e01_at_the_widest_where_the_report_says_so(rules: Rules, case: Case) -> None:
    """At 97 % satisfied the margin is small; a report that takes the greatest variance is held to it."""
    told = "有效问卷420份，满意度97.0%。按95%置信水平{}估算，抽样误差不超过±3.0个百分点；分镇的结果只作参考。"
    assert hits(rules, "E01", case, told.format("")) == []
    (finding,) = hits(rules, "E01", case, told.format("和最大方差"))
    assert finding.verdict is Verdict.FAILED


def test_a_frame_whose_column_has_another_name(rules: Rules, case: Case) -> None:
    """所在街道（镇） of the sheets and 镇 of the frame hold the same values."""
    renamed = {"总体": case.tables["frame"].rename(columns={"镇": "街道（镇）"})}
    told = "有效问卷420份，抽样误差不超过{}%。"
    assert hits(rules, "E01", case, told.format("5.0"), tables=renamed) == []
    (finding,) = hits(rules, "E01", case, told.format("2.0"), tables=renamed)
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("共发放链接800人，收到答卷768份，剔除学校不在范围、重复提交的{}份，有效答卷742份。", "16"),
        ("回收问卷768份，剔除无效问卷{}份（其中填写不全20份、重复6份），有效问卷742份。", "36"),
        ("回收768份，有效问卷742份，无效问卷{}份。", "28"),
        ("回收问卷768份，作废问卷{}份，有效问卷742份。", "62"),
    ],
)
def test_e02_what_was_taken_out(rules: Rules, case: Case, text: str, wrong: str) -> None:
    def taken(count: str) -> list[Finding]:
        return [one for one in found(rules, "E02", report=report(text.format(count))) if "剔除" in one.message]

    assert taken("26") == []
    (finding,) = taken(wrong)
    assert (finding.verdict, finding.recomputed) == (Verdict.FAILED, "26份")


def test_e02_others_are_not_taken_out(rules: Rules) -> None:
    """Sheets that say something, and a part of those taken out."""
    text = "回收768份，有效问卷742份，其中评价服务不合格的3份；回收的问卷另有备查5份。"
    assert [one for one in found(rules, "E02", report=report(text)) if "剔除" in one.message] == []


def test_e01_of_every_town(rules: Rules, case: Case) -> None:
    told = "有效问卷420份，各镇抽样误差均不超过{}%。"
    assert hits(rules, "E01", case, told.format(12)) == []
    (finding,) = hits(rules, "E01", case, told.format(5))
    assert "60 份有效问卷" in finding.message  # 示例丁镇, the smallest


# ── E10 ─────────────────────────────────────────────────────────────────────────────────────────────

FRAME = {"frame": pd.DataFrame({"镇": ["甲镇", "乙镇", "丙镇"], "总体数": [1000, 1000, 2000]})}


def sampled(*counts: int, **columns: tuple[Role, list]) -> Survey:
    """So many people of each town; those of the first town are the less content ones."""
    towns = [name for name, count in zip(("甲镇", "乙镇", "丙镇"), counts, strict=True) for _ in range(count)]
    ranks = np.array([[2 if name == "甲镇" else 0] * 4 for name in towns])
    return survey(ranks, 镇=(Role.STRATUM, towns), **columns)


def test_e10_a_sample_that_is_not_like_its_frame(rules: Rules, case: Case) -> None:
    (finding,) = hits(rules, "E10", case, "满意度84.0%。", of=sampled(80, 60, 60), tables=FRAME)
    assert finding.verdict is Verdict.LEAD
    assert (finding.reported, finding.recomputed) == ("30.0%", "50.0%")
    assert "不加权 84.0%，按总体加权 90.0%" in finding.message


def test_e10_in_proportion_or_weighted(rules: Rules, case: Case) -> None:
    assert hits(rules, "E10", case, "满意度90.0%。", of=sampled(45, 55, 100), tables=FRAME) == []
    assert hits(rules, "E10", case, "按总体数加权，满意度90.0%。", of=sampled(80, 60, 60), tables=FRAME) == []
    weighted = sampled(80, 60, 60, 权数=(Role.WEIGHT, [0.5] * 80 + [0.8] * 60 + [1.6] * 60))
    assert hits(rules, "E10", case, "满意度90.0%。", of=weighted, tables=FRAME) == []


def test_e10_the_sample_case_weighs_its_towns(rules: Rules, case: Case) -> None:
    assert hits(rules, "E10", case, "受益农户满意度83.6%。") == []
    assert hits(rules, "E10", case, "受益农户满意度85.5%。") != []


def test_e10_says_what_it_lacks(rules: Rules, case: Case) -> None:
    of = sampled(8, 6, 6)
    given = {"survey": of, "report": report("满意度84.0%。")}
    verdicts = [audit(Bundle(rules=rules, tables=tables, **given)).coverage.verdicts["E10"] for tables in ({}, FRAME)]
    assert verdicts == [Verdict.NO_INPUT, Verdict.NO_POWER]


# ── E09 ─────────────────────────────────────────────────────────────────────────────────────────────


def in_scales(ranks: np.ndarray) -> Survey:
    """Items of two matrix questions, ten each."""
    made = survey(ranks)
    names = {f"题{at}": f"Q{at // 10}_{at}" for at in range(ranks.shape[1])}
    items = tuple(replace(item, column=names[item.column]) for item in made.codebook)
    return replace(made, answers=made.answers.rename(columns=names), codebook=items)


def test_e09_sheets_ticked_at_random(rules: Rules, case: Case) -> None:
    for seed in range(3):
        ranks, random = honest(300, 20, seed), np.random.default_rng(seed)
        ranks[ranks < 0] = 0
        assert hits(rules, "E09", case, "", of=in_scales(ranks), tables={}) == []
        ranks[40:85] = random.integers(0, 5, (45, 20))
        (finding,) = hits(rules, "E09", case, "", of=in_scales(ranks), tables={})
        assert finding.severity is Severity.HINT
        assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    "made", [survey(honest(200, 20, 1)), in_scales(honest(200, 12, 1)), in_scales(honest(50, 20, 1))]
)
def test_e09_has_no_power(rules: Rules, made: Survey) -> None:
    assert audit(Bundle(rules=rules, survey=made, tables={})).coverage.verdicts["E09"] is Verdict.NO_POWER


# ── what is told of the sheets ──────────────────────────────────────────────────────────────────────


def test_e05_one_school_ticks_the_best_throughout(rules: Rules, case: Case) -> None:
    ranks = honest(300, 6, 5)
    ranks[:60] = 0
    schools = ["甲小学"] * 60 + ["乙小学"] * 120 + ["丙小学"] * 120
    of = survey(ranks, 学校=(Role.NONE, schools))
    found_ = [one for one in hits(rules, "E05", case, "", of=of, tables={}) if "甲小学" in one.message]
    assert [one.verdict for one in found_] == [Verdict.LEAD]
    mixed = survey(ranks, 学校=(Role.NONE, [schools[(7 * at) % 300] for at in range(300)]))
    assert hits(rules, "E05", case, "", of=mixed, tables={}) == []


def test_e07_one_interviewer_needs_a_minute_for_everybody(rules: Rules, case: Case) -> None:
    names = [f"访员{at % 5}" for at in range(100)]
    seconds = [60.0 if name == "访员3" else 240.0 + 60 * (at % 7) for at, name in enumerate(names)]
    of = replace(survey(honest(100, 6, 2), 访员=(Role.INTERVIEWER, names)), durations=pd.Series(seconds))
    (finding,) = hits(rules, "E07", case, "", of=of, tables={})
    assert "访员3" in finding.message
    alike = replace(of, durations=pd.Series([300.0] * 100))  # all are entered as five minutes
    assert hits(rules, "E07", case, "", of=alike, tables={}) == []


def test_e08_telephones_in_a_row(rules: Rules, case: Case, tmp_path: Path) -> None:
    spread = [f"139{(at * 7919) % 100_000_000:08}" for at in range(40)]
    row = [f"13800138{at:03}" for at in range(12)]
    (finding,) = hits(rules, "E08", case, "", of=phoned(tmp_path, [*spread, *row]), tables={})
    assert "逐号" in finding.message
    assert hits(rules, "E08", case, "", of=phoned(tmp_path, spread), tables={}) == []


def test_e08_false_numbers_among_real_ones_are_proof(rules: Rules, case: Case, tmp_path: Path) -> None:
    numbers = [f"139{(at * 7919) % 100_000_000:08}" for at in range(40)] + ["12345678901"] * 6
    (finding,) = hits(rules, "E08", case, "", of=phoned(tmp_path, numbers), tables={})
    assert finding.verdict is Verdict.FAILED


def test_e11_reliability(rules: Rules, case: Case) -> None:
    of = survey(honest(200, 6, 3))
    right = [one.recomputed for one in hits(rules, "E11", case, "量表的克朗巴赫α系数为0.123。", of=of, tables={})]
    assert len(right) == 1
    assert hits(rules, "E11", case, f"量表的克朗巴赫α系数为{right[0]}。", of=of, tables={}) == []
    several = "设施维度的α系数为0.123，服务维度的α系数为0.456。"  # which items they are of is not told
    findings = audit(Bundle(rules=rules, report=report(several), survey=of, tables={})).findings
    assert [one for one in findings if one.id == "E11"] == []


def test_e11_told_as_weighted(rules: Rules, case: Case) -> None:
    """The sample case gives 83.6 % weighted by households, 85.52 % plain."""
    assert hits(rules, "E11", case, "按各镇户数加权的农户满意度为83.6%，不加权为85.52%。") == []
    (finding,) = hits(rules, "E11", case, "按各镇户数加权的农户满意度为85.52%。")
    assert finding.verdict is Verdict.FAILED
    assert "与所写的算法不符" in finding.message


def in_columns() -> Survey:
    wishes = {"增加班次": 30, "改善环境": 55, "降低收费": 12}
    made = survey(honest(100, 5, 4))
    frame = made.answers.copy()
    items = []
    for at, (wish, count) in enumerate(wishes.items()):
        frame[f"Q8_{at}"] = ["选" if (row + 33 * at) % 100 < count else "未选" for row in range(100)]
        items.append(
            CodebookItem(f"Q8_{at}", f"您希望改进的方面（可多选）:{wish}", QuestionKind.SINGLE, {}, ("选", "未选"))
        )
    return replace(made, answers=frame.astype(object), codebook=(*made.codebook, *items))


def test_e11_options_with_a_column_each(rules: Rules, case: Case) -> None:
    text = "问卷多选题中，30.0%的受访者希望增加班次，{}%的受访者希望改善环境。"
    assert hits(rules, "E11", case, text.format("55.0"), of=in_columns(), tables={}) == []
    (finding,) = hits(rules, "E11", case, text.format("45.0"), of=in_columns(), tables={})
    assert finding.verdict is Verdict.FAILED
    assert "改善环境" in finding.message


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("样本量按总体1162户、置信度95%、允许误差3%确定，有效问卷356份。", True),
        ("样本量按总体1162户、置信度95%、允许误差5%确定，有效问卷356份。", False),
        ("按95%置信水平、3%允许误差计算，所需样本量为384份。", True),
        ("按95%置信水平、5%允许误差计算，所需样本量为384份。", False),
        ("置信水平95%、允许误差3%，考虑设计效应，样本量为384份。", False),
    ],
)
def test_e01_by_its_own_sentence(rules: Rules, text: str, is_wrong: bool) -> None:
    assert (
        bool([one for one in audit(Bundle(rules=rules, report=report(text))).findings if one.id == "E01"]) is is_wrong
    )


def test_e07_an_interviewer_is_at_two_doors_at_once(rules: Rules, case: Case) -> None:
    starts = [f"2025-04-{10 + at // 30} {8 + at % 30 // 5:02}:{at % 5 * 10:02}:{at * 7 % 60:02}" for at in range(90)]
    honest_ones = replace(timed(starts), durations=pd.Series([300.0 + 11 * at % 97 for at in range(90)]))
    leads = [one for one in hits(rules, "E07", case, "", of=honest_ones, tables={}) if "上一次访问" in one.message]
    assert leads == []
    moved = [*starts[:40], starts[39][:-2] + f"{(int(starts[39][-2:]) + 5) % 60:02}", *starts[41:]]
    of = replace(timed(moved), durations=honest_ones.durations)
    told = [one for one in hits(rules, "E07", case, "", of=of, tables={}) if "上一次访问" in one.message]
    assert len(told) == 1
    assert "重叠" in told[0].message
    assert told[0].verdict is Verdict.LEAD
    seconds_off = [*starts[:40], starts[40][:-5] + "00:00", *starts[41:]]  # a few seconds are those of two clocks
    near = replace(timed(seconds_off), durations=pd.Series([605.0 if at == 39 else 300.0 + at for at in range(90)]))
    assert not [one for one in hits(rules, "E07", case, "", of=near, tables={}) if "上一次访问" in one.message]
