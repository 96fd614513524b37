"""Look at a file from outside before any library opens it (外来文件检查): type, archive bombs, entities, macros."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import TracebackType

from yzperf.errors import LoadError, Place, Problem

MAX_PARTS = 2_000
MAX_PART_BYTES = 100_000_000
MAX_TOTAL_BYTES = 200_000_000
MAX_RATIO = 200  # a real sheet full of one word packs about 1:60
MAX_AREA = 5_000_000  # rows × columns of the bounding box: two far cells must not cost 157 GB
_CHUNK = 1 << 20
_OVERLAP = 256  # a word cut in two by the end of a chunk is still seen
_LOCAL_HEADER = 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# cells, and the far corner of merged areas: a reader makes an object for every cell of such an area
_CELL_REFERENCE = re.compile(rb'<(?:\w+:)?(?:c\b[^>]*?\br="|mergeCell\b[^>]*?\bref="[A-Z]+\d+:)([A-Z]{1,3})(\d{1,7})"')
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
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
_TO_WORD = (".doc", ".wps", ".ofd", ".docm")
# What a file that is no zip really is, by its first bytes.
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "改了后缀的旧版文件，或设了打开密码的文件", "请用 WPS/Office 打开，去掉打开密码，再“另存为”"),
    (b"%PDF", "改了后缀的 PDF", "请提供可编辑的原件"),
    (b"Rar!", "改了后缀的 RAR 压缩包", "请先解压"),
    (b"7z\xbc\xaf", "改了后缀的 7z 压缩包", "请先解压"),
    (b"\x1f\x8b", "改了后缀的 gzip 压缩包", "请先解压"),
    (b"<", "改了后缀的网页或 XML（有的系统这样导出）", "请用 WPS/Office 打开后“另存为”"),
)


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
        remedy = "案卷文件夹请用 yzperf evaluate 或 yzperf check，整批的表请用 yzperf batch"
        raise LoadError(_problem(path, "文件夹", "一个文件", remedy))
    if not path.is_file():
        raise LoadError(_problem(path, "管道或设备", "一个普通的文件", "请核对路径"))
    if path.stat().st_size == 0:
        raise LoadError(_problem(path, "0 字节的空文件", "有内容的文件", "请重新导出或向提供方索取"))
    if kind := _CONVERT.get(path.suffix.lower()):
        to = ".docx" if path.suffix.lower() in _TO_WORD else ".xlsx"
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
    with SafeArchive(path) as archive:
        for name in archive.names:
            extent = Extent(path, name)
            tail = b""
            for chunk in archive.stream(name):
                if name.lower().startswith("xl/worksheets/"):
                    extent.include(*_corner(tail + chunk))
                tail = chunk[-_OVERLAP:]


class SafeArchive:
    """A zip of office parts that gives away its contents only as checked streams (受检的压缩包).

    Opening refuses odd names, sizes, methods and overlaps, all at once; reading refuses what comes out: more bytes
    than the limits, whatever the directory claims, entities, and text that is not UTF-8.

    Raises
    ------
    LoadError
        On opening and while streaming.
    """

    def __init__(self, path: Path) -> None:
        require_readable(path)
        self._path = path
        self._used: dict[str, int] = {}
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise LoadError(true_kind(path) or _damaged(path)) from error
        infos = self._zip.infolist()
        problems = [*_name_problems(path, infos), *_size_problems(path, infos), *_layout_problems(path, infos)]
        if problems:
            self._zip.close()
            raise LoadError(problems)
        self.sizes = {info.filename: info.file_size for info in infos if not info.is_dir()}
        self.names = tuple(self.sizes)

    def __enter__(self) -> SafeArchive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def stream(self, name: str, *, is_xml: bool = False) -> Iterator[bytes]:
        """Decompress one part piece by piece. Sizes in the directory can lie, so what really comes out is counted.

        Parameters
        ----------
        is_xml
            The caller reads the part as XML, whatever its name says.

        Raises
        ------
        LoadError
            If the part is damaged, too large, or holds entities.
        """
        others = sum(used for part, used in self._used.items() if part != name)
        limit = min(MAX_PART_BYTES, MAX_TOTAL_BYTES - others)
        is_xml = is_xml or name.lower().endswith((".xml", ".rels", ".vml"))
        tail = b""
        self._used[name] = 0
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    self._used[name] += len(chunk)
                    if self._used[name] > limit:
                        raise LoadError(self._problem(name, "解压后超限", "正常大小的文件", "请核实来源，或拆分文件"))
                    if is_xml:
                        self._require_plain_xml(name, tail + chunk, is_first=not tail)
                        tail = chunk[-_OVERLAP:]
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
            raise self.damaged() from error

    def read(self, name: str) -> bytes:
        """All bytes of one XML part, under the same limits.

        Raises
        ------
        LoadError
        """
        return b"".join(self.stream(name, is_xml=True))

    def damaged(self) -> LoadError:
        """The error for parts that cannot be read, or do not fit together."""
        return LoadError(_damaged(self._path))

    def _require_plain_xml(self, name: str, window: bytes, *, is_first: bool) -> None:
        remedy = "文件可能被改造过，请向提供方核实"
        if is_first and not _is_utf8(window):
            raise LoadError(self._problem(name, "不是 UTF-8 编码", "UTF-8 编码的部件", remedy))
        if b"<!" in window and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
            raise LoadError(self._problem(name, "含实体定义", "不含 DTD/实体的文件", remedy))

    def _problem(self, name: str, what: str, expected: str, remedy: str) -> Problem:
        return _problem(self._path, f"部件 {name} {what}", expected, remedy)


class Extent:
    """The bounding box of the filled cells of one sheet, held to a limit (占用范围)."""

    def __init__(self, path: Path, part: str) -> None:
        self._path, self._part = path, part
        self.rows = self.columns = 0

    def include(self, rows: int, columns: int) -> None:
        """Take in a cell, or the far corner of several.

        Raises
        ------
        LoadError
            If the box grows beyond the limit.
        """
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        if self.rows * self.columns > MAX_AREA:
            far = f"{self._part} 占 {self.rows} 行 × {self.columns} 列"
            raise LoadError(_problem(self._path, far, "紧凑的表格", "请删去远处的多余单元格后另存"))


def _is_utf8(start: bytes) -> bool:
    """UTF-16 and the like would hide entities from a search for bytes."""
    if b"\0" in start[:64]:
        return False
    declared = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf").lstrip()[:200])
    return declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")


def _corner(window: bytes) -> tuple[int, int]:
    found = _CELL_REFERENCE.findall(window)
    rows = max((int(digits) for _, digits in found), default=0)
    return rows, max((_column_number(letters) for letters in {letters for letters, _ in found}), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def true_kind(path: Path) -> Problem | None:
    """What a file really is that has the wrong ending, by its first bytes; None where that does not tell."""
    with path.open("rb") as stream:
        start = stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, read, remedy in _MAGIC:
        if start.startswith(magic):
            return _problem(path, read, f"真正的 {path.suffix} 文件", f"{remedy} {path.suffix}")
    return None


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
    if odd := next(filter(_is_odd, names), ""):
        yield _problem(path, f"部件路径 {odd!a}", "包内相对路径", "文件可能被改造过，请向提供方核实")
    if active := next(filter(_is_active, names), ""):
        read = f"宏、嵌入对象或外部链接（{active}）"
        yield _problem(path, read, "只含数据的文件", "请断开外部链接、去掉宏和嵌入对象后另存")


def _is_odd(name: str) -> bool:
    is_outside = name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name
    return is_outside or not name.isprintable()


def _is_active(name: str) -> bool:
    return any(word in name for word in _ACTIVE)


def _size_problems(path: Path, infos: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    if any(info.flag_bits & 1 for info in infos):
        yield _problem(path, "加密的文件", "未加密的文件", "请去掉打开密码后另存")
    if any(info.compress_type not in _METHODS for info in infos):
        yield _problem(path, "少见的压缩方法", "Office 所用的压缩方法", "请用 WPS/Office 打开后另存")
    total = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if total > MAX_TOTAL_BYTES or (total > MAX_PART_BYTES // 10 and total / packed > MAX_RATIO):
        yield _problem(
            path,
            f"解压后 {total / 1e6:.0f} MB",
            f"不超过 {MAX_TOTAL_BYTES / 1e6:.0f} MB 且压缩比正常",
            "请拆分文件或核实来源",
        )


def _layout_problems(path: Path, infos: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    """Parts that share their compressed bytes are a bomb: a few bytes stand for many parts."""
    spans = sorted((info.header_offset, info.header_offset + _LOCAL_HEADER + info.compress_size) for info in infos)
    if any(start < stop for (_, stop), (start, _) in pairwise(spans)):
        yield _problem(path, "压缩包内部件互相重叠", "各自独立的部件", "文件可能被改造过，请向提供方核实")


def _problem(path: Path, read: str, expected: str, remedy: str) -> Problem:
    return Problem(Place(file=path.name), read, expected, remedy)
