"""Words that forms share (共用表头用语): what a heading of the score tables may also be called, by meaning."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "data" / "forms" / "self_evaluation.toml"
_BLOCKS = ("indicator", "money")


@cache
def form_words() -> Mapping[str, Any]:
    """Return the parsed file of shared words and layouts."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def shared_words() -> Mapping[str, tuple[str, ...]]:
    """Words by meaning: ``indicator.target`` → 指标值, 目标值 … A field list names the meaning instead of the words."""
    words = form_words()
    return {f"{block}.{field}": tuple(found) for block in _BLOCKS for field, found in words[block].items()}
