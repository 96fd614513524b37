"""A text file from outside as text (文本文件): strictly one of the encodings that are in use, never a guess.

Order: byte order mark, UTF-16 by its noughts, UTF-8, GB18030 (which covers GBK and GB 2312). What decodes as GB18030 into
signs that nobody writes is refused, with a preview: it may be Big5.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.guard import MAX_PART_BYTES, require_readable, true_kind

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_NAMES |= {"utf-32": "UTF-32", "gb18030": "GB18030"}
_ZIP = b"PK\x03\x04"
_SAMPLE = 4_096
_PREVIEW = 30
_COMMON_SHARE = 0.7  # of the Chinese signs of a real text that stand in GB 2312; a wrongly read one has about half
_UTF7 = re.compile(r"\+[A-Za-z0-9/]{3,}")
_FEW = 4
_CHINESE = re.compile("[\u3400-\u9fff\ue000-\uf8ff]")
_REMEDY = "请用 WPS/Excel 打开核对，再另存为“CSV UTF-8”"


def read_text(path: Path) -> str:
    """Read a whole text file.

    Raises
    ------
    LoadError
        If the file is missing, empty, too large, binary, or in no encoding that is in use; the message tells which were
        tried, where they failed, and how the text began.
    """
    require_readable(path)
    if path.stat().st_size > MAX_PART_BYTES:
        raise LoadError(_problem(path, "超过 100 MB 的文本", "不超过 100 MB 的表", "请拆分文件"))
    data = path.read_bytes()
    if data.startswith(_ZIP):
        raise LoadError(_problem(path, "改了后缀的 Office 文件或压缩包", "文本表格", "请改回原来的后缀再交"))
    if not data.startswith(b"<") and (other := true_kind(path)):
        raise LoadError(other)
    text = _decode(path, data)
    if "\0" in text:
        raise LoadError(_problem(path, "含空字节的内容", "文本表格", "这可能是改了后缀的其他文件，请核实"))
    if _is_utf7(text):
        raise LoadError(_problem(path, f"UTF-7 编码的内容“{preview(text)}”", "UTF-8 或 GB18030 文本", _REMEDY))
    return text


def preview(text: str) -> str:
    """The first signs of a text on one line, for a message."""
    return re.sub(r"\s+", " ", text[:_PREVIEW]).strip() + ("…" if len(text) > _PREVIEW else "")


def _decode(path: Path, data: bytes) -> str:
    tried = []
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            before = data[: error.start].decode(encoding, "replace")[-_PREVIEW:]
            tried.append(f"按 {_NAMES[encoding]} 读到第 {error.start + 1} 个字节出错，其前是“{preview(before)}”")
            continue
        if encoding != "gb18030" or _is_usual_chinese(text):
            return text
        tried.append(f"按 {_NAMES[encoding]} 读出的像乱码“{preview(text)}”")
    read = f"认不出编码的文本（{'；'.join(tried)}）"
    raise LoadError(_problem(path, read, "UTF-8、UTF-16 或 GB18030 编码的文本", _REMEDY))


def _candidates(data: bytes) -> list[str]:
    marked = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    return marked[:1] or _utf16_by_noughts(data[:_SAMPLE]) or ["utf-8", "gb18030"]


def _utf16_by_noughts(sample: bytes) -> list[str]:
    """Without a mark, UTF-16 shows by the nought beside every comma, digit and line end, always on the same side."""
    sides = [sample[start::2].count(0) for start in (0, 1)]
    if max(sides) < max(2, len(sample) // 40) or min(sides) > max(sides) // 10:
        return []
    return ["utf-16-be" if sides[0] > sides[1] else "utf-16-le"]


def _is_usual_chinese(text: str) -> bool:
    signs = _CHINESE.findall(text)
    common = sum(_is_common(sign) for sign in signs)
    return not signs or common >= _COMMON_SHARE * len(signs)


def _is_common(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _is_utf7(text: str) -> bool:
    """Plain ASCII whose escapes stand for usual Chinese."""
    escapes = _UTF7.findall(text[:_SAMPLE]) if text.isascii() else []
    meant = "".join(f"{escape}-" for escape in escapes).encode().decode("utf-7", "ignore")
    return len(_CHINESE.findall(meant)) >= _FEW and _is_usual_chinese(meant)


def _problem(path: Path, read: str, expected: str, remedy: str) -> Problem:
    return Problem(Place(file=path.name), read, expected, remedy)
