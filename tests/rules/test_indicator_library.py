"""The indicator library (指标库): what is shipped is sound, search finds what people type, mistakes are told at once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import ROOT
from yzperf.errors import RuleError
from yzperf.rules import load_rules
from yzperf.rules.indicator_entry import (
    SECOND_LEVEL,
    Block,
    DataSource,
    Direction,
    EvidenceKind,
    StandardKind,
    Status,
    ValueMethod,
    unnamed_parts,
)
from yzperf.rules.indicator_library import IndicatorLibrary, indicator_table, load_indicators

LIBRARY = load_indicators()
VOCABULARY = load_rules(on=date(2024, 12, 31), region="扬中").vocabulary
CASE = "rural_sewage_2024"
SECTORS = {
    *("共性", "学前与义务教育", "职业教育", "卫生健康", "医疗保障", "养老服务", "农村公路", "水利与防汛"),
    *("农田建设与农业生产", "农村人居环境", "生态环境治理", "城市管理与市政", "文化旅游", "体育", "科技创新"),
    *("就业与人才", "住房保障与老旧小区", "数字政府与信息化", "社会救助与残疾人", "公共安全与应急"),
    *("乡村振兴产业", "招商与产业扶持"),
}


# ── what is shipped ─────────────────────────────────────────────────────────────────────────────────


def test_the_sectors_a_county_funds_are_there() -> None:
    assert set(LIBRARY.sectors) == SECTORS
    assert LIBRARY.sectors[0] == "共性"
    assert len(LIBRARY) >= 260
    assert sum(LIBRARY.counts.values()) == len(LIBRARY)


@pytest.mark.parametrize("sector", sorted(SECTORS))
def test_every_sector_has_enough_and_covers_the_blocks(sector: str) -> None:
    part = LIBRARY.sector(sector)
    assert len(part) >= 12
    blocks = Counter(item.l1 for item in part)
    assert set(blocks) == set(Block)
    assert blocks[Block.OUTPUT] >= 3
    assert blocks[Block.BENEFIT] >= 3
    # 数量 and 质量 belong together; 时效 is not compulsory, but the library offers one.
    assert {"数量", "质量", "时效"} <= {item.l2 for item in part}


def test_public_services_say_so() -> None:
    private = {file.sector for file in LIBRARY.files if not file.public_service}
    assert private == {"科技创新", "乡村振兴产业", "招商与产业扶持"}


def test_all_are_proposals_and_say_so() -> None:
    assert {item.status for item in LIBRARY} == {Status.PROPOSAL}
    assert {item.status.label for item in LIBRARY} == {"本项目建议，非官方"}


@pytest.mark.parametrize("sector", sorted(SECTORS))
def test_every_indicator_is_whole(sector: str) -> None:
    for item in LIBRARY.sector(sector):
        assert re.fullmatch(r"[a-z]{3}\.\d{3}", item.id)
        assert item.version >= 1, item.id
        assert item.since, item.id
        assert all((item.explanation, item.standard_how, item.pitfalls, item.project_kinds, item.keywords)), item.id
        assert len(item.name) <= 18, item.id


@pytest.mark.parametrize("sector", sorted(SECTORS))
def test_enumerations_are_those_of_the_guide(sector: str) -> None:
    for item in LIBRARY.sector(sector):
        assert item.l2 in SECOND_LEVEL[item.l1], item.id
        assert item.direction in Direction, item.id
        assert item.standard in StandardKind, item.id
        assert item.data_source in DataSource, item.id
        assert item.value_method in ValueMethod, item.id
        assert {hint.kind for hint in item.evidence} <= set(EvidenceKind), item.id
        assert item.evidence, item.id


@pytest.mark.parametrize("sector", sorted(SECTORS))
def test_formulas_stand_over_named_items(sector: str) -> None:
    for item in LIBRARY.sector(sector):
        assert all(part.name and part.meaning and part.unit for part in item.items), item.id
        assert unnamed_parts(item.formula, [part.name for part in item.items]) == (), item.id


def test_the_guide_lists_are_complete() -> None:
    """财预〔2021〕101号 三(三)(四)(五)(八): five standards, five value methods, nine sources, four classes of evidence."""
    assert [len(kind) for kind in (StandardKind, ValueMethod, DataSource, EvidenceKind)] == [5, 5, 9, 4]


def test_names_are_plain() -> None:
    """No vague word, no money spent (K09), no target hidden in the name."""
    for item in LIBRARY:
        assert VOCABULARY.vague_word(item.name) is None, item.name
        assert not VOCABULARY.is_money_executed(item.name), item.name
        assert VOCABULARY.hidden_target(item.name) is None, item.name


def test_no_id_name_or_formula_twice() -> None:
    assert len({item.id for item in LIBRARY}) == len(LIBRARY)
    assert len({item.name for item in LIBRARY}) == len(LIBRARY)
    formulas = Counter(item.formula for item in LIBRARY if item.l1 is not Block.SATISFACTION)
    assert [formula for formula, times in formulas.items() if times > 1] == []


def test_percentages_are_computed_as_percentages() -> None:
    for item in LIBRARY:
        if item.unit == "%":
            assert "100%" in item.formula or all(part.unit == "%" for part in item.items), item.id
        if item.unit == "‰":
            assert "1000‰" in item.formula, item.id


def test_spending_standards_bound_costs_only() -> None:
    assert {item.l1 for item in LIBRARY if item.standard is StandardKind.SPENDING} == {Block.COST}


def test_satisfaction_comes_from_a_survey() -> None:
    for item in LIBRARY:
        if item.l1 is Block.SATISFACTION:
            assert item.value_method is ValueMethod.SURVEY
            assert "问卷" in item.formula


def test_no_national_target_value_is_invented() -> None:
    """How to set the value is said in words; the value itself is the user's."""
    assert [item.id for item in LIBRARY if re.search(r"\d", item.standard_how)] == []
    texts = [item.explanation + item.standard_how + item.pitfalls for item in LIBRARY]
    assert not any(re.search(r"〔|GB|HJ|CJJ|JTG", text) for text in texts)


def test_used_in_names_cases_that_use_it() -> None:
    sheet = load_workbook(ROOT / f"data/cases/{CASE}/scores.xlsx", data_only=True).active
    written = {cell for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    used = {item.name for item in LIBRARY if item.used_in}
    assert used <= written
    assert {"受益农户接管数", "设施正常运行率", "河道水质达标率提升", "完成及时性"} <= used
    assert {case for item in LIBRARY for case in item.used_in} == {CASE}


def test_sectors_refer_to_common_indicators_instead_of_repeating_them() -> None:
    for sector in LIBRARY.sectors[1:]:
        common = LIBRARY.common(sector)
        assert common
        assert {item.sector for item in common} == {"共性"}


# ── search and show ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("污水 达标率", "污水处理厂出水水质达标率"),
        ("床位 使用率", "乡镇卫生院床位使用率"),
        ("优良中等路率", "农村公路优良中等路率"),
        ("COD", "化学需氧量削减量"),
        ("化学需氧量", "化学需氧量削减量"),
        ("ｐｑｉ", "农村公路优良中等路率"),
        ("路灯", "道路照明亮灯率"),
        ("普惠性幼儿园覆盖率", "普惠性幼儿园在园幼儿占比"),
        ("应保尽保 漏保", "困难群众漏保率"),
        ("高标准农田 面积", "高标准农田建成面积"),
        ("养老 空置", "养老机构床位入住率"),
        ("工程验收合格率", "工程验收合格率"),
        ("招商到位资金", "实际到位内外资"),
    ],
)
def test_search_finds_what_a_person_types(text: str, first: str) -> None:
    assert LIBRARY.search(text)[0].name == first


def test_an_exact_name_goes_before_longer_ones() -> None:
    names = [item.name for item in LIBRARY.search("满意度")]
    assert len(names) >= 25
    assert LIBRARY.search("服务对象满意度")[0].name == "服务对象满意度"
    found = [item.name for item in LIBRARY.search("污水 达标率")]
    assert found[:2] == ["污水处理厂出水水质达标率", "农村污水设施出水水质达标率"]


def test_search_keeps_to_sector_and_block() -> None:
    found = LIBRARY.search("满意度", sector="农村公路", l1="满意度")
    assert [item.name for item in found] == ["沿线群众出行满意度"]
    assert LIBRARY.search("", sector="rrd") == LIBRARY.sector("农村公路").indicators
    assert {item.l1 for item in LIBRARY.search("", l1="成本")} == {Block.COST}


def test_search_is_the_same_every_time_and_may_find_nothing() -> None:
    assert LIBRARY.search("设施 完好") == LIBRARY.search(" 设施  完好 ")
    assert LIBRARY.search("量子纠缠") == ()


def test_unknown_names_are_refused_with_a_choice() -> None:
    with pytest.raises(RuleError, match=r"现有：.*农村公路"):
        LIBRARY.search("路", sector="铁路")
    with pytest.raises(RuleError, match="成本、产出、效益、满意度"):
        LIBRARY.search("路", l1="过程")
    with pytest.raises(RuleError, match="床位使用率"):
        LIBRARY.get("床位使用率")
    with pytest.raises(RuleError, match=r"rrd\.0"):
        LIBRARY.get("rrd.099")


def test_get_takes_an_id_or_a_name() -> None:
    assert LIBRARY.get("rrd.001").name == "农村公路公里造价"
    assert LIBRARY.get("农村公路公里造价").id == "rrd.001"


def test_the_table_is_chinese_and_carries_the_status() -> None:
    table = LIBRARY.sector("体育").table()
    assert list(table["三级指标"])[:1] == ["赛事人均办赛成本"]
    assert set(table["性质"]) == {"本项目建议，非官方"}
    assert not any(re.search(r"[A-Za-z]", column) for column in table.columns)
    assert not table.isna().any().any()
    assert len(indicator_table(LIBRARY.search("污水 达标率"))) >= 2
    assert list(indicator_table(()).columns) == list(table.columns)


def test_it_shows_itself_with_the_warning() -> None:
    shown = LIBRARY.sector("体育")._repr_html_()
    assert "本项目建议，非官方" in shown.split("<table")[0]
    assert f"1 个行业领域，{len(LIBRARY.sector('体育'))} 个指标" in shown


def test_it_is_read_once() -> None:
    assert load_indicators() is LIBRARY


# ── a city adds files; mistakes ─────────────────────────────────────────────────────────────────────

CITY = """
code = "ferry"
sector = "渡口与水上交通"
status = "local"
basis = "某市交通运输局2026年指标目录"
public_service = true
common = ["com.011"]

[[indicator]]
id = "ferry.001"
version = 1
since = 2026-12-01
l1 = "产出"
l2 = "时效"
name = "渡船班次准点率"
explanation = "实际准点开出的班次占计划班次的比例"
formula = "准点班次 ÷ 计划班次 × 100%"
items = [
  { name = "准点班次", meaning = "不晚于时刻表五分钟开出的班次", unit = "班次" },
  { name = "计划班次", meaning = "时刻表班次", unit = "班次" },
]
unit = "%"
direction = "越大越好"
standard = { kind = "历史标准", how = "按前三年平均值填写" }
data_source = "业务记录"
value_method = "情况统计法"
evidence = [{ kind = "原始凭证", what = "航行日志" }]
project_kinds = ["渡运补贴"]
pitfalls = "停航班次不计入分母会偏高"
used_in = []
keywords = ["渡口", "准点"]
"""


def city(tmp_path: Path, text: str = CITY, name: str = "ferry.toml") -> Path:
    folder = tmp_path / "local"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def problems(folder: Path) -> list[str]:
    with pytest.raises(RuleError) as caught:
        load_indicators(extra=folder)
    return [str(found) for found in caught.value.problems]


def test_a_city_adds_a_sector_by_a_folder(tmp_path: Path) -> None:
    both = load_indicators(extra=city(tmp_path))
    assert len(both) == len(LIBRARY) + 1
    assert both.search("渡口 准点")[0].id == "ferry.001"
    assert [item.name for item in both.common("ferry")] == ["完成及时性"]
    assert "本地自行制定（某市交通运输局2026年指标目录）" in both.sector("渡口与水上交通")._repr_html_()
    assert isinstance(load_indicators(), IndicatorLibrary)
    assert len(load_indicators()) == len(LIBRARY)


def test_a_city_adds_to_a_known_sector(tmp_path: Path) -> None:
    folder = city(tmp_path, CITY.replace("渡口与水上交通", "农村公路"))
    assert len(load_indicators(extra=folder).sector("农村公路")) == len(LIBRARY.sector("农村公路")) + 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('unit = "%"\n', 'unti = "%"\n', "unti：读到“unti”，应为已知的字段"),
        ('unit = "%"\n', "", "unit：读到“（缺）”"),
        ("version = 1", "version = 0", "正整数"),
        ("since = 2026-12-01\n", "", "since：读到“（缺）”"),
        ('l1 = "产出"', 'l1 = "过程"', "成本、产出、效益、满意度之一"),
        ('l2 = "时效"', 'l2 = "经济效益"', "“产出”下的数量、质量、时效之一"),
        ('direction = "越大越好"', 'direction = "正向"', "越大越好、越小越好、等于、区间之一"),
        ('kind = "历史标准"', 'kind = "国家标准"', "计划标准、行业标准、历史标准、预算支出标准、其他标准之一"),
        ('data_source = "业务记录"', 'data_source = "领导讲话"', "统计部门数据、"),
        ('value_method = "情况统计法"', 'value_method = "目测法"', "直接证明法、情况统计法"),
        ('kind = "原始凭证"', 'kind = "照片"', "正式资料、工作资料、原始凭证、说明材料之一"),
        ('evidence = [{ kind = "原始凭证", what = "航行日志" }]', "evidence = []", "没有 evidence"),
        ("÷ 计划班次 ×", "÷ 打算班次 ×", "公式里的“打算班次”"),
        ("÷ 计划班次 ×", "÷ 准点班次 ×", "数据项“计划班次”"),
        ('meaning = "时刻表班次", ', "", "items 计划班次 meaning：读到“（缺）”"),
        ('project_kinds = ["渡运补贴"]', "project_kinds = []", "project_kinds：读到“（空）”"),
        ('id = "ferry.001"', 'id = "boat.001"', "以本文件 code 开头的编号"),
        ('name = "渡船班次准点率"', 'name = "工程验收合格率"', "名称 工程验收合格率 重复，indicators/common.toml"),
        ('common = ["com.011"]', 'common = ["com.999"]', "common：读到“com.999”"),
        ('status = "local"', 'status = "official"', "proposal、local之一"),
    ],
)
def test_each_mistake_is_told_with_its_file(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert CITY.count(old) == 1
    found = problems(city(tmp_path, CITY.replace(old, new)))
    assert any(expected in text for text in found), found
    assert all(text.startswith("local/ferry.toml") for text in found), found


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    bad = CITY.replace("越大越好", "正向").replace("÷ 计划班次 ×", "÷ 打算班次 ×").replace('unit = "%"\n', "")
    city(tmp_path, bad)
    other = CITY.replace('code = "ferry"', 'code = "boat"').replace("keywords", "keyword")
    folder = city(tmp_path, other, "boat.toml")
    found = problems(folder)
    for expected in (
        f"local/ferry.toml 第{line_of(bad, 'direction = ')}行 indicator ferry.001 direction：读到“正向”",
        f"local/ferry.toml 第{line_of(bad, 'formula = ')}行 指标 ferry.001：读到“公式里的“打算班次””",
        f"local/ferry.toml 第{line_of(bad, '[[indicator]]')}行 indicator ferry.001 unit：读到“（缺）”",
        f"local/boat.toml 第{line_of(other, 'id = ')}行 指标 ferry.001：读到“ferry.001”，应为以本文件 code 开头的编号（boat.…）",
        f"local/boat.toml 第{line_of(other, 'keyword = ')}行 indicator ferry.001 keyword：读到“keyword”",
        "编号 ferry.001 重复",
        "名称 渡船班次准点率 重复",
    ):
        assert any(expected in text for text in found), (expected, found)


def test_an_unreadable_file_is_named_alone(tmp_path: Path) -> None:
    (only,) = problems(city(tmp_path, "code = 没有引号"))
    assert only.startswith("local/ferry.toml")
    assert "TOML" in only


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    (only,) = problems(tmp_path / "missing")
    assert "没有 .toml 文件" in only


def test_a_file_without_indicators_is_refused(tmp_path: Path) -> None:
    found = problems(city(tmp_path, 'code = "x"\nsector = "某行业"\nstatus = "local"\n'))
    assert any("至少一个 [[indicator]]" in text for text in found)
