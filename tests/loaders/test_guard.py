"""Files from outside: refused with a reason, never harmful, all before any library opens them."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from yzperf.errors import LoadError
from yzperf.loaders.grid import read_workbook
from yzperf.loaders.guard import require_safe_archive


def workbook(path: Path, rows=((1, 2),)) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def rewritten(source: Path, target: Path, **parts: bytes) -> Path:
    """Copy a workbook with some parts replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return target


def refusal(path: Path) -> str:
    with pytest.raises(LoadError) as caught:
        read_workbook(path)
    return str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    assert "没有这个文件" in refusal(tmp_path / "没有.xlsx")


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    assert "0 字节" in refusal(tmp_path / "空.xlsx")


def test_folder_instead_of_file(tmp_path: Path) -> None:
    assert "文件夹" in refusal(tmp_path)


@pytest.mark.parametrize("content", [b"not a zip at all", b"PK\x03\x04 broken"])
def test_damaged_workbook(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "坏.xlsx").write_bytes(content)
    assert "损坏" in refusal(tmp_path / "坏.xlsx")


def test_truncated_workbook(tmp_path: Path) -> None:
    data = workbook(tmp_path / "好.xlsx").read_bytes()
    (tmp_path / "断.xlsx").write_bytes(data[: len(data) // 2])
    assert "损坏" in refusal(tmp_path / "断.xlsx")


def test_flipped_bytes_inside_a_part_do_not_crash_the_parent(tmp_path: Path) -> None:
    data = bytearray(workbook(tmp_path / "好.xlsx", [(n, "x" * 50) for n in range(500)]).read_bytes())
    data[len(data) // 3 : len(data) // 3 + 40] = b"\0" * 40
    (tmp_path / "花.xlsx").write_bytes(bytes(data))
    assert "重新导出" in refusal(tmp_path / "花.xlsx") or "另存" in refusal(tmp_path / "花.xlsx")


@pytest.mark.parametrize(
    ("name", "to"), [("旧.xls", ".xlsx"), ("表.et", ".xlsx"), ("宏.xlsm", ".xlsx"), ("报告.doc", ".docx")]
)
def test_kinds_to_convert_first(tmp_path: Path, name: str, to: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    text = refusal(tmp_path / name)
    assert "另存为" in text
    assert to in text


def test_empty_workbook(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "白.xlsx")
    assert "没有内容" in refusal(tmp_path / "白.xlsx")


def test_zip_bomb(tmp_path: Path) -> None:
    source = workbook(tmp_path / "好.xlsx")
    bomb = rewritten(source, tmp_path / "弹.xlsx", **{"xl/worksheets/sheet1.xml": b"<x>" + b"0" * 150_000_000})
    assert bomb.stat().st_size < 1_000_000
    assert "MB" in refusal(bomb)


def test_entity(tmp_path: Path) -> None:
    source = workbook(tmp_path / "好.xlsx")
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert "实体" in refusal(rewritten(source, tmp_path / "体.xlsx", **{"xl/worksheets/sheet1.xml": evil}))


def test_far_cells(tmp_path: Path) -> None:
    source = workbook(tmp_path / "好.xlsx")
    far = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert "紧凑" in refusal(rewritten(source, tmp_path / "远.xlsx", **{"xl/worksheets/sheet1.xml": far}))


def test_a_merged_area_of_the_whole_sheet(tmp_path: Path) -> None:
    source = workbook(tmp_path / "好.xlsx")
    wide = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    (grid,) = read_workbook(rewritten(source, tmp_path / "并.xlsx", **{"xl/worksheets/sheet1.xml": wide}))
    assert dict(grid.origins) == {(1, 1): (1, 1)}  # what lies outside the filled cells costs nothing


def test_macros_and_external_links(tmp_path: Path) -> None:
    source = workbook(tmp_path / "好.xlsx")
    assert "宏" in refusal(rewritten(source, tmp_path / "宏.xlsx", **{"xl/vbaProject.bin": b"x"}))
    assert "外部链接" in refusal(
        rewritten(source, tmp_path / "链.xlsx", **{"xl/externalLinks/externalLink1.xml": b"<x/>"})
    )


def test_path_that_leaves_the_archive(tmp_path: Path) -> None:
    source = workbook(tmp_path / "好.xlsx")
    assert "包内相对路径" in refusal(rewritten(source, tmp_path / "逃.xlsx", **{"../../evil.xml": b"<x/>"}))


def test_a_plain_workbook_passes(tmp_path: Path) -> None:
    require_safe_archive(workbook(tmp_path / "好.xlsx"))
