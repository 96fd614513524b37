"""Look-ups of one day and one region: fall-back, dates, citations, refusals (取规则)."""

from __future__ import annotations

import pickle
import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.errors import RuleError
from yzperf.rules import Rules, load_rules

CN10_FROM = date(2020, 2, 25)
CN101_FROM = date(2021, 8, 18)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(on=date(2024, 12, 31), region="扬中")


def one_sentence(error: pytest.ExceptionInfo[RuleError]) -> str:
    """The message, which must be a single sentence without line breaks."""
    text = str(error.value)
    assert "\n" not in text
    assert text.count("。") == 1
    assert text.endswith("。")
    return text


# ── regions ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("region", "chain"),
    [
        ("扬中", ("扬中", "镇江", "江苏", "国家")),
        ("扬中市", ("扬中", "镇江", "江苏", "国家")),
        ("镇江", ("镇江", "江苏", "国家")),
        ("江苏省", ("江苏", "国家")),
        ("郑州", ("郑州", "河南", "国家")),
        ("湖北", ("湖北", "国家")),
        ("广西壮族自治区", ("广西", "国家")),
        ("国家", ("国家",)),
    ],
)
def test_regions_fall_back_outward(region: str, chain: tuple[str, ...]) -> None:
    rules = load_rules(on=date(2024, 1, 1), region=region)
    assert rules.region == chain[0]
    assert rules.regions == chain


@pytest.mark.parametrize("region", ["火星", "", "市", " "])
def test_unknown_region_is_refused_with_the_known_ones(region: str) -> None:
    with pytest.raises(RuleError) as error:
        load_rules(on=date(2024, 1, 1), region=region)
    assert "扬中、镇江" in one_sentence(error)


def test_rules_are_cached_and_take_a_timestamp_as_its_day() -> None:
    day = load_rules(on=date(2024, 1, 1), region="扬中")
    assert load_rules(on=date(2024, 1, 1), region="扬中") is day
    assert load_rules(on=datetime(2024, 1, 1, 15, 30), region="扬中") is day


def test_a_text_is_no_date() -> None:
    with pytest.raises(RuleError, match="2024-12-31"):
        load_rules(on="2024-01-01", region="扬中")  # type: ignore[arg-type]


def test_there_is_no_default_day_or_region() -> None:
    with pytest.raises(TypeError):
        load_rules()  # type: ignore[call-arg]


def test_rules_survive_the_way_to_a_worker_process(rules: Rules) -> None:
    again = pickle.loads(pickle.dumps(rules))
    assert again.profile("cn10") == rules.profile("cn10")
    assert again.regions == rules.regions


# ── parameters ──────────────────────────────────────────────────────────────────────────────────────


def test_the_nearest_region_gives_the_parameter() -> None:
    local = load_rules(on=date(2020, 6, 18), region="扬中").parameter("eval.dept.cycle")
    assert (local.region, local.clause, local.number) == ("扬中", "yz29.9", 5)


@pytest.mark.parametrize("region", ["镇江", "江苏", "河南", "国家"])
def test_elsewhere_the_parameter_falls_back_to_the_nation(region: str) -> None:
    found = load_rules(on=date(2024, 1, 1), region=region).parameter("eval.dept.cycle")
    assert (found.region, found.clause) == ("国家", "cn10.9")


def test_before_the_local_rule_the_national_one_holds() -> None:
    found = load_rules(on=date(2020, 6, 17), region="扬中").parameter("eval.dept.cycle")
    assert found.region == "国家"


def test_a_parameter_without_number_says_why(rules: Rules) -> None:
    parameter = rules.parameter("selfeval.over.threshold")
    assert parameter.value is None
    assert parameter.text == "文件未给数字"
    with pytest.raises(RuleError, match="没有给数字"):
        _ = parameter.number


def test_parameter_texts_are_readable(rules: Rules) -> None:
    texts = {name: rules.parameter(name).text for name in ("eval.output_benefit.min", "plan.system_done")}
    assert texts == {"eval.output_benefit.min": "≥60%", "plan.system_done": "不晚于2022-12-31"}
    assert rules.parameter("kpi.weight.nocost_case").text == "产出50、效益30、满意度10、预算执行率10（%）"


def test_parameters_of_other_regions_are_refused() -> None:
    with pytest.raises(RuleError) as error:
        load_rules(on=date(2024, 1, 1), region="河南").parameter("plan.gpb_full")
    assert "扬中" in one_sentence(error)


def test_a_parameter_before_its_day_says_since_when() -> None:
    with pytest.raises(RuleError) as error:
        load_rules(on=date(2020, 1, 1), region="国家").parameter("eval.total")
    assert "2020-02-25" in one_sentence(error)


def test_unknown_parameters_bring_the_nearest_names(rules: Rules) -> None:
    with pytest.raises(RuleError) as error:
        rules.parameter("eval.grade.yuo")
    assert "eval.grade.you（等级“优”下界（含））" in one_sentence(error)
    with pytest.raises(RuleError):
        rules.versions("eval.grade.yuo")


def test_all_versions_of_a_parameter_are_listed_oldest_first(rules: Rules) -> None:
    assert [version.region for version in rules.versions("eval.dept.cycle")] == ["国家", "扬中"]


def test_the_list_of_parameters_holds_what_can_be_looked_up(rules: Rules) -> None:
    nation = load_rules(on=date(2024, 12, 31), region="国家")
    here, there = {item.id for item in rules.parameters()}, {item.id for item in nation.parameters()}
    assert {"plan.gpb_full", "eval.total"} <= here
    assert "plan.gpb_full" not in there
    assert all(rules.parameter(name).id == name for name in here)


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "name", "first"),
    [
        ("profile", "cn10", CN10_FROM),
        ("profile", "cn10_evaluation", CN10_FROM),
        ("profile", "cn101", CN101_FROM),
        ("framework", "cn10_annex2", CN10_FROM),
        ("outline", "cn10_annex3", CN10_FROM),
        ("clause", "cn10.16", CN10_FROM),
        ("clause", "tp4.18.4", date(2021, 8, 1)),
        ("clause", "yz29.9", date(2020, 6, 18)),
    ],
)
def test_a_rule_holds_from_its_first_day_and_not_before(kind: str, name: str, first: date) -> None:
    on_the_day = getattr(load_rules(on=first, region="扬中"), kind)(name)
    assert on_the_day.id == name
    with pytest.raises(RuleError) as error:
        getattr(load_rules(on=first - DAY, region="扬中"), kind)(name)
    text = one_sentence(error)
    assert f"自{first}起施行" in text
    assert "尚未生效" in text


def test_what_can_be_used_instead_is_named() -> None:
    with pytest.raises(RuleError) as error:
        load_rules(on=CN101_FROM - DAY, region="扬中").profile("cn101")
    assert "cn10（财预〔2020〕10号 单位自评）" in one_sentence(error)


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)))
def test_listed_profiles_can_always_be_picked_and_cited(on: date) -> None:
    rules = load_rules(on=on, region="湖北")
    for profile in rules.profiles():
        assert rules.profile(profile.id) is profile
        assert rules.basis(profile)
    assert ("cn10" in {profile.id for profile in rules.profiles()}) == (on >= CN10_FROM)


# ── citations ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("cn10.16", "财预〔2020〕10号 第十六条"),
        ("cn10.a3", "财预〔2020〕10号 附件3"),
        ("cn101.3.7.2", "财预〔2021〕101号 三（七）2"),
        ("tp4.18.4", "财监〔2021〕4号 第十八条（四）"),
        ("yz29.9", "扬发〔2020〕29号 任务9"),
        ("program.reverse", "程序设定：越小越好的指标按指标值除以完成值计算完成率"),
        ("hubei.bands", "湖北自评表填表说明（未核实，不作为依据引用）"),
    ],
)
def test_citations(rules: Rules, clause: str, text: str) -> None:
    assert rules.cite(clause) == text


def test_unverified_clauses_are_listed_and_never_look_like_citations(rules: Rules) -> None:
    unverified = rules.unverified()
    assert {"hubei", "u_cn136", "cn53"} <= {clause.id.split(".")[0] for clause in unverified}
    assert all("未核实" in clause.citation for clause in unverified)
    assert not any(re.search(r"第[一二三四五六七八九十百]+条", clause.citation) for clause in unverified)


def test_program_settings_never_look_like_law(rules: Rules) -> None:
    settings = [clause for clause in rules.clauses() if clause.id.startswith("program.")]
    assert settings
    assert all(clause.citation.startswith("程序设定：") and "号 " not in clause.citation for clause in settings)


def test_basis_prints_law_first_and_each_text_once(rules: Rules) -> None:
    basis = rules.basis(rules.profile("cn10"))
    assert basis[0] == "财预〔2020〕10号 第十三条"
    assert len(set(basis)) == len(basis)
    assert [text.startswith("程序设定：") for text in basis] == sorted(text.startswith("程序设定：") for text in basis)
    hubei = rules.basis(rules.profile("hubei"))
    assert sum("未核实" in text for text in hubei) == 1


def test_unknown_clauses_bring_the_nearest_ids(rules: Rules) -> None:
    with pytest.raises(RuleError) as error:
        rules.cite("cn10.99")
    assert "cn10.9（财预〔2020〕10号 第九条）" in one_sentence(error)


def test_in_force_answers_without_raising() -> None:
    early = load_rules(on=date(2020, 1, 1), region="国家")
    assert not early.in_force("cn10.16")
    assert not early.in_force("no.such")
    assert early.in_force("program.reverse")


def test_documents_know_where_their_facts_come_from(rules: Rules) -> None:
    numbers = {document.number for document in rules.documents()}
    assert {"财预〔2020〕10号", "财预〔2021〕101号", "财监〔2021〕4号", "扬发〔2020〕29号"} <= numbers
    assert all(document.source for document in rules.documents())


# ── scope ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_profile_of_another_region_is_given_with_a_warning(rules: Rules) -> None:
    hubei = rules.profile("hubei")
    assert hubei not in rules.profiles()
    assert "湖北" in rules.scope_warning(hubei)
    at_home = load_rules(on=date(2024, 1, 1), region="湖北")
    assert hubei in at_home.profiles()
    assert at_home.scope_warning(hubei) == ""


def test_the_central_profile_says_whom_it_is_for(rules: Rules) -> None:
    assert "中央部门" in rules.scope_warning(rules.profile("cn101"))
    assert rules.scope_warning(rules.profile("cn10")) == ""
    assert rules.scope_warning(rules.framework("cn10_annex2")) == ""


@pytest.mark.parametrize("kind", ["profile", "framework", "outline", "clause"])
def test_unknown_ids_are_refused_with_what_exists(rules: Rules, kind: str) -> None:
    with pytest.raises(RuleError) as error:
        getattr(rules, kind)("没有的")
    text = one_sentence(error)
    assert "现有：" in text
    assert "请" in text
