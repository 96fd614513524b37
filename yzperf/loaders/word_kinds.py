"""Kinds of documents that are no .docx (其他文档格式): each refused by its content, with the way to convert it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.guard import require_readable

_SAVE_AS = "请用 WPS 或 Word 打开后“另存为”.docx，再交给 yzperf"
_CONVERT = {
    ".doc": ("旧版 Word（.doc）", _SAVE_AS),
    ".dot": ("旧版 Word 模板（.dot）", _SAVE_AS),
    ".wps": ("WPS 文字（.wps）", "请用 WPS 打开后“另存为”，文件类型选“Microsoft Word 文件（.docx）”，再交给 yzperf"),
    ".wpt": ("WPS 文字模板（.wpt）", _SAVE_AS),
    ".pdf": (
        "PDF",
        "请向提供方索取 Word 原稿；只有 PDF 的，用 WPS 或 Word 的“PDF 转 Word”转成 .docx，并核对数字后再交",
    ),
    ".odt": ("OpenDocument 文本（.odt）", "请用 WPS、Word 或 LibreOffice 打开后“另存为”.docx，再交给 yzperf"),
    ".rtf": ("RTF", _SAVE_AS),
    ".txt": ("纯文本（.txt）", "请交 Word 原稿（.docx）；纯文本没有标题、表格的格式"),
    ".html": ("网页（.html）", _SAVE_AS),
    ".htm": ("网页（.htm）", _SAVE_AS),
    ".mht": ("网页（.mht）", _SAVE_AS),
    ".uot": ("标文通（.uot）", _SAVE_AS),
    ".ofd": ("OFD 版式文件", "请向提供方索取 Word 原稿；只有 OFD 的，用 WPS 转成 .docx，并核对数字后再交"),
    ".docm": ("带宏的 Word（.docm）", "请用 WPS 或 Word 打开后“另存为”不带宏的 .docx，再交给 yzperf"),
    ".jpg": ("图片", "扫描件请改交可编辑的 Word 原稿（.docx）"),
    ".png": ("图片", "扫描件请改交可编辑的 Word 原稿（.docx）"),
}
_WORDS = (".docx", ".doc", ".dot", ".wps", ".wpt", ".pdf", ".odt", ".rtf", ".uot", ".docm", ".ofd")
_HEAD = 4096
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_word(path: Path) -> bool:
    """Whether a file is text rather than a table by its name: a .docx, or what should have been one."""
    return path.suffix.lower() in _WORDS


def require_word(path: Path) -> None:
    """Refuse what is not there, is empty, or is no .docx by its name or by its content.

    Raises
    ------
    LoadError
        With the program to open it with and how to save it. A wrong suffix is told as such.
    """
    suffix = path.suffix.lower()
    if path.is_file() and path.stat().st_size and suffix in _CONVERT:
        raise LoadError(_refusal(path, *_CONVERT[suffix]))
    require_readable(path)
    if suffix != ".docx":
        read = f"{path.suffix or '没有后缀'} 文件"
        raise LoadError(_refusal(path, read, "请另存为 .docx，或核对是否选错了文件"))
    if disguise := _disguise(path):
        raise LoadError(_refusal(path, *disguise))


def _disguise(path: Path) -> tuple[str, str] | None:
    """What a file that calls itself .docx really is, where that can be told."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for sign, suffix in _SIGNS:
        if sign(head):
            kind, remedy = _CONVERT[suffix]
            return f"后缀是 .docx，内容却是 {kind}", f"只改后缀不能转换格式。{remedy}"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(path)
    return _other_archive(path) if head.startswith(b"PK") else None


_SIGNS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda head: head.startswith(b"{\\rtf"), ".rtf"),
    (lambda head: b"%PDF-" in head[:1024], ".pdf"),
    (lambda head: head.lstrip(b"\xef\xbb\xbf \r\n\t")[:5].lower() in (b"<html", b"<!doc"), ".html"),
    (lambda head: head[:13].lower() == b"mime-version:", ".mht"),
)


def _compound(path: Path) -> tuple[str, str]:
    """An old-style container holds an old document, or a new one under a password."""
    with path.open("rb") as file:
        if _ENCRYPTED in file.read(1 << 20):
            return "有打开密码的 Word 文件", "请在 WPS 或 Word 中去掉打开密码后另存，再交给 yzperf"
    kind, remedy = _CONVERT[".doc"]
    return f"后缀是 .docx，内容却是 {kind}", f"只改后缀不能转换格式。{remedy}"


def _other_archive(path: Path) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None  # the guard says that it is damaged
    if "xl/workbook.xml" in names:
        return "后缀是 .docx，内容却是 Excel 工作簿", "请把后缀改回 .xlsx，或核对是否选错了文件"
    if "content.xml" in names and "mimetype" in names:
        kind, remedy = _CONVERT[".odt"]
        return f"后缀是 .docx，内容却是 {kind}", f"只改后缀不能转换格式。{remedy}"
    return None


def _refusal(path: Path, read: str, remedy: str) -> Problem:
    return Problem(Place(file=path.name), read, ".docx 文件", remedy)
