"""The words of the method checks (方法用语表), read once from ``method_words.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_PLAIN = ("check", "title")  # not expressions


def method_words() -> Mapping[str, Mapping[str, Any]]:
    """Word lists by method; every text is compiled."""
    return _words()


def words_of(method: str, name: str) -> re.Pattern[str]:
    """One expression of the word list of a method."""
    found: re.Pattern[str] = method_words()[method][name]
    return found


def names_of(method: str, part: str) -> Mapping[str, re.Pattern[str]]:
    """Several expressions by name: what the headings of a table may say."""
    found: Mapping[str, re.Pattern[str]] = method_words()[method][part]
    return found


def accepted_tests() -> tuple[Mapping[str, Any], ...]:
    """Tests of an assumption: how they are called, and how a report says that the assumption holds or not."""
    return tuple(_words()["accepted"])


def diagnosed_assumptions() -> tuple[Mapping[str, Any], ...]:
    """Assumptions of methods by the check that they belong to."""
    return tuple(_words()["diagnosed"])


@cache
def _words() -> Mapping[str, Any]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: _compiled(part) for name, part in table.items()}


def _compiled(part: Any) -> Any:
    if isinstance(part, str):
        return re.compile(part)
    if isinstance(part, list):
        return [_compiled(one) if isinstance(one, dict) else one for one in part]
    return (
        {name: one if name in _PLAIN else _compiled(one) for name, one in part.items()}
        if isinstance(part, dict)
        else part
    )
