"""The data folder: what is shipped hangs together, and what is broken is told all at once (规则数据自查)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import yzperf.rules
from yzperf.errors import Problem, RuleError
from yzperf.rules.book import rules_of
from yzperf.rules.check import check_library
from yzperf.rules.clause import Status
from yzperf.rules.entry import Entry, exact
from yzperf.rules.library import Library, load_library

DATA = Path(yzperf.rules.__file__).parent / "data"
LIBRARY = load_library(DATA, check_library)


# ── what is shipped ─────────────────────────────────────────────────────────────────────────────────


def test_a_parameter_that_nobody_has_read_says_so_in_its_note() -> None:
    versions = [version for several in LIBRARY.parameters.values() for version in several]
    unread = [v for v in versions if LIBRARY.clauses[v.clause].status is Status.UNVERIFIED]
    assert len(versions) > len(unread) > 0
    assert [version.id for version in unread if "未核实" not in version.note] == []


def test_every_article_of_the_project_rule_is_there() -> None:
    articles = {int(name.split(".")[1]) for name in LIBRARY.clauses if name.startswith("cn10.") and name[5].isdigit()}
    # 19–21 and 29–30 are told together; article 1 carries no usable fact.
    assert articles == set(range(2, 33)) - {20, 21, 30}
    assert {"cn10.a1", "cn10.a2", "cn10.a3"} <= LIBRARY.clauses.keys()


def test_all_tasks_of_the_city_plan_are_there() -> None:
    assert {f"yz29.{task}" for task in range(1, 26)} <= LIBRARY.clauses.keys()


def test_read_documents_carry_number_and_dates_or_say_that_they_are_not_printed() -> None:
    documents = {clause.document for clause in LIBRARY.clauses.values() if clause.status is Status.READ}
    assert len(documents) >= 4
    for document in documents:
        assert document.checked_on
        assert document.number or "文号" in document.source or "没有印出" in document.source, document.id
        known = document.issued and document.in_force
        assert known or any(word in document.source for word in ("日期", "只知", "起算", "未印出")), document.id


def test_facts_are_whole_sentences() -> None:
    assert all(clause.fact.endswith("。") and clause.article for clause in LIBRARY.clauses.values())


# ── what is broken ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def swap(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} no longer holds {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(RuleError) as error:
        load_library(folder, check_library)
    assert all(isinstance(problem, Problem) for problem in error.value.problems)
    return [str(problem) for problem in error.value.problems]


def test_planted_errors_are_all_reported_at_once(folder: Path) -> None:
    swap(folder / "parameters/cn10.toml", 'clause = "cn10.9"', 'clause = "cn10.999"')
    swap(folder / "parameters/cn101.toml", "since = 2021-08-18", "since = 2019-01-01")
    swap(folder / "profiles/cn10.toml", '"产出" = 50', '"产出" = 49')
    swap(folder / "profiles/hubei.toml", "upper = 0.8", "upper = 0.7")
    swap(folder / "profiles/cn101.toml", 'curve = "floored"', 'curve = "curly"')
    swap(folder / "profiles/cn10_evaluation.toml", 'region = "国家"', 'region = "火星"')
    swap(folder / "frameworks/cn10_annex2.toml", 'name = "计划产出数"', 'name = "打算的产出数"')
    swap(folder / "outlines/cn10_annex3.toml", 'id = "2.1"', 'id = "1.1"')
    swap(folder / "clauses/tp4.toml", "in_force = 2021-08-01", "in_force = 2020-08-01")
    found = problems(folder)
    for expected in (
        "parameters/cn10.toml 第116行 参数 eval.dept.cycle（国家）：读到“cn10.999”",
        "不早于该条款施行日 2021-08-18",
        "权重方案 standard 合计 99",
        "首尾相接的档次",
        "profiles/cn101.toml 第11行 curve：读到“curly”",
        "profiles/cn10_evaluation.toml 第6行 计分方案 cn10_evaluation：读到“火星”",
        "数据项“打算的产出数”",
        "编号 1.1 重复",
        "clauses/tp4.toml 第7行 文件 tp4：读到“印发 2021-04-29，施行 2020-08-01”",
    ):
        assert any(expected in text for text in found), expected


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("profiles/cn10.toml", 'name = "财预', 'nmae = "财预', "nmae"),
        ("profiles/cn10.toml", "lower = 0.6\n", "lower = 0.6\nlowr = 1\n", "lowr"),
        ("profiles/cn10.toml", "execution_weight = 10", "execution_weight = 20", "预算执行率 10"),
        ("profiles/cn10.toml", "full_score = 100", 'full_score = "满分"', "应为数字"),
        ("profiles/cn10.toml", "full_score = 100", "full_score = true", "应为数字"),
        (
            "profiles/cn10.toml",
            'curve = "proportional"',
            'curve = "proportional"\nfloor = 0.5',
            "只有 floored",
        ),
        ("profiles/cn10.toml", '"部分完成"', '"部分完成", "完成"', "用语“完成”出现在两个档次"),
        (
            "profiles/cn10.toml",
            'clauses = ["cn10.13"',
            'clauses = ["program.reverse", "cn10.13"',
            "应写在 conventions",
        ),
        ("profiles/cn10.toml", "conventions = [", 'conventions = ["cn10.2", ', "应写在 clauses"),
        ("profiles/cn10.toml", 'missed = "cn10.16"', 'missed = "cn10.2"', "cites.missed"),
        ("profiles/cn10.toml", "lower = 90", "lower = 70", "从高到低"),
        ("profiles/cn10.toml", "since = 2020-02-25", "since = 2020-02-25T08:00:00", "应为日期"),
        ("profiles/cn10.toml", "since = 2020-02-25", "since = 2020-02-25\nuntil = 2019-01-01", "先后有序"),
        ("profiles/cn101.toml", 'floor = "3/5"', 'floor = "1/0"', "应为数字"),
        ("profiles/cn101.toml", 'floor = "3/5"', "floor = 1", "大于 0 小于 1"),
        ("profiles/cn101.toml", 'execution = "tiers"', 'execution = "linear"', "[[execution_tier]]"),
        ("profiles/cn101.toml", "share = 0.7", "share = 0.4", "次序不对"),
        ("profiles/cn101.toml", "share = 1\n", "share = 2\n", "0 至 1 之间"),
        ("parameters/cn10.toml", "value = [80, 100]", "value = [80]", "parts"),
        ("parameters/cn10.toml", "value = 10\n", "", "为何没有给数字"),
        ("parameters/cn10.toml", "value = 60", "value = true", "数字列表"),
        ("parameters/yangzhong.toml", 'unit = "年"', 'unit = "月"', "相同的名称和单位"),
        (
            "parameters/yangzhong.toml",
            'clause = "yz29.9"\nregion = "扬中"',
            'clause = "yz29.9"\nregion = "国家"',
            "期间重叠",
        ),
        ("clauses/cn10.toml", 'id = "cn10.3"', 'id = "cn10.2"', "编号 cn10.2 重复"),
        ("clauses/cn10.toml", 'status = "read"', 'status = "heard"', "read、unverified、setting"),
        ("clauses/cn10.toml", 'article = "第三条"', 'article = ""', "（空）"),
        ("regions.toml", '"江苏" = "国家"', '"江苏" = "扬中"', "上级地区"),
        ("vocabulary.toml", "hidden_target = '", "hidden_target = '(", "正则表达式"),
        ("vocabulary.toml", 'vague = ["效果明显"', 'vague = [1, "效果明显"', "应为文字"),
        ("frameworks/cn10_annex2.toml", 'emphasis = ["决策"', 'emphasis = ["决心"', "侧重“决心”"),
        ("frameworks/cn10_annex2.toml", 'l1 = "决策"', 'l1 = "决心"', "一级指标“决心”"),
        ("frameworks/cn10_annex2.toml", 'id = "P10-2"', 'id = "P10-1"', "P10-1 重复"),
        (
            "outlines/cn10_annex3.toml",
            'synonyms = ["建议"',
            'synonyms = ["基本情况", "建议"',
            "标题“基本情况”属于两个章节",
        ),
    ],
)
def test_each_kind_of_error_is_found_in_its_file(folder: Path, file: str, old: str, new: str, expected: str) -> None:
    swap(folder / file, old, new)
    found = problems(folder)
    assert any(expected in text for text in found), found
    assert any(text.startswith(file) for text in found)


@pytest.mark.parametrize("name", ["clauses/cn10.toml", "profiles/cn10.toml", "regions.toml", "vocabulary.toml"])
def test_a_file_that_is_no_toml_is_named_and_causes_no_other_complaint(folder: Path, name: str) -> None:
    (folder / name).write_text("id = 没有引号", encoding="utf-8")
    (only,) = problems(folder)
    assert only.startswith(name)
    assert "TOML" in only


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "profiles/city.toml").write_bytes('name = "城市"'.encode("gb18030"))
    assert problems(folder)[0].startswith("profiles/city.toml")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "regions.toml").unlink()
    assert problems(folder)[0].startswith("regions.toml")


# ── additions without code ──────────────────────────────────────────────────────────────────────────


def with_city(folder: Path) -> Library:
    """A city adds one region line, one document, one profile and one local version of a parameter."""
    swap(folder / "regions.toml", '"扬中" = "镇江"', '"丹阳" = "镇江"\n"扬中" = "镇江"')
    (folder / "clauses/city.toml").write_text(CITY_CLAUSES, encoding="utf-8-sig")
    text = (folder / "profiles/cn10.toml").read_text(encoding="utf-8")
    local = text.replace('id = "cn10"', 'id = "city"').replace('region = "国家"', 'region = "丹阳"')
    dated = local.replace("since = 2020-02-25", "since = 2022-01-01\nuntil = 2023-12-31")
    (folder / "profiles/city.toml").write_text(dated, encoding="utf-8")
    (folder / "parameters/city.toml").write_text(CITY_PARAMETERS, encoding="utf-8")
    return load_library(folder, check_library)


CITY_CLAUSES = """
[document]
id = "city"
number = ""
title = "某市办法"
issued = 2022-01-01
in_force = 2022-01-01
until = 2023-12-31
region = "丹阳"
status = "read"
[[clause]]
id = "city.1"
article = "第一条"
fact = "整改期限六十天。"
"""
CITY_PARAMETERS = """
[[parameter]]
id = "rectify.days"
name = "整改期限"
unit = "天"
[[parameter.version]]
value = 60
clause = "city.1"
region = "丹阳"
since = 2022-01-01
until = 2023-12-31
"""


def test_a_city_needs_data_only(folder: Path) -> None:
    rules = rules_of(with_city(folder), date(2023, 12, 31), "丹阳")
    assert rules.profile("city") in rules.profiles()
    assert rules.parameter("rectify.days").number == 60
    assert rules.cite("city.1") == "《某市办法》 第一条"


def test_after_its_last_day_the_city_falls_back_and_the_profile_is_refused(folder: Path) -> None:
    rules = rules_of(with_city(folder), date(2024, 1, 1), "丹阳")
    assert rules.parameter("rectify.days").region == "国家"
    with pytest.raises(RuleError, match="施行至2023-12-31，2024-01-01已经失效"):
        rules.profile("city")


def test_a_parameter_must_not_outlive_its_clause(folder: Path) -> None:
    with_city(folder)
    swap(folder / "parameters/city.toml", "until = 2023-12-31", "until = 2025-12-31")
    assert any("不晚于该条款失效日 2023-12-31" in text for text in problems(folder))


def test_a_framework_may_carry_weight_ranges(folder: Path) -> None:
    file = folder / "frameworks/cn10_annex2.toml"
    swap(file, 'name = "立项依据充分性"', 'name = "立项依据充分性"\nweight = { lower = 2, upper = "7/2" }')
    indicator = load_library(folder, check_library).frameworks["cn10_annex2"].indicator("P10-1")
    assert indicator is not None
    assert indicator.weight_range == (2, Fraction(7, 2))
    swap(file, "lower = 2", "lower = 9")
    assert any("权重范围 9 至 7/2" in text for text in problems(folder))


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────


@given(st.fractions())
def test_fractions_are_read_exactly(value: Fraction) -> None:
    assert exact(str(value)) == value


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_decimals_are_exact_or_refused(value: object) -> None:
    read = exact(value)
    assert read is None or read == value


@given(st.one_of(st.text(), st.booleans(), st.floats(), st.none(), st.lists(st.integers())))
def test_anything_else_is_no_number_and_never_an_error(value: object) -> None:
    read = exact(value)
    assert read is None or isinstance(value, str)


KEYS: dict[str, Callable[[Entry], object]] = {
    "text": lambda entry: entry.text("key"),
    "texts": lambda entry: entry.texts("key", required=True),
    "number": lambda entry: entry.number("key"),
    "day": lambda entry: entry.day("key"),
    "value": lambda entry: entry.value("key"),
    "table": lambda entry: entry.table("key", required=True),
    "tables": lambda entry: entry.tables("key"),
    "choice": lambda entry: entry.choice("key", Status),
    "flag": lambda entry: entry.flag("key", default=True),
}
TOML_VALUES = st.recursive(
    st.one_of(st.text(), st.booleans(), st.integers(), st.decimals(), st.dates(), st.datetimes(), st.times()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=6,
)


@given(st.sampled_from(sorted(KEYS)), TOML_VALUES)
def test_reading_collects_problems_and_never_raises(kind: str, value: object) -> None:
    found: list[Problem] = []
    entry = Entry({"key": value}, "file.toml", "place", found)
    KEYS[kind](entry)
    assert all(problem.place.file == "file.toml" for problem in found)
