"""Opening one TOML file of the rule data (打开规则文件): an entry that knows its lines, or the reason in Chinese."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from yzperf.errors import Problem
from yzperf.rules.entry import Entry, problem
from yzperf.rules.toml_lines import Lines
from yzperf.rules.toml_words import explain


def open_file(file: Path, name: str, problems: list[Problem]) -> Entry | None:
    """Open a file under the name that messages give it; None, and a problem more, if it cannot be read."""
    text = ""
    try:
        # Notepad on Windows writes a byte order mark, which tomllib refuses.
        text = file.read_text(encoding="utf-8-sig")
        table, lines = _parsed(text)
    except (OSError, ValueError, RecursionError) as error:
        line, place, reason = explain(error, text)
        problems.append(problem(name, place, reason, "可读的 UTF-8 编码 TOML 文件", line=line))
        return None
    return Entry(table, name, "", problems, lines=lines)


@lru_cache(maxsize=512)
def _parsed(text: str) -> tuple[Mapping[str, Any], Lines]:
    """A text is parsed once: a folder is read again for one file that was changed, and readers change no table."""
    return tomllib.loads(text, parse_float=Decimal), Lines(text)
