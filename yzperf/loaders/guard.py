"""Look at a file from outside before any library opens it (外来文件检查): type, archive bombs, entities, macros."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from yzperf.errors import LoadError, Place, Problem

MAX_PARTS = 2_000
MAX_PART_BYTES = 100_000_000
MAX_TOTAL_BYTES = 200_000_000
MAX_RATIO = 200  # a real sheet full of one word packs about 1:60
MAX_AREA = 5_000_000  # rows × columns of the bounding box: two far cells must not cost 157 GB
_CHUNK = 1 << 20
# cells, and the far corner of merged areas: a reader makes an object for every cell of such an area
_CELL_REFERENCE = re.compile(rb'<(?:\w+:)?(?:c\b[^>]*?\br="|mergeCell\b[^>]*?\bref="[A-Z]+\d+:)([A-Z]{1,3})(\d{1,7})"')
_ACTIVE = ("vbaproject", "activex", "externallinks/", "embeddings/oleobject", "macrosheets", "ddelink")
_CONVERT = {
    ".xls": "旧版 Excel（.xls）",
    ".et": "WPS 表格（.et）",
    ".doc": "旧版 Word（.doc）",
    ".wps": "WPS 文字（.wps）",
    ".ofd": "OFD 版式文件",
    ".xlsb": "二进制 Excel（.xlsb）",
    ".xlsm": "带宏的 Excel（.xlsm）",
    ".docm": "带宏的 Word（.docm）",
}


def require_readable(path: Path) -> None:
    """Refuse what is not there, is empty, or is a kind that must be converted first.

    Raises
    ------
    LoadError
        With the remedy: which program to open it with and how to save it.
    """
    if not path.exists():
        raise LoadError(_problem(path, "没有这个文件", "一个存在的文件", "请核对路径和文件名"))
    if path.is_dir():
        raise LoadError(_problem(path, "文件夹", "一个文件", "案卷文件夹请用 yzperf evaluate 或 yzperf check"))
    if path.stat().st_size == 0:
        raise LoadError(_problem(path, "0 字节的空文件", "有内容的文件", "请重新导出或向提供方索取"))
    if kind := _CONVERT.get(path.suffix.lower()):
        to = ".docx" if path.suffix.lower() in (".doc", ".wps", ".ofd", ".docm") else ".xlsx"
        raise LoadError(_problem(path, kind, f"{to} 文件", f"请用 WPS 或 Office 打开后“另存为”{to}，再交给 yzperf"))


def require_kind(path: Path, suffix: str) -> None:
    """Refuse a file of another kind, naming the kind that is wanted.

    Raises
    ------
    LoadError
    """
    require_readable(path)
    if path.suffix.lower() != suffix:
        raise LoadError(
            _problem(
                path, f"{path.suffix or '没有后缀'} 文件", f"{suffix} 文件", f"请另存为 {suffix}，或核对是否选错了文件"
            )
        )


def require_safe_archive(path: Path) -> None:
    """Refuse archives that would harm the reader: bombs, odd names, entities, macros, far cells.

    Every part is decompressed as a stream, never as a whole.

    Raises
    ------
    LoadError
        Naming the part and the limit.
    """
    require_readable(path)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            problems = [*_name_problems(path, infos), *_size_problems(path, infos)]
            if not problems:
                problems = list(_content_problems(path, archive, infos))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise LoadError(_damaged(path)) from error
    if problems:
        raise LoadError(problems)


def _damaged(path: Path) -> Problem:
    return _problem(
        path, "损坏或不是 Office 格式的文件", f"完好的 {path.suffix} 文件", "请重新导出，或用 WPS/Office 打开修复后另存"
    )


def _name_problems(path: Path, infos: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    names = [info.filename.lower() for info in infos]
    if len(names) > MAX_PARTS:
        yield _problem(path, f"压缩包内 {len(names)} 个部件", f"不超过 {MAX_PARTS} 个", "请另存一份干净的文件")
    if len(set(names)) < len(names):
        yield _problem(path, "压缩包内有重名部件", "部件名不重复", "请用 WPS/Office 打开后另存")
    for name in names:
        if name.startswith(("/", "\\")) or ".." in name.split("/") or ":" in name:
            yield _problem(path, f"部件路径 {name}", "包内相对路径", "文件可能被改造过，请向提供方核实")
        if any(word in name for word in _ACTIVE):
            yield _problem(
                path, f"宏、嵌入对象或外部链接（{name}）", "只含数据的文件", "请断开外部链接、去掉宏和嵌入对象后另存"
            )


def _size_problems(path: Path, infos: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    if any(info.flag_bits & 1 for info in infos):
        yield _problem(path, "加密的文件", "未加密的文件", "请去掉打开密码后另存")
    total = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if total > MAX_TOTAL_BYTES or (total > MAX_PART_BYTES // 10 and total / packed > MAX_RATIO):
        yield _problem(
            path,
            f"解压后 {total / 1e6:.0f} MB",
            f"不超过 {MAX_TOTAL_BYTES / 1e6:.0f} MB 且压缩比正常",
            "请拆分文件或核实来源",
        )


def _content_problems(path: Path, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    budget = MAX_TOTAL_BYTES
    for info in infos:
        problem, used = _scan_part(path, archive, info, min(budget, MAX_PART_BYTES))
        budget -= used
        if problem:
            yield problem


def _scan_part(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> tuple[Problem | None, int]:
    """Stream one part. Sizes in the directory can lie, so count what really comes out."""
    is_sheet = info.filename.lower().startswith("xl/worksheets/")
    is_xml = info.filename.lower().endswith((".xml", ".rels", ".vml"))
    used, rows, columns, tail = 0, 0, 0, b""
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            used += len(chunk)
            if used > limit:
                return _problem(
                    path, f"部件 {info.filename} 解压后超限", "正常大小的文件", "请核实来源，或拆分文件"
                ), used
            window = tail + chunk
            if is_xml and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
                return _problem(
                    path, f"部件 {info.filename} 含实体定义", "不含 DTD/实体的文件", "文件可能被改造过，请向提供方核实"
                ), used
            if is_sheet:
                rows, columns = _bounding_box(window, rows, columns)
                if rows * columns > MAX_AREA:
                    far = f"{rows} 行 × {columns} 列"
                    return _problem(
                        path, f"{info.filename} 占 {far}", "紧凑的表格", "请删去远处的多余单元格后另存"
                    ), used
            tail = chunk[-256:]
    return None, used


def _bounding_box(window: bytes, rows: int, columns: int) -> tuple[int, int]:
    for letters, digits in _CELL_REFERENCE.findall(window):
        rows = max(rows, int(digits))
        columns = max(columns, _column_number(letters))
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _problem(path: Path, read: str, expected: str, remedy: str) -> Problem:
    return Problem(Place(file=path.name), read, expected, remedy)
