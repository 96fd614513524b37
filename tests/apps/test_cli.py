"""The command line as a user meets it: exit status, Chinese errors with remedy, JSON, files that are whole or not there."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.program import run
from yzperf.cli import app
from yzperf.rules import load_rules


def test_score_json(published: Path) -> None:
    done = run("score", published / "S14.xlsx", published / "S01.xlsx", "--json", "--on", "2025-03-10")
    assert done.returncode == 1  # S14 departs from the rule
    one, two = json.loads(done.stdout)
    assert {"file", "profile", "rules", "rows", "reported_total", "total", "grade", "findings"} <= one.keys()
    assert (one["reported_total"], one["total"], one["grade"]) == ("96.00", "99.80", "优")
    assert (two["total"], two["profile"]) == ("98.62", "cn10")
    rate = next(row for row in one["rows"] if row["indicator"] == "政策知晓率")
    assert (rate["target"], rate["actual"], rate["reported"], rate["score"]) == ("=100%", "98%", "9.00", "9.80")
    assert rate["where"]["cell"]
    judged = next(row for row in one["rows"] if row["indicator"] == "减轻贫困学生家庭负担")
    assert judged["score"] is None


def test_score_by_another_profile(published: Path) -> None:
    done = run("score", published / "S14.xlsx", "--json", "--profile", "cn101")
    (card,) = json.loads(done.stdout)
    assert card["profile"] == "cn101"
    rate = next(row for row in card["rows"] if row["indicator"] == "政策知晓率")
    assert rate["score"] == "9.50"


def test_score_for_people(published: Path) -> None:
    done = run("score", published / "S09.xlsx")
    assert done.returncode == 1
    assert "填报总分99.6，复算总分100.00，等级优" in re.sub(r"\s", "", done.stdout)


def test_check_json_of_a_case(sample_case: Path) -> None:
    done = run("check", sample_case, "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["coverage"]["verdicts"]["C10"] == "无法判断（缺输入）"
    found = {(finding["id"], finding["where"]["file"]) for finding in answer["findings"]}
    assert {
        ("B03", "scores.xlsx"), ("B05", "scores.xlsx"), ("B06", "report.docx"), ("D01", "scores.xlsx"),
        ("D02", "evidence/manifest.csv"), ("A01", "report.docx"), ("B08", "budget.csv"),
    } <= found  # fmt: skip


def test_check_of_a_workbook_and_of_a_report(published: Path, sample_case: Path) -> None:
    assert run("check", published / "S01.xlsx").returncode == 0
    done = run("check", sample_case / "report.docx")
    assert done.returncode == 1
    assert "缺少“其他需要说明的问题”" in done.stdout
    assert "B03 单项得分复算" in done.stdout  # the sheet in its own annex is scored as well


def test_a_case_put_right_has_no_serious_finding(sample_case: Path, tmp_path: Path) -> None:
    case = Path(shutil.copytree(sample_case, tmp_path / "案卷"))
    book = openpyxl.load_workbook(case / "scores.xlsx")
    sheet = book.active
    for row in sheet.iter_rows(min_row=6):
        if row[2].value == "河道水质达标率提升":
            row[8].value = 8.9
        if row[2].value == "长效管护机制健全性":
            row[10].value = "E12"
        if row[10].value and "E15" in str(row[10].value):
            row[10].value = str(row[10].value).replace("E15", "E14")
        if str(row[0].value).startswith("总分"):
            row[8].value = 89.45
        if str(row[0].value).startswith("等级"):
            row[7].value = "良"
    book.save(case / "scores.xlsx")
    (case / "report.docx").unlink()
    _mend_manifest(case / "evidence")
    done = run("check", case, "--json")
    serious = [finding for finding in json.loads(done.stdout)["findings"] if finding["severity"][:2] in ("S1", "S2")]
    assert serious == []
    assert done.returncode == 0


def _mend_manifest(folder: Path) -> None:
    lines = (folder / "manifest.csv").read_text(encoding="utf-8-sig").splitlines()
    digest = hashlib.sha256((folder / "e08_patrol.csv").read_bytes()).hexdigest()
    lines = [re.sub(r"[0-9a-f]{64}", digest, line) if line.startswith("E08") else line for line in lines]
    kept = [line for line in lines if not line.startswith("E15")]
    (folder / "manifest.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score"], "请给出表格文件"),
        (["score", "没有.xlsx"], "没有这个文件"),
        (["score", "--bogus"], "没有选项“--bogus”"),
        (["nothing"], "没有命令“nothing”"),
        (["evaluate", "没有的文件夹"], "没有这个文件夹"),
        (["report"], "缺少案卷文件夹"),
        (["check", "没有的文件夹"], "没有这个文件"),
        (["serve", "没有的文件夹"], "没有 case.toml"),
        (["rules", "nothing"], "没有编号为“nothing”"),
        (["version", "extra"], "多出来的参数“extra”"),
        (["serve", "--port", "abc"], "参数“--port 端口”写法不对"),
        (["score", "--on"], "选项“--on”缺少值"),
        (["score", "--json=1", "t.xlsx"], "选项“--json”后面不写值"),
        (["sample", "名单.csv"], "缺少参数“--size 个数”"),
    ],
)
def test_wrong_arguments(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--profile", "cn11", "没有计分方案“cn11”"),
        ("--on", "2019-12-31", "2020-02-25"),
        ("--on", "昨天", "应为日期"),
        ("--region", "火星", "火星"),
    ],
)
def test_rules_that_do_not_hold(published: Path, option: str, value: str, words: str) -> None:
    done = run("score", published / "S01.xlsx", option, value)
    assert done.returncode == 2
    assert words in done.stderr


def test_defects_of_all_files_at_once(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"nonsense")
    (tmp_path / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    done = run("score", "坏.xlsx", "旧.xls", "无.xlsx", cwd=tmp_path)
    assert done.returncode == 2
    for name in ("坏.xlsx", "旧.xls", "无.xlsx"):
        assert name in done.stderr


def test_lists_are_written_whole_and_defused(published: Path, tmp_path: Path) -> None:
    done = run("score", published / "S14.xlsx", "--out", tmp_path / "新" / "得分.xlsx")
    assert done.returncode == 1
    book = openpyxl.load_workbook(tmp_path / "新" / "得分.xlsx")
    assert book.sheetnames == ["汇总", "复算得分", "核查发现"]
    texts = [str(cell.value) for row in book["复算得分"].iter_rows() for cell in row if cell.value is not None]
    assert "=100%" in texts
    assert "f" not in {cell.data_type for row in book["复算得分"].iter_rows() for cell in row}  # no formula
    points = [row[9].value for row in book["复算得分"].iter_rows(min_row=2) if row[9].value is not None]
    assert sum(points) == pytest.approx(96)
    assert [path.name for path in (tmp_path / "新").iterdir()] == ["得分.xlsx"]


def test_an_unknown_ending_is_refused_and_nothing_is_written(published: Path, tmp_path: Path) -> None:
    done = run("score", published / "S14.xlsx", "--out", tmp_path / "得分.pdf")
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_evaluate_writes_scores_findings_and_report(sample_case: Path, tmp_path: Path) -> None:
    done = run("evaluate", sample_case, "--out", tmp_path)
    assert done.returncode == 1
    assert {path.name for path in tmp_path.iterdir()} == {"得分与发现.xlsx", "质量检查清单.xlsx", "绩效评价报告.docx"}
    assert "示例数据，纯属虚构" in done.stdout
    assert "复算总分89.45" in re.sub(r"\s", "", done.stdout)


def test_demo_ends_with_score_grade_findings_and_paths(tmp_path: Path) -> None:
    done = run("demo", "--out", tmp_path / "演示")
    assert done.returncode == 0
    plain = re.sub(r"\s", "", done.stdout)
    assert "复算总分89.45，等级良" in plain
    assert "河道水质达标率提升" in plain
    for name in ("公开自评表复算.xlsx", "绩效评价报告.docx"):
        assert name in plain
        assert list((tmp_path / "演示").rglob(name))


def test_report_list() -> None:
    assert "evaluation" in run("report", "--list").stdout


def test_rules_prints_value_clause_and_versions() -> None:
    done = run("rules", "eval.output_benefit.min", "--on", "2025-03-10", "--region", "扬中")
    assert "60%" in done.stdout
    assert "财预〔2020〕10号 第十四条" in done.stdout
    assert "未核实" not in done.stdout


def bare(text: str) -> str:
    """Printed tables without the blanks and line breaks that depend on the width of the terminal."""
    return re.sub(r"\s", "", text)


def test_rules_list_of_frameworks() -> None:
    done = run("rules", "--frameworks", "--on", "2024-12-31")
    library = load_rules(on=date(2024, 12, 31), region="国家").library.frameworks
    assert (done.returncode, done.stderr) == (0, "")
    assert [id for id in library if id not in done.stdout] == []
    assert re.search(r"cn53_project .*20 +已读19 *\n.*未核实1 *\n", done.stdout)


def test_rules_of_one_framework_as_a_table() -> None:
    printed = bare(run("rules", "special_bond_henan", "--on", "2024-12-31", columns=160).stdout)
    for words in (
        "河南专项债券项目资金绩效评价指标体系（附件4）",
        "决策、管理、产出、效益不低于15分，末位5或0",
        "“产出、效益”合计不低于总分值的60%",
        "决策HB-1立项立项依据充分性①符合国家法律法规",
        "实际配套到位资金÷计划配套资金×100%",
        "HB-35",
    ):
        assert words in printed, words


@pytest.mark.parametrize("key", ["cn101", "101号"])
def test_rules_of_one_profile_as_a_table(key: str) -> None:
    printed = bare(run("rules", key, "--on", "2024-12-31", columns=160).stdout)
    for words in (
        "完成率不足60%不得分，60%及以上按（完成率－60%）÷（1－60%）",
        "设成本指标，不设满意度10204030—",
        "80%及以上70%60%及以上不足80%50%不足60%0%",
        "优90分及以上良80分及以上不足90分",
        "满意度财预〔2021〕101号三（七）4",
    ):
        assert words in printed, words


def test_a_framework_that_does_not_hold_is_refused_with_its_day() -> None:
    done = run("rules", "cn53_project", "--on", "2012-01-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert "自2013-04-21起施行" in done.stderr


def test_rules_of_ones_own_are_named_below_every_answer() -> None:
    folder = Path(__file__).parents[2] / "docs" / "examples" / "rules"
    for arguments in (["--frameworks"], ["cn10_annex2"], ["cn10"], ["eval.total"], []):
        done = run("rules", *arguments, "--on", "2024-12-31", "--rules", folder)
        assert "附加规则：计分方案 example_local：rules/profiles/" in done.stdout


def test_results_never_replace_what_was_handed_in(published: Path, tmp_path: Path) -> None:
    given = Path(shutil.copy(published / "S14.xlsx", tmp_path / "自评表.xlsx"))
    before = given.read_bytes()
    done = run("score", given, "--out", given)
    assert done.returncode == 2
    assert "冲掉原件" in done.stderr
    assert given.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("start = 2023", 'start = "二〇二三"'), "M1"),
        (("issued = 430", 'issued = "四百"'), "M2"),
        (('outcome = "水质达标率"', 'outcome = "没有这列"'), "没有这列"),
    ],
)
def test_wrong_method_options_are_told_and_no_traceback(
    sample_case: Path, tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    case = Path(shutil.copytree(sample_case, tmp_path / "案卷"))
    text = (case / "case.toml").read_text(encoding="utf-8")
    assert change[0] in text
    (case / "case.toml").write_text(text.replace(*change), encoding="utf-8")
    done = run("evaluate", case, "--out", tmp_path / "结果")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "结果").exists()


def test_a_method_without_its_table_is_named_and_the_rest_is_done(sample_case: Path, tmp_path: Path) -> None:
    case = Path(shutil.copytree(sample_case, tmp_path / "案卷"))
    (case / "costs.csv").unlink()
    done = run("evaluate", case, "--out", tmp_path / "结果")
    assert done.returncode == 1  # the planted findings
    assert "M3 未计算：缺 costs.csv" in done.stdout
    assert "M1 " in done.stdout
    printed = " ".join(
        paragraph.text for paragraph in docx.Document(tmp_path / "结果" / "绩效评价报告.docx").paragraphs
    )
    assert "方法M3未计算：缺 costs.csv" in printed
    assert "户均建设成本为（待定）万元" in printed


@pytest.mark.parametrize("name", ["表.ods", "表.pdf", "通知.docx"])
def test_files_of_another_kind_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    done = run("score", name, cwd=tmp_path)
    assert done.returncode == 2
    assert "错误：" in done.stderr
    assert name in done.stderr
    assert "再交" in done.stderr or "另存" in done.stderr


def test_a_port_that_cannot_be(tmp_path: Path) -> None:
    done = run("serve", "--port", "99999999", cwd=tmp_path)
    assert done.returncode == 2
    assert "端口" in done.stderr


def test_rules_by_a_word_print_value_clause_fall_back_and_history() -> None:
    done = run("rules", "等级", "--on", "2024-06-30", "--region", "扬中")
    for words in (
        "≥90分",
        "财预〔2020〕10号 第十八条",
        "扬中 → 镇江 → 江苏 → 国家；取自国家",
        "版本：国家 2020-02-25 起",
    ):
        assert words in done.stdout


@pytest.mark.parametrize(("profile", "score", "clause"), [("10号", "8.00", "第十六条"), ("101号", "5.00", "三（七）2")])
def test_the_same_sheet_by_two_documents(tmp_path: Path, profile: str, score: str, clause: str) -> None:
    book = openpyxl.Workbook()
    for line in (
        ["项目支出绩效自评表"],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出", "数量", "≥100", "80", 10, 8],
    ):
        book.active.append(line)
    book.save(tmp_path / "t.xlsx")
    (card,) = json.loads(run("score", tmp_path / "t.xlsx", "--profile", profile, "--json").stdout)
    assert card["rows"][0]["score"] == score
    assert clause in card["rows"][0]["rule"]


def test_rules_of_ones_own(published: Path, tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    source = Path(__file__).parents[2] / "docs" / "examples" / "rules" / "profiles" / "local_self_evaluation.toml"
    shutil.copy(source, tmp_path / "profiles")
    name = re.search(r'^id = "(.*)"', source.read_text(encoding="utf-8"), re.MULTILINE)
    assert name
    done = run(
        "score", published / "S14.xlsx", "--rules", tmp_path, "--profile", name[1], "--json", "--on", "2025-03-10"
    )
    assert json.loads(done.stdout)[0]["profile"] == name[1]
    (tmp_path / "profiles" / "坏.toml").write_text('id = "x"\nname = \n', encoding="utf-8")
    broken = run("score", published / "S14.xlsx", "--rules", tmp_path)
    assert broken.returncode == 2
    assert "坏.toml" in broken.stderr
    assert "第 2 行" in broken.stderr or "第2行" in broken.stderr


# ── help ────────────────────────────────────────────────────────────────────────────────────────────

COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
# Names of programs, formats and methods that have no Chinese word in use, file endings, ids of reports, and the
# variable of the surroundings that holds an address.
PROPER = {"yzperf", "Word", "JSON", "SHA", "xlsx", "csv", "docx", "pdf", "toml", "evaluation", "YZPERF", "DB"}
PROPER |= {"DuckDB", "Spark", "parquet", "GB", "host", "txt", "npz"}  # and an example of an address
PROPER |= {"auto", "local", "duckdb", "spark", "cn"}  # values of --engine and --profile (cn10)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_english_word_is_left_in_the_help(command: str) -> None:
    done = run(*([command] if command else []), "--help")
    assert done.returncode == 0
    assert english(done.stdout) == set()
    assert "用法：yzperf" in done.stdout


def english(text: str) -> set[str]:
    """ASCII words that are no option, path, command or proper name."""
    bare = re.sub(r"--[a-z][a-z-]*|\w+/\w+", " ", text)
    names = {word for command in COMMANDS for word in command.split("-")}
    return set(re.findall(r"[A-Za-z]{2,}|[A-Za-z](?=[<=>])", bare)) - PROPER - names


def test_english_that_were_left_would_be_found() -> None:
    left = "Usage: yzperf [OPTIONS]  --help  Show this message\n score --out <path> [1<=x<=9] evaluation"
    assert english(left) == {"Usage", "OPTIONS", "Show", "this", "message", "path", "x"}
