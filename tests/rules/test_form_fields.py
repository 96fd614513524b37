"""Field lists of forms (表式栏目): complete, without doubled headings, defects told at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from yzperf.domain.form_fields import FieldKind, FieldRole, FormFields, PartShape
from yzperf.errors import RuleError
from yzperf.rules import load_rules
from yzperf.rules.form_fields import form_ids, load_all_forms, load_form_fields, read_form_file

RULES = load_rules(on=date(2024, 12, 31), region="扬中")
LAYOUTS = (
    "self_evaluation_national",
    "self_evaluation_weight_first",
    "self_evaluation_yunnan",
    "self_evaluation_sichuan",
    "self_evaluation_hubei",
    "self_evaluation_transfer",
    "self_evaluation_chongqing",
    "self_evaluation_yinchuan",
    "self_evaluation_henan_bond",
    "self_evaluation_zhengzhou_transfer",
)
WITHOUT_SCORES = ("self_evaluation_transfer", "self_evaluation_zhengzhou_transfer")
OTHERS = (
    "target_declaration",
    "target_declaration_henan",
    "target_transfer_henan",
    "target_department_henan",
    "target_bond_henan",
    "monitoring",
    "monitoring_department",
    "ex_ante_materials",
    "ex_ante_expected_report",
    "ex_ante_target",
    "ex_ante_control",
    "ex_ante_plan",
    "ex_ante_pledge",
    "ex_ante_confirmation",
    "ex_ante_check_report",
    "ex_ante_expert",
    "ex_ante_panel",
    "ex_ante_report",
    "ex_ante_bond_report",
    "working_paper",
    "interview",
    "questionnaire",
    "site_check",
    "material_list",
    "rectification_ledger",
)


def keys(form: FormFields, part: str) -> set[str]:
    return {field.key for field in form.of_part(part)}


def test_all_forms_are_there() -> None:
    assert {*LAYOUTS, *OTHERS} <= set(form_ids())
    assert "self_evaluation" not in form_ids()


@pytest.mark.parametrize("id", form_ids())
def test_every_form_loads_cites_and_asks_for_something(id: str) -> None:
    form = load_form_fields(id)
    assert form.id == id
    assert form.clause in RULES.library.clauses
    assert any(field.required for field in form.fields)
    assert form.parts
    assert load_form_fields(id) is form


@pytest.mark.parametrize("id", form_ids())
def test_every_heading_finds_its_field(id: str) -> None:
    form = load_form_fields(id)
    for field in form.fields:
        assert form.find(field.heading, field.part) is field
        assert all(form.find(word, field.part) is field for word in field.synonyms)


@pytest.mark.parametrize("id", LAYOUTS)
def test_layouts_of_the_self_evaluation(id: str) -> None:
    form = load_form_fields(id)
    indicators = next(part for part in form.parts if part in ("指标", "年度绩效目标"))
    assert {"indicator", "target", "actual"} <= keys(form, indicators)
    assert ("score" in keys(form, indicators)) == (id not in WITHOUT_SCORES)


def test_weight_stands_before_the_target_where_it_does() -> None:
    order = [field.key for field in load_form_fields("self_evaluation_weight_first").of_part("指标")]
    assert order.index("weight") < order.index("target") < order.index("actual")


def test_henan_bond_layout_has_no_execution_line() -> None:
    form = load_form_fields("self_evaluation_henan_bond")
    assert form.find("执行率") is None
    assert "预算执行率" in RULES.clause(form.clause).fact


def test_same_heading_may_stand_in_two_parts() -> None:
    form = load_form_fields("self_evaluation_national")
    money, indicator = form.find("分值", "资金"), form.find("分值（分）", "指标")
    assert money is not None
    assert indicator is not None
    assert (money.key, indicator.key) == ("money_weight", "weight")


@pytest.mark.parametrize("id", form_ids())
def test_every_part_has_a_layout_in_the_order_of_the_fields(id: str) -> None:
    form = load_form_fields(id)
    assert tuple(part.name for part in form.layout) == form.parts
    for part in form.layout:
        columns = form.of_part(part.name)
        assert all(len(row) <= len(columns) for row in part.printed)
        assert part.is_table or not any(field.over or field.role is FieldRole.GROUP for field in columns)


def test_annexes_print_the_indicator_levels_of_the_rule() -> None:
    printed = load_form_fields("self_evaluation_national").part("指标").printed
    assert [row[1] for row in printed] == [
        "数量指标", "质量指标", "时效指标", "成本指标",
        "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标",
    ]  # fmt: skip
    department = load_form_fields("target_department_henan").part("指标").printed
    assert len({row[2] for row in department}) == len(department) == 26


def test_a_meaning_brings_the_words_that_all_forms_share() -> None:
    found = load_form_fields("self_evaluation_sichuan").find("年度完成值", "指标")
    assert found is not None
    assert (found.key, "年度完成值" in found.own_headings) == ("actual", False)


def test_a_shared_word_never_takes_the_heading_of_a_neighbour() -> None:
    """重庆 has both 年初指标值 and 调整指标值, which elsewhere mean the same."""
    form = load_form_fields("self_evaluation_chongqing")
    keys = [form.find(word, "指标") for word in ("年初指标值", "调整指标值")]
    assert [found and found.key for found in keys] == ["initial_target", "target"]


def test_working_paper_ledger_and_confirmation_have_what_they_need() -> None:
    paper = {field.key for field in load_form_fields("working_paper").fields}
    assert {"checks", "evidence", "facts", "calculation", "score", "reason", "reviewer", "confirmed"} <= paper
    ledger = load_form_fields("rectification_ledger")
    assert len(ledger.fields) == 14
    deadline = ledger.find("整改期限")
    assert deadline is not None
    assert deadline.kind is FieldKind.DATE


def test_ex_ante_conclusions_are_four_in_the_rule_and_three_on_the_working_form() -> None:
    report = load_form_fields("ex_ante_report").find("总体结论")
    working = load_form_fields("ex_ante_check_report").find("总体意见")
    assert report is not None
    assert working is not None
    assert (len(report.options), len(working.options)) == (4, 3)


def test_monitoring_asks_for_causes_and_likelihood() -> None:
    for id in ("monitoring", "monitoring_department"):
        found = load_form_fields(id).find("完成目标可能性")
        assert found is not None
        assert found.options == ("确定能", "有可能", "完全不可能")


def test_unknown_forms_are_refused_with_a_list() -> None:
    with pytest.raises(RuleError, match="working_paper"):
        load_form_fields("../profiles/cn10")
    with pytest.raises(RuleError, match="没有表式"):
        load_form_fields("self_evaluation")


# ── defects ─────────────────────────────────────────────────────────────────────────────────────────

BROKEN = """
id = "another"
name = "坏表"
colour = "红"
[[part]]
name = "明细"
shape = "texts"
title = "项目名称"
printed = [["甲"], "甲"]
rows = 0
[[field]]
key = "a"
part = "表头"
heading = "项目名称"
synonyms = ["项目 名称（全称）", "单位"]
kind = "text"
[[field]]
key = "a"
part = "表头"
kind = "texts"
requird = true
[[field]]
key = "b"
part = "表头"
heading = "单位"
kind = "number"
options = ["一"]
meaning = "indicator.nothing"
under = "a"
[[field]]
key = "c"
part = "表头"
heading = "金额"
kind = "money"
role = "boss"
"""


def test_all_defects_of_a_form_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_form_file(file)
    found = [str(problem) for problem in error.value.problems]
    for expected in (
        "colour",
        "与文件名相同的 broken",
        "栏目编号 a 重复",
        "表头“项目名称”出现两次",
        "表头“单位”出现两次",
        "heading：读到“（缺）”",
        "texts",
        "requird",
        "只有 choice 和 level 才写 options",
        "没有栏目属于“明细”",
        "只有 table 才写 printed",
        "rows = 0",
        "printed：读到“甲”",
        "标题“项目名称”也是一个栏目的表头",
        "有金额栏目的表写明金额单位",
        "meaning = indicator.nothing",
        "under = a",
        "role：读到“boss”",
    ):
        assert any(expected in text for text in found), (expected, found)
    assert all(text.startswith("forms/broken.toml") for text in found)


@pytest.mark.parametrize("text", ["id = 没有引号", 'id = "empty"\nname = "空表"\nclause = "cn10.a1"\n'])
def test_files_without_fields_or_without_toml_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "empty.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=re.escape("forms/empty.toml")):
        read_form_file(file)


# ── forms of one's own ──────────────────────────────────────────────────────────────────────────────

OWN = """
id = "visit"
name = "走访记录（某局）"
[[part]]
name = "明细"
shape = "table"
[[field]]
key = "household"
part = "明细"
heading = "户主"
kind = "text"
required = true
[[field]]
key = "income"
part = "明细"
heading = "收入"
kind = "number"
"""


def own(folder: Path, text: str = OWN, name: str = "visit") -> Path:
    (folder / "forms").mkdir(parents=True, exist_ok=True)
    (folder / "forms" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_form_of_ones_own_is_added(tmp_path: Path) -> None:
    forms = load_all_forms(own(tmp_path / "局"))
    assert set(forms) == {*form_ids(), "visit"}
    assert forms["visit"].part("明细").shape is PartShape.TABLE
    rules = load_rules(on=date(2024, 12, 31), region="国家", extra=tmp_path / "局")
    assert [str(change) for change in rules.changes()] == ["表式 visit：局/forms/visit.toml 新增"]


def test_a_form_of_the_same_id_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own(tmp_path, OWN.replace("visit", "interview"), "interview")
    assert load_all_forms(tmp_path)["interview"].name == "走访记录（某局）"
    assert load_form_fields("interview").name == "访谈记录"


def test_defects_of_own_forms_are_told_with_the_folder(tmp_path: Path) -> None:
    folder = own(tmp_path / "局", OWN.replace('"text"', '"txet"'))
    own(folder, "坏", "worse")
    loaders: list[Callable[[], object]] = [
        lambda: load_all_forms(folder),
        lambda: load_rules(on=date(2024, 12, 31), region="国家", extra=folder),
    ]
    for load in loaders:
        with pytest.raises(RuleError) as caught:
            load()
        said = [str(problem) for problem in caught.value.problems]
        assert [text.split()[0].split("：")[0] for text in said] == ["局/forms/visit.toml", "局/forms/worse.toml"]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="没有附加规则文件夹"):
        load_all_forms(tmp_path / "没有")
