"""The words of the method checks (方法用语表), read once from ``method_words.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def method_words() -> Mapping[str, Mapping[str, Any]]:
    """Word lists by method; every text is compiled."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: _compiled(part) for name, part in table.items()}


def words_of(method: str, name: str) -> re.Pattern[str]:
    """One expression of the word list of a method."""
    found: re.Pattern[str] = method_words()[method][name]
    return found


def names_of(method: str, part: str) -> Mapping[str, re.Pattern[str]]:
    """Several expressions by name: what the headings of a table may say."""
    found: Mapping[str, re.Pattern[str]] = method_words()[method][part]
    return found


def _compiled(part: Any) -> Any:
    if isinstance(part, str):
        return re.compile(part)
    return {name: _compiled(one) for name, one in part.items()} if isinstance(part, dict) else part
