"""A folder with rules of one's own (附加规则): it adds, replaces by id, says so, and explains its mistakes."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from yzperf.errors import Problem, RuleError
from yzperf.rules import Rules, load_rules

EXAMPLE = ROOT / "docs/examples/rules"
SHIPPED = ROOT / "yzperf/rules/data"
ON = date(2024, 12, 31)

CLAUSES = """
[document]
id = "danyang"
number = ""
title = "某市结果应用办法"
issued = 2022-01-01
in_force = 2022-01-01
region = "丹阳"
status = "read"
[[clause]]
id = "danyang.8"
article = "第八条"
fact = "收到结果后30日内报送整改措施。"
"""
PARAMETERS = """
[[parameter]]
id = "rectify.plan.days"
name = "制定整改措施的期限"
unit = "日"
relation = "≤"
[[parameter.version]]
value = 30
clause = "danyang.8"
region = "丹阳"
since = 2022-01-01
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    extra = tmp_path / "city"
    for name, text in {
        "clauses/danyang.toml": CLAUSES,
        "parameters/danyang.toml": PARAMETERS,
        "regions.toml": '[parent]\n"丹阳" = "镇江"\n',
    }.items():
        put(extra, name, text)
    return extra


def put(extra: Path, name: str, text: str) -> None:
    (extra / name).parent.mkdir(parents=True, exist_ok=True)
    (extra / name).write_text(text, encoding="utf-8")


def rules(extra: Path, region: str = "丹阳") -> Rules:
    return load_rules(on=ON, region=region, extra=extra)


def problems(extra: Path) -> list[str]:
    with pytest.raises(RuleError) as error:
        rules(extra, "扬中")
    assert all(isinstance(problem, Problem) for problem in error.value.problems)
    return [str(problem) for problem in error.value.problems]


# ── adding ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_city_adds_region_document_and_number(folder: Path) -> None:
    found = rules(folder)
    assert found.regions == ("丹阳", "镇江", "江苏", "国家")
    assert found.parameter("rectify.plan.days").number == 30
    assert found.cite("danyang.8") == "《某市结果应用办法》 第八条"
    assert found.profile("cn10") == load_rules(on=ON, region="国家").profile("cn10")
    assert list(map(str, found.changes())) == [
        "条款 danyang.8：city/clauses/danyang.toml 新增",
        "参数 rectify.plan.days（丹阳）：city/parameters/danyang.toml 新增",
    ]


def test_the_shipped_rules_stay_as_they_are(folder: Path) -> None:
    before = load_rules(on=ON, region="扬中")
    rules(folder)
    assert load_rules(on=ON, region="扬中") is before
    assert before.changes() == ()
    with pytest.raises(RuleError, match="不认识地区“丹阳”"):
        load_rules(on=ON, region="丹阳")


def test_the_folder_is_read_anew_at_every_call(folder: Path) -> None:
    assert rules(folder).parameter("rectify.plan.days").number == 30
    put(folder, "parameters/danyang.toml", PARAMETERS.replace("value = 30", "value = 45"))
    assert rules(folder).parameter("rectify.plan.days").number == 45


def test_the_path_may_be_a_text_and_a_file_may_have_a_byte_order_mark(folder: Path) -> None:
    (folder / "clauses/danyang.toml").write_text(CLAUSES, encoding="utf-8-sig")
    assert load_rules(on=ON, region="丹阳", extra=str(folder)).in_force("danyang.8")


# ── replacing ───────────────────────────────────────────────────────────────────────────────────────


def test_a_profile_of_the_same_id_replaces_the_shipped_one_and_says_so(folder: Path) -> None:
    text = (SHIPPED / "profiles/cn10.toml").read_text(encoding="utf-8")
    put(folder, "profiles/ours.toml", text.replace('name = "财预〔2020〕10号 单位自评"', 'name = "本市单位自评"'))
    found = rules(folder)
    assert found.profile("cn10").name == "本市单位自评"
    assert found.profile("cn10").origin.file == "city/profiles/ours.toml"
    assert "计分方案 cn10：city/profiles/ours.toml 替换 profiles/cn10.toml" in map(str, found.changes())


def test_a_parameter_is_replaced_for_its_region_only(folder: Path) -> None:
    put(folder, "parameters/cycle.toml", """
[[parameter]]
id = "eval.dept.cycle"
name = "部门评价：重点项目全覆盖周期"
unit = "年"
[[parameter.version]]
value = 3
clause = "yz29.9"
region = "扬中"
since = 2023-01-01
""")  # fmt: skip
    found = rules(folder, "扬中")
    assert [(item.region, item.number) for item in found.versions("eval.dept.cycle")] == [("国家", 5), ("扬中", 3)]
    change = "参数 eval.dept.cycle（扬中）：city/parameters/cycle.toml 替换 parameters/yangzhong.toml"
    assert change in map(str, found.changes())


def test_clauses_frameworks_outlines_and_words_can_be_replaced(folder: Path) -> None:
    for name in ("frameworks/cn53_project.toml", "outlines/cn10_annex3.toml", "vocabulary.toml"):
        put(
            folder,
            name,
            (SHIPPED / name).read_text(encoding="utf-8").replace('vague = ["效果明显"', 'vague = ["妥妥的"'),
        )
    put(folder, "clauses/ours.toml", (SHIPPED / "clauses/cn34.toml").read_text(encoding="utf-8"))
    found = rules(folder)
    assert found.vocabulary.vague_word("妥妥的") == "妥妥的"
    replaced = [str(change) for change in found.changes() if change.over]
    assert "条款 cn34.4：city/clauses/ours.toml 替换 clauses/cn34.toml" in replaced
    assert "指标体系框架 cn53_project：city/frameworks/cn53_project.toml 替换 frameworks/cn53_project.toml" in replaced
    assert "报告提纲 cn10_annex3：city/outlines/cn10_annex3.toml 替换 outlines/cn10_annex3.toml" in replaced


# ── the example in the documents ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", sorted(EXAMPLE.rglob("*.toml")), ids=lambda file: file.name)
def test_every_example_works_as_a_single_file(tmp_path: Path, file: Path) -> None:
    place = tmp_path / file.relative_to(EXAMPLE)
    place.parent.mkdir()
    shutil.copy(file, place)
    changes = rules(tmp_path, "扬中").changes()
    assert changes
    assert {change.file.partition("/")[2] for change in changes} == {file.relative_to(EXAMPLE).as_posix()}
    assert "虚构" in file.read_text(encoding="utf-8")


def test_the_example_of_a_profile() -> None:
    found = rules(EXAMPLE, "扬中")
    profile = found.profile("example_local")
    assert "虚构" in profile.name
    assert "不得用于正式评分" in found.scope_warning(profile)
    assert found.basis(profile)


def test_the_example_of_a_parameter_changes_with_its_dates() -> None:
    days = {date(2023, 12, 31): "1.3", date(2024, 1, 1): "1.5", date(2024, 12, 31): "1.5", date(2025, 1, 1): "1.3"}
    found = {on: str(load_rules(on=on, region="扬中", extra=EXAMPLE).parameter("explain_over").number) for on in days}
    assert found == days
    assert str(load_rules(on=date(2024, 6, 30), region="江苏", extra=EXAMPLE).parameter("explain_over").number) == "1.3"


def test_the_example_of_a_framework() -> None:
    framework = rules(EXAMPLE, "扬中").framework("example_framework")
    assert framework.check_weights({"决策": 15, "过程": 25, "产出": 35, "效益": 25}) == ()
    assert len(framework.check_weights({"决策": 20, "过程": 20, "产出": 35, "效益": 25})) == 1


# ── mistakes ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("id = 没有引号", "第1行 第6列", "文字要加英文引号"),
        ('id = "一"\nid = "二"\nx = 1', "第2行 第", "写了两次"),
        ('id = "一"\nname "二"', "第2行 第6列", "缺等号"),
        ('id = "一"\nname = "没有收尾\n', "第2行 第", "引号没有收尾"),
        ('x = 1\n\nid = "没有收尾\n\n', "第3行 第", "引号没有收尾"),
        ('x = 1\nid = "没有收尾', "第2行 文件末尾", "引号没有收尾"),
        ("clauses = [1,\n 2\n\n", "第2行 文件末尾", "方括号没有收尾"),
        ("[cites", "第1行 文件末尾", "方括号没有收尾"),
        ("since = 2024-13-01", "第1行 第", "日期、数字写错"),
        ("a = 1 b = 2", "第1行 第", "多余的内容"),
        ("= 1", "第1行 第1列", "不是“字段 = 值”"),
        ("[cites]\n[cites]", "第2行 第", "写了两次"),
        ("[cites]\na = 1\n[cites.a]", "第3行 第", "写了两次"),
        ("[[band]]\n[band]", "第2行 第", "写了两次"),
        ('a = "\\q"', "第1行 第", "反斜杠"),
        ('a = "\\u12"', "第1行 第", "编码写错"),
        ("x = { a = 1", "第1行 文件末尾", "花括号没有收尾"),
        ("x = { a = 1, a = 2 }", "第1行 第", "写了两次"),
        ("x = { a = 1 }\nx.b = 2\n", "第2行 第", "写完的表又添了内容"),
        ("名称 = 1", "第1行 第1列", "中文字段名要加英文引号"),
        ("a = 2024-02-30", "第1行 第", "日期"),
        ("a = \u0001", "第1行 第", ""),
        ("a = 1" + "0" * 5000, "", "位数太多"),
        ("a = " + "[" * 5000, "", "太深"),
    ],
)
def test_a_file_that_is_no_toml_is_explained(folder: Path, text: str, place: str, reason: str) -> None:
    put(folder, "profiles/city.toml", text)
    (only,) = problems(folder)
    assert only.startswith(f"city/profiles/city.toml {place}" if place else "city/profiles/city.toml：")
    assert reason in only
    assert not re.search(
        r"[A-Za-z]{3,}", only.replace("city/profiles/city.toml", "").replace("TOML", "").replace("UTF-", "")
    )


def test_another_encoding_is_explained(folder: Path) -> None:
    (folder / "profiles").mkdir()
    (folder / "profiles/city.toml").write_bytes('id = "city"\nname = "城市"'.encode("gb18030"))
    (only,) = problems(folder)
    assert only.startswith("city/profiles/city.toml 第2行：读到“第 21 个字节起不是 UTF-8 编码”")


def test_planted_errors_are_told_at_once_with_the_name_of_the_folder(folder: Path) -> None:
    profile = (SHIPPED / "profiles/cn10.toml").read_text(encoding="utf-8")
    put(folder, "profiles/city.toml", profile.replace('"产出" = 50', '"产出" = 49').replace("full_score", "ful_score"))
    put(folder, "parameters/danyang.toml", PARAMETERS.replace("danyang.8", "danyang.9").replace('"日"', '"月"'))
    framework = (SHIPPED / "frameworks/cn53_project.toml").read_text(encoding="utf-8")
    put(folder, "frameworks/city.toml", framework.replace("实际成本）", "实际成本"))
    put(folder, "regions.toml", '[parent]\n"丹阳" = "镇海"\n')
    put(folder, "profile/city.toml", profile)
    put(folder, "clauses/old/city.toml", CLAUSES)
    found = problems(folder)
    for expected in (
        "city/profiles/city.toml 第15行 ful_score：读到“ful_score”，应为已知的字段",
        "city/parameters/danyang.toml 第9行 参数 rectify.plan.days（丹阳）：读到“danyang.9”",
        "相同的名称和单位：制定整改措施的期限（≤日）",
        "A1-15 的公式“（计划成本 − 实际成本 ÷ 计划成本 × 100%”有左括号没有配对的右括号",
        "city/regions.toml 第2行 parent 丹阳：读到“镇海”",
        "city/profile/city.toml：没有程序会读这个位置的文件",
        "city/clauses/old/city.toml：没有程序会读这个位置的文件",
    ):
        assert any(expected in text for text in found), (expected, found)


def test_the_root_of_all_regions_cannot_be_moved(folder: Path) -> None:
    put(folder, "regions.toml", 'root = "世界"\n[parent]\n"丹阳" = "镇江"\n')
    assert any("读到“世界”，应为国家" in text for text in problems(folder))


def test_a_missing_or_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="没有附加规则文件夹"):
        rules(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(RuleError, match="没有规则文件"):
        rules(tmp_path / "empty")


def test_a_formula_that_cannot_be_read_is_found_when_loading(folder: Path) -> None:
    text = (SHIPPED / "frameworks/cn53_finance.toml").read_text(encoding="utf-8")
    put(folder, "frameworks/city.toml", text.replace("预算收入 − 预算支出", "预算收入 减 预算支出"))
    (only,) = problems(folder)
    assert only.startswith("city/frameworks/city.toml 第178行 指标体系框架 cn53_finance")
    assert "从“减 预算支出”起读不懂" in only
