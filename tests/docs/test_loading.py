"""docs/loading.md: quoted commands are run again, values in its tables are read again, refusals are made again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.docs.test_commands import assert_in_order, quoted
from tests.loaders import hostile, packages
from tests.program import run
from yzperf import face
from yzperf.apps.batch_work import LIMITS
from yzperf.domain.quantity import read_quantity
from yzperf.errors import LoadError
from yzperf.loaders import guard, records, score_table, sheet_cells
from yzperf.loaders.child import Limits

PAGE = (ROOT / "docs" / "loading.md").read_text(encoding="utf-8")
HEADING = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "新建公厕", "≥12座", "12座", "二十分", "20"],
    ["", "质量指标", "验收合格率", "100%", "100%", "20", "20分?"],
]
MONEY_TABLE = '某镇2024年项目资金表\n单位：万元,,\n村,年初预算数（万元）,执行数（元）\n甲,"1,200.50",12005000\n乙,—,0\n注：乙村未开工,,\n'


@pytest.fixture
def folder(tmp_path: Path, published: Path) -> Path:
    """The files that the page speaks of."""
    book = openpyxl.Workbook()
    book.active.title = "自评"
    for row in [["项目支出绩效自评表"], *([["填报单位：示例"]] * 5), HEADING, *ROWS]:
        book.active.append(row)
    book.save(tmp_path / "自评表.xlsx")
    (tmp_path / "资金表.csv").write_bytes(MONEY_TABLE.encode("gb18030"))
    (tmp_path / "收件" / "城建").mkdir(parents=True)
    shutil.copy(published / "S01.xlsx", tmp_path / "收件")
    shutil.copy(published / "S14.xlsx", tmp_path / "收件" / "城建")
    (tmp_path / "收件" / "坏.xlsx").write_bytes(b"PK broken")
    (tmp_path / "收件" / "旧表.xls").write_bytes(hostile.OLE)
    (tmp_path / "收件" / "批复.pdf").write_bytes(b"%PDF")
    return tmp_path


def table(heading: str) -> list[list[str]]:
    body = re.search(rf"^{re.escape(heading)}\n\|[-|]+\n((?:\|.*\n)+)", PAGE, flags=re.MULTILINE)
    assert body is not None
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in body[1].splitlines()]


def test_every_quoted_command_says_what_is_quoted(folder: Path) -> None:
    seen = 0
    for command, lines in quoted(PAGE):
        done = run(*command, cwd=folder)
        assert "Traceback" not in done.stderr
        assert_in_order(lines, done.stderr + done.stdout)
        seen += len(lines)
    assert seen >= 6
    assert openpyxl.load_workbook(folder / "标注.xlsx").sheetnames == ["问题清单", "自评"]


def test_the_code_for_python_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    blocks = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
    assert len(blocks) == 2
    for code, printed in blocks:
        exec(compile(code, "loading.md", "exec"), {})
        assert re.sub(r"\s", "", capsys.readouterr().out) == re.sub(r"\s", "", printed)


@pytest.mark.parametrize("line", table("| 写法 | 单位列 | 种类 | 关系 | 数 | 单位 |"), ids=lambda line: line[0])
def test_values_are_read_as_the_page_says(line: list[str]) -> None:
    text, unit, kind, relation, number, read_unit = line
    found = read_quantity(text, unit)
    shown = "" if found.number is None else f"{found.number.normalize():f}"
    assert [str(found.kind), str(found.relation or ""), shown, found.unit] == [kind, relation, number, read_unit]


REFUSED = {
    "旧表.xls": hostile.raw(hostile.OLE),
    "表.et": hostile.raw(hostile.OLE),
    "表.xlsb": hostile.raw(b"PK"),
    "带宏.xlsm": hostile.raw(b"PK"),
    "改名.xlsx": hostile.raw(hostile.OLE),
    "网页.xlsx": hostile.raw(b"<html><table></table></html>"),
    "含宏.xlsx": hostile.named("xl/vbaProject.bin"),
    "表.csv": lambda path: packages.packed(path, packages.parts()),
}


@pytest.mark.parametrize("line", table("| 文件 | 读到 | 怎么办 |"), ids=lambda line: line[0])
def test_files_are_refused_with_the_words_of_the_page(tmp_path: Path, line: list[str]) -> None:
    name = line[0].split("（")[0]
    REFUSED[name](tmp_path / name)
    with pytest.raises(LoadError) as caught:
        face.load_score_sheets(tmp_path / name)
    assert line[1] in str(caught.value)


def test_the_limits_are_those_of_the_program() -> None:
    stated = dict(line[:2] for line in table("| 项目 | 上限 | 环境变量 |"))
    gigabytes = f"{Limits().memory >> 30} GB（整批 {LIMITS.memory >> 30} GB）"
    seconds = f"{Limits().cpu} 秒（整批 {LIMITS.cpu} 秒）"
    assert stated["一个文件解析用的内存"] == gigabytes
    assert stated["一个文件解析用的处理器时间"] == seconds
    for number in (guard.MAX_PARTS, guard.MAX_PART_BYTES // 10**6, guard.MAX_TOTAL_BYTES // 10**6, guard.MAX_RATIO):
        assert str(number) in stated["压缩包"]
    assert f"{guard.MAX_AREA // 10_000} 万" in stated["一张表占的范围"]
    assert f"{sheet_cells.MAX_COLUMN} 列" in stated["分隔文本"]
    assert f"一格 {records._MAX_CELL // 10_000} 万字" in stated["分隔文本"]
    assert f"{score_table._MOST_CELLS // 10_000} 万" in stated["一份表单"]


def test_the_corpus_has_as_many_kinds_as_the_page_says() -> None:
    assert len(hostile.KINDS) > 100
