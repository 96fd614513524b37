"""Every kind of defect names file and line (规则文件的错误): shipped data, a city's own folder, forms, indicators.

A row of ``DEFECTS`` plants one defect in a copy of the shipped data: what is replaced, and how the line begins that
must be named. It is the first such line from the change on downward, or with ``^`` upward. A new kind is a row.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import yzperf.rules
from tests.rules.test_indicator_library import city
from yzperf.errors import Problem, RuleError
from yzperf.rules import load_indicators, load_rules
from yzperf.rules.check import check_library
from yzperf.rules.form_fields import read_form_file
from yzperf.rules.forms import read_forms_file
from yzperf.rules.library import load_library

DATA = Path(yzperf.rules.__file__).parent / "data"
ON = date(2024, 12, 31)
# What stays of the Latin alphabet in a Chinese sentence: names of keys, ids and files as they are written.
ENGLISH = re.compile(
    r"\b(?:Expected|Invalid|Cannot|at line|column|Unclosed|missing|error|unterminated|position)\b", re.I
)

# file, what is replaced, by what, the line that is named (its beginning), what is said
DEFECTS = [
    # unknown keys
    ("profiles/cn10.toml", "full_score = 100", "ful_score = 100", "ful_score", "应为已知的字段"),
    ("profiles/cn10.toml", "lower = 0.6\n", "lower = 0.6\nlowr = 1\n", "lowr", "应为已知的字段"),
    ("profiles/cn10.toml", '"满意度" = 10 }', '"满意度" = 10 }\nnaem = 1', "naem", "应为已知的字段"),
    ("parameters/cn10.toml", "value = 60\n", "value = 60\nvalu = 1\n", "valu ", "应为已知的字段"),
    ("clauses/cn10.toml", 'article = "第三条"', 'article = "第三条"\nart = 1', "art =", "应为已知的字段"),
    ("frameworks/ppp_operation.toml", 'value = 80\n', "value = 80\nvaleu = 1\n", "valeu", "应为已知的字段"),
    ("frameworks/cn10_annex2.toml", 'name = "计划产出数"', 'name = "计划产出数"\nmean = "x"', "mean =", "应为已知的字段"),
    ("outlines/cn10_annex3.toml", 'id = "2.1"', 'id = "2.1"\nidd = "x"', "idd", "应为已知的字段"),
    ("regions.toml", 'root = "国家"', 'root = "国家"\nrot = "x"', "rot", "应为已知的字段"),
    ("vocabulary.toml", "[patterns]", "[patterns]\npat = 1", "pat =", "应为已知的字段"),
    # missing keys: the header of the table, or the first line where it is the file itself
    ("profiles/cn10.toml", 'curve = "proportional"\n', "", "^#", "curve：读到“（缺）”"),
    ("profiles/cn10.toml", 'missed = "cn10.16"\n', "", "^[cites]", "missed：读到“（缺）”"),
    ("profiles/cn10.toml", 'name = "中"\n', "", "^[[grade]]", "name：读到“（缺）”"),
    ("parameters/cn10.toml", 'clause = "cn10.9"\n', "", "^[[parameter.version]]", "clause：读到“（缺）”"),
    ("parameters/cn10.toml", "value = 5\n", "", "^[[parameter.version]]", "说明文件为何没有给数字"),
    ("frameworks/ppp_operation.toml", 'clause = "cn13.a5"\nnote', "note", "^[[limit]]", "clause：读到“（缺）”"),
    ("frameworks/target_review.toml", '\nclause = "zz_target.a2.5"\n\n[[block]]', "\n\n[[block]]", "^[points]", "clause"),
    # wrong types
    ("profiles/cn10.toml", "full_score = 100\n", 'full_score = "满分"\n', "full_score", "应为数字"),
    ("profiles/cn10.toml", "full_score = 100\n", "full_score = true\n", "full_score", "读到“true”，应为数字"),
    ("profiles/cn10.toml", "since = 2020-02-25", "since = 2020-02-25T08:00:00", "since", "应为日期"),
    ("profiles/cn10.toml", 'name = "差"', "name = 4", "name = 4", "应为文字"),
    ("profiles/cn10.toml", 'blocks = { "预算执行率" = 10', 'blocks = { "预算执行率" = "十"', "blocks", "应为数字"),
    ("profiles/cn101.toml", 'floor = "3/5"', 'floor = "1/0"', "floor", "应为数字"),
    ("parameters/cn10.toml", "value = [80, 100]", 'value = [80, "上界"]', "value = [80", "读到“[80, 上界]”"),
    ("vocabulary.toml", 'vague = ["效果明显"', 'vague = [1, "效果明显"', "vague", "应为文字"),
    ("vocabulary.toml", "hidden_target = '", "hidden_target = '(", "hidden_target", "应为正则表达式"),
    ("frameworks/special_bond_henan.toml", "ending = [5, 0]", "ending = [5, 10]", "ending", "0 至 9 的整数"),
    ("frameworks/special_bond_henan.toml", "ending = [5, 0]", "ending = [\n  5,\n  '零',\n]", "  '零'", "应为数字"),
    ("frameworks/special_bond_henan.toml", "min_weight = 15", 'min_weight = "十五"', "min_weight", "应为数字"),
    ("frameworks/special_bond_henan.toml", "whole = true", "whole = 1", "whole", "应为true 或 false"),
    # words outside a closed list
    ("profiles/cn101.toml", 'curve = "floored"', 'curve = "curly"', "curve", "proportional、floored、judged之一"),
    ("clauses/cn10.toml", 'status = "read"', 'status = "heard"', "status", "read、unverified、setting"),
    ("frameworks/cn10_annex2.toml", 'direction = "正向"', 'direction = "向上"', "direction", "正向、反向、适度"),
    ("frameworks/ppp_operation.toml", 'relation = "≥"', 'relation = "不低于"', "relation", "≥、>、≤、<之一"),
    ("parameters/cn10.toml", 'relation = "≥"', 'relation = ">="', "relation", "≥、>、≤、<之一"),
    ("parameters/cn95.toml", 'relation = ["≥", "<"]', 'relation = ["≥",\n  "小于"]', '  "小于"', "≥、>、≤、<之一"),
    # clauses: unknown, of the wrong kind, outlived
    ("parameters/cn10.toml", 'clause = "cn10.9"', 'clause = "cn10.999"', "clause", "clauses 里已有的条款编号"),
    ("profiles/cn10.toml", 'clauses = ["cn10.13"', 'clauses = ["cn10.999"', "clauses", "已有的条款编号"),
    ("profiles/cn10.toml", 'clauses = ["cn10.13"', 'clauses = ["program.reverse", "cn10.13"', "clauses", "写在 conventions"),
    ("profiles/cn10.toml", "conventions = [", 'conventions = [\n  "cn10.2", ', '  "cn10.2"', "应写在 clauses"),
    ("profiles/cn10.toml", 'missed = "cn10.16"', 'missed = "cn10.2"', "missed", "本方案 clauses 或 conventions"),
    ("profiles/cn10.toml", 'weights_clause = "cn10.13"', 'weights_clause = "cn10.2"', "weights_clause", "本方案 clauses"),
    ("parameters/cn101.toml", "since = 2021-08-18", "since = 2019-01-01", "since", "不早于该条款施行日 2021-08-18"),
    ("profiles/hn_bond.toml", "since = 2021-12-31", "since = 2021-12-30", "since", "不早于该条款施行日 2021-12-31"),
    ("frameworks/cn10_annex2.toml", 'clause = "cn10.a2"', 'clause = "cn10.a9"', "clause", "已有的条款编号"),
    ("frameworks/cn10_annex2.toml", 'value = 60\nclause = "cn10.14"', 'value = 60\nclause = "cn10.13"', "clause",
     "本框架 clauses 或 conventions"),
    ("vocabulary.toml", 'clause = "program.vocabulary"', 'clause = "program.words"', "clause", "已有的条款编号"),
    # periods
    ("profiles/cn10.toml", "since = 2020-02-25", "since = 2020-02-25\nuntil = 2019-01-01", "until", "先后有序"),
    ("parameters/cn10.toml", "since = 2020-02-25", "since = 2020-02-25\nuntil = 2019-01-01", "until", "先后有序"),
    ("clauses/tp4.toml", "in_force = 2021-08-01", "in_force = 2020-08-01", "in_force", "不早于印发日期"),
    ("parameters/yangzhong.toml", 'clause = "yz29.9"\nregion = "扬中"', 'clause = "yz29.9"\nregion = "国家"', "since",
     "期间不重叠"),
    ("parameters/ex_ante.toml", "until = 2023-08-07\n", "until = 2023-08-08\n", "since", "期间不重叠"),
    # ids
    ("clauses/cn10.toml", 'id = "cn10.3"', 'id = "cn10.2"', "id", "编号 cn10.2 重复，clauses/cn10.toml 第"),
    ("clauses/cn34.toml", 'id = "cn34"', 'id = "cn10"', "id", "编号 cn10 重复"),
    ("profiles/cn101.toml", 'id = "cn101"', 'id = "cn10"', "id", "编号 cn10 重复，profiles/cn10.toml 第2行已用"),
    ("frameworks/cn10_annex2.toml", 'id = "P10-2"', 'id = "P10-1"', "id", "指标编号 P10-1 重复"),
    ("frameworks/cn53_project.toml", 'id = "cn53_project"', 'id = "cn53_finance"', "id", "编号 cn53_finance 重复"),
    ("frameworks/cn10_annex2.toml", 'name = "过程"', 'name = "决策"', "^[[block]]", "一级指标“决策”重复"),
    ("outlines/cn10_annex3.toml", 'id = "2.1"', 'id = "1.1"', "id", "编号 1.1 重复"),
    # regions
    ("profiles/cn10.toml", 'region = "国家"', 'region = "火星"', "region", "regions.toml 里登记的地区"),
    ("parameters/cn10.toml", 'region = "国家"', 'region = "火星"', "region", "regions.toml 里登记的地区"),
    ("clauses/cn10.toml", 'region = "国家"', 'region = "火星"', "region", "regions.toml 里登记的地区"),
    ("regions.toml", '"江苏" = "国家"', '"江苏" = "扬中"', '"江苏"', "逐级通向“国家”"),
    # what contradicts itself
    ("profiles/cn10.toml", '"产出" = 50', '"产出" = 49', "blocks", "权重方案 standard 合计 99"),
    ("profiles/cn10.toml", "execution_weight = 10", "execution_weight = 20", "blocks", "预算执行率 10”，应为20"),
    ("profiles/hubei.toml", "upper = 0.8", "upper = 0.7", "upper", "首尾相接的档次"),
    ("profiles/cn10.toml", "lower = 0.6", "lower = 0.9", "lower", "下界小于上界"),
    ("profiles/cn10.toml", '"部分完成"', '"部分完成", "完成"', "words", "用语“完成”出现在两个档次"),
    ("profiles/cn10.toml", "lower = 80\n", "lower = 95\n", "lower", "从高到低"),
    ("profiles/cn101.toml", 'floor = "3/5"', "floor = 1", "floor", "大于 0 小于 1"),
    ("profiles/cn10.toml", 'curve = "proportional"', 'curve = "proportional"\nfloor = 0.5', "floor", "只有 floored"),
    ("profiles/cn101.toml", 'execution = "tiers"', 'execution = "linear"', "[[execution_tier]]", "分档计分时写分档"),
    ("profiles/cn101.toml", "share = 0.5\n", "share = 0.8\n", "^[[execution_tier]]", "次序不对"),
    ("profiles/cn101.toml", "share = 1\n", "share = 2\n", "share", "0 至 1 之间"),
    ("parameters/cn10.toml", "value = [80, 100]", "value = [80]", "value", "与 parts 同样多的 2 个数"),
    ("parameters/cn95.toml", 'relation = ["≥", "<"]', 'relation = ["≥", "<", "≤"]', "value", "同样多的 3 个数"),
    ("parameters/cn61.toml", 'value = "06-30"', 'value = "六月底"', "value", "每年的某日（如 06-30）"),
    ("parameters/yangzhong.toml", 'name = "部门评价：重点项目全覆盖周期"', 'name = "覆盖周期"', "name", "相同的名称和单位"),
    ("frameworks/cn10_annex2.toml", 'emphasis = ["决策"', 'emphasis = ["决心"', "emphasis", "侧重“决心”"),
    ("frameworks/cn10_annex2.toml", 'l1 = "决策"', 'l1 = "决心"', "l1", "一级指标“决心”"),
    ("frameworks/cn10_annex2.toml", 'name = "计划产出数"', 'name = "打算的产出数"', "name", "数据项“打算的产出数”"),
    ("frameworks/cn10_annex2.toml", "实际产出数 ÷ 计划产出数", "实际产出数 除 计划产出数", "formula", "读不懂"),
    ("frameworks/target_review.toml", "{ lower = 5, upper = 5 }", "{ lower = 5, upper = 4 }", "weight", "下界不大于上界"),
    ("frameworks/appraisal_third_party_jiading.toml", "weight = 20", "weight = 21", "^total", "分值合计 101”，应为合计 100"),
    ("frameworks/special_bond_henan.toml", "whole = true", "whole = true\ntotal = 50", "total", "至少合计 60"),
    ("frameworks/target_review.toml", "weight = 20", "weight = 20\nmin_weight = 25", "weight", "应为不低于25分"),
    ("frameworks/target_review.toml", "weight = 20", "weight = 20\nending = [5]", "weight", "应为末位是5的整数"),
    ("frameworks/target_review.toml", "weight = 20", "weight = 10", "weight", "各项指标分值至少合计 20"),
    ("frameworks/special_bond_henan.toml", "min_weight = 15", "min_weight = 0", "min_weight", "大于 0 且不超过总分"),
    ("frameworks/ppp_operation.toml", '"项目维护"]', '"项目养护"]', "of", "“项目养护””，应为本框架的一级指标或二级指标"),
    ("frameworks/ppp_operation.toml", "value = 80", "value = 180", "value", "0 至 100 之间的百分数"),
    ("frameworks/ppp_operation.toml", "value = 80\n", "", "^[[limit]]", "value、than 之一"),
    ("frameworks/ppp_operation.toml", "value = 80", 'value = 80\nthan = ["效果"]', "value", "value、than 之一"),
    ("outlines/cn10_annex3.toml", 'synonyms = ["建议"', 'synonyms = ["基本情况", "建议"', "synonyms", "属于两个章节"),
]  # fmt: skip
Row = tuple[str, str, str, str, str]
Plant = Callable[[str, str, str], tuple[str, int]]


def planted(file: Path, old: str, new: str) -> tuple[str, int]:
    """Replace the first occurrence; return the new text and where the change begins."""
    text = file.read_text(encoding="utf-8")
    at = text.index(old)
    changed = text[:at] + new + text[at + len(old) :]
    file.write_text(changed, encoding="utf-8")
    return changed, at


def told(load: Callable[[], object]) -> list[Problem]:
    with pytest.raises(RuleError) as error:
        load()
    assert all(isinstance(problem, Problem) for problem in error.value.problems)
    return [problem for problem in error.value.problems if isinstance(problem, Problem)]


def wanted_line(text: str, at: int, begins: str) -> int:
    rows, change = text.splitlines(), text[:at].count("\n")
    order = range(change, -1, -1) if begins.startswith("^") else range(change, len(rows))
    if begins == "^^":  # a table that is missing altogether: the file as a whole
        return 1
    return next(number for number in order if rows[number].startswith(begins.removeprefix("^"))) + 1


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("shipped") / "data"))


@pytest.fixture
def with_defect(shipped: Path) -> Iterator[Plant]:
    """Plants a defect in the copy, and takes it out again."""
    changed: list[str] = []

    def plant(file: str, old: str, new: str) -> tuple[str, int]:
        changed.append(file)
        return planted(shipped / file, old, new)

    yield plant
    for file in changed:
        shutil.copy(DATA / file, shipped / file)


@pytest.mark.parametrize("row", DEFECTS, ids=lambda row: f"{row[0]} {row[4]}")
def test_a_defect_of_the_shipped_data_names_file_and_line(shipped: Path, with_defect: Plant, row: Row) -> None:
    file, old, new, begins, words = row
    text, at = with_defect(file, old, new)
    found = told(lambda: load_library(shipped, check_library))
    fitting = [problem for problem in found if words in str(problem) and problem.place.file == file]
    assert fitting, [str(problem) for problem in found]
    assert wanted_line(text, at, begins) in [problem.place.line for problem in fitting], list(map(str, fitting))
    assert all(problem.place.line > 0 for problem in found)
    assert [str(problem) for problem in found if ENGLISH.search(str(problem))] == []


# Every fourth kind again: the own folder is read by the same code under another name.
OWN = [row for row in DEFECTS if row[0].startswith(("profiles/", "frameworks/", "parameters/"))][::4]


@pytest.mark.parametrize("row", OWN, ids=lambda row: f"{row[0]} {row[4]}")
def test_a_defect_of_ones_own_folder_names_file_and_line(tmp_path: Path, row: Row) -> None:
    file, old, new, begins, words = row
    own = tmp_path / "city" / file
    own.parent.mkdir(parents=True)
    shutil.copy(DATA / file, own)
    text, at = planted(own, old, new)
    found = told(lambda: load_rules(on=ON, region="国家", extra=tmp_path / "city"))
    fitting = [problem for problem in found if words in str(problem)]
    assert wanted_line(text, at, begins) in [problem.place.line for problem in fitting], list(map(str, found))
    assert {problem.place.file for problem in fitting} <= {f"city/{file}", file}


# ── all at once ─────────────────────────────────────────────────────────────────────────────────────


def test_all_defects_of_all_files_are_told_at_once(shipped: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(shipped, tmp_path / "data"))
    chosen = {row[0]: row for row in DEFECTS}  # the last of each file: they do not disturb each other
    places = {}
    for file, old, new, begins, words in chosen.values():
        text, at = planted(copy / file, old, new)
        places[file] = (wanted_line(text, at, begins), words)
    found = told(lambda: load_library(copy, check_library))
    missing = [
        (file, line, words)
        for file, (line, words) in places.items()
        if not any(item.place.file == file and item.place.line == line and words in str(item) for item in found)
    ]
    assert len(places) > 15
    assert missing == []


def test_an_own_clause_that_ends_too_early_is_told_where_the_shipped_file_cites_it(tmp_path: Path) -> None:
    own = tmp_path / "city" / "clauses" / "cn19.toml"
    own.parent.mkdir(parents=True)
    text = (DATA / "clauses/cn19.toml").read_text(encoding="utf-8")
    own.write_text(re.sub(r"(in_force = .*)", r"\1\nuntil = 2022-01-01", text), encoding="utf-8")
    found = told(lambda: load_rules(on=ON, region="国家", extra=tmp_path / "city"))
    rows = (DATA / "parameters/cn19.toml").read_text(encoding="utf-8").splitlines()
    assert {problem.place.file for problem in found} == {"parameters/cn19.toml"}
    assert all("不晚于该条款失效日 2022-01-01" in str(problem) for problem in found)
    assert {rows[problem.place.line - 1] for problem in found} == {"[[parameter.version]]"}


# ── files that are not read with the rest ───────────────────────────────────────────────────────────

FORM = """id = "sheet"
name = "表"
clause = "cn10.a1"
[[field]]
key = "a"
part = "表头"
heading = "项目名称"
kind = "text"
[[field]]
key = "b"
part = "表头"
heading = "单位"
synonyms = ["实施单位"]
kind = "text"
"""
FORM_DEFECTS = [
    ('id = "sheet"', 'id = "other"', "id", "与文件名相同的 sheet"),
    ('name = "表"\n', "", "^id", "name：读到“（缺）”"),
    ('key = "b"', 'key = "a"', "^[[field]]", "栏目编号 a 重复"),
    ('kind = "text"', 'kind = "texts"', "kind", "text、number、money"),
    ('kind = "text"', 'kind = "text"\nrequird = true', "requird", "已知的字段"),
    ('kind = "text"', 'kind = "text"\nrequired = "是"', "required", "true 或 false"),
    ('heading = "单位"\n', "", "^[[field]]", "heading：读到“（缺）”"),
    ('synonyms = ["实施单位"]', 'synonyms = [\n"实施单位",\n3]', "3]", "应为文字"),
    ('synonyms = ["实施单位"]', 'options = ["一"]', "^[[field]]", "只有 choice 和 level 才写 options"),
    ('synonyms = ["实施单位"]', 'synonyms = ["项目名称"]', "^[[field]]", "表头“项目名称”出现两次"),
    ('part = "表头"', "part = 表头", "part", "文字要加英文引号"),
]


@pytest.mark.parametrize(("old", "new", "begins", "words"), FORM_DEFECTS, ids=lambda value: None)
def test_a_defect_of_a_form_names_file_and_line(tmp_path: Path, old: str, new: str, begins: str, words: str) -> None:
    file = tmp_path / "sheet.toml"
    file.write_text(FORM, encoding="utf-8")
    assert read_form_file(file).id == "sheet"
    text, at = planted(file, old, new)
    (problem,) = (item for item in told(lambda: read_form_file(file)) if words in str(item))
    assert problem.place.file == "forms/sheet.toml"
    assert problem.place.line == wanted_line(text, at, begins)
    assert not ENGLISH.search(str(problem))


SCORE_SHEET_DEFECTS = [
    ("[money]", "[monye]", "[monye]", "已知的字段"),
    ("[money]", "[monye]", "^^", "money：读到“（缺）”"),
    ('initial = ["年初预算数"', 'initial = [\n7, "年初预算数"', "7,", "应为文字"),
    ('weight = ["分值"', 'weight = ["得分"', "reported", "表头“得分”已是 weight 的同义词"),
    ('total = ["总分"', 'totle = ["总分"', "totle", "已知的字段"),
    ('id = "sichuan"', 'id = "hubei"', "id", "编号 hubei 重复"),
    ('kind = "第三方机构工作考核表"', 'kind = "考核表"', "kind", "绩效评价评分表"),
    ('needs = ["relation", "unit"]', 'needs = ["relation", "units"]', "needs", "units"),
    ('order = ["weight"', 'order = ["points"', "order", "points"),
    ('title_words = ["自评"]\n', "", "^[[layout]]", "title_words：读到“（缺）”"),
    ('id = "national"', "id = national", "id", "文字要加英文引号"),
]


@pytest.mark.parametrize(("old", "new", "begins", "words"), SCORE_SHEET_DEFECTS, ids=lambda value: None)
def test_a_defect_of_the_score_sheets_names_file_and_line(
    tmp_path: Path, old: str, new: str, begins: str, words: str
) -> None:
    file = Path(shutil.copy(DATA / "forms/self_evaluation.toml", tmp_path))
    assert read_forms_file(file).layouts
    text, at = planted(file, old, new)
    found = [item for item in told(lambda: read_forms_file(file)) if words in str(item)]
    assert [item.place.file for item in found] == ["forms/self_evaluation.toml"]
    assert found[0].place.line == wanted_line(text, at, begins)
    assert not ENGLISH.search(str(found[0]))


INDICATOR_DEFECTS = [
    ('unit = "%"\n', 'unti = "%"\n', "unti", "已知的字段"),
    ('unit = "%"\n', "", "^[[indicator]]", "unit：读到“（缺）”"),
    ("version = 1", "version = 0", "version", "正整数"),
    ('l2 = "时效"', 'l2 = "经济效益"', "l2", "“产出”下的数量"),
    ('direction = "越大越好"', 'direction = "正向"', "direction", "越大越好、越小越好"),
    ('id = "ferry.001"', 'id = "boat.001"', "id", "以本文件 code 开头"),
    ('name = "渡船班次准点率"', 'name = "工程验收合格率"', "name", "名称 工程验收合格率 重复"),
    ('common = ["com.011"]', 'common = ["com.999"]', "common", "指标库里已有的编号"),
    ("÷ 计划班次 ×", "÷ 打算班次 ×", "formula", "公式里的“打算班次”"),
    ("keywords", "= keywords", "= keywords", "不是“字段 = 值”"),
]


@pytest.mark.parametrize(("old", "new", "begins", "words"), INDICATOR_DEFECTS, ids=lambda value: None)
def test_a_defect_of_the_indicators_names_file_and_line(
    tmp_path: Path, old: str, new: str, begins: str, words: str
) -> None:
    folder = city(tmp_path)
    text, at = planted(folder / "ferry.toml", old, new)
    found = [item for item in told(lambda: load_indicators(extra=folder)) if words in str(item)]
    assert [(item.place.file, item.place.line) for item in found] == [
        ("local/ferry.toml", wanted_line(text, at, begins))
    ]
    assert not ENGLISH.search(str(found[0]))
