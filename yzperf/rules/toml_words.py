"""Why a data file could not be read (规则文件读不了的原因), in Chinese, with line and column where Python tells them."""

from __future__ import annotations

import re
import tomllib

# What tomllib says → what the writer of the file should look at.
_MEANINGS = (
    ("Invalid value", "等号右边的写法不对，文字要加英文引号"),
    ("Expected '=' after a key", "字段名后面缺等号"),
    ("Cannot overwrite a value", "同一个字段或表写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot redefine", "同一个表写了两次"),
    ("Cannot mutate", "已经写完的表又添了内容"),
    ("Duplicate inline table key", "花括号里同一个字段写了两次"),
    ("Unterminated string", "引号没有收尾"),
    ("Illegal character '\\n'", "引号没有收尾，或多行文字没有用三个引号"),
    ("Illegal character", "有不可用的控制字符"),
    ("Found invalid character", "有不可用的控制字符"),
    ("Unclosed array", "方括号没有收尾"),
    ("Unclosed inline table", "花括号没有收尾"),
    ("at the end of a table declaration", "表名的方括号没有收尾"),
    ("at the end of an array declaration", "表名的双方括号没有收尾"),
    ("Expected newline or end of document", "一行里写了多余的内容，或日期、数字写错"),
    ("Invalid statement", "这一行不是“字段 = 值”，也不是表名；中文字段名要加英文引号"),
    ("Invalid initial character", "字段名的写法不对，中文字段名要加英文引号"),
    ("Unescaped '\\'", "引号里的反斜杠要写两个"),
    ("Invalid hex value", "反斜杠后的编码写错"),
    ("not a Unicode scalar value", "反斜杠后的编码写错"),
    ("Invalid date or datetime", "日期写错，应如 2024-12-31"),
    ("Expected", "引号没有收尾"),
)


def explain(error: OSError | ValueError | RecursionError, text: str = "") -> tuple[int, str, str]:
    """Return the line (0 if unknown), the place on it (blank if unknown) and the reason (出错位置和原因).

    ``text`` is what was read, if it could be read at all.
    """
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return line, "", f"第 {error.start + 1} 个字节起不是 UTF-8 编码"
    if isinstance(error, OSError):
        return 0, "", "打不开：文件不存在、是文件夹或没有读取权限"
    if isinstance(error, RecursionError):
        return 0, "", "方括号或花括号套得太深"
    if not isinstance(error, tomllib.TOMLDecodeError):
        return 0, "", "有位数太多的数字"  # Python refuses to turn more than 4,300 digits into a number
    return *_place(str(error), text), _reason(str(error))


def _place(message: str, text: str) -> tuple[int, str]:
    found = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    if found:
        return int(found[1]), f"第{found[2]}列"
    return text.rstrip("\n").count("\n") + 1, "文件末尾"


def _reason(message: str) -> str:
    return next((meaning for words, meaning in _MEANINGS if words in message), "不合 TOML 语法")
