"""Forms as data (表式): reads the heading synonyms and layouts that loaders and reports share."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from yzperf.domain.form import Forms, Layout, plain_heading

_FILE = Path(__file__).parent / "data" / "forms" / "self_evaluation.toml"


@cache
def load_forms() -> Forms:
    """Return the forms that this version knows (自评表、评分表、目标表、考核表)."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    words = {key: tuple(value) for key, value in data["words"].items()}
    return Forms(
        indicator=_synonyms(data["indicator"]),
        money=_synonyms(data["money"]),
        head=words["head"],
        total_words=words["total"],
        grade_words=words["grade"],
        grade_values=words["grade_values"],
        foot_words=words["foot"],
        part_words=words["part"],
        ignored=words["ignored"],
        layouts=tuple(_layout(row) for row in data["layout"]),
    )


def _synonyms(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {plain_heading(word): field for field, words in table.items() for word in words}


def _layout(row: Mapping[str, Any]) -> Layout:
    return Layout(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        profile=row["profile"],
        title_words=tuple(row["title_words"]),
        needs=tuple(row["needs"]),
        headings=tuple(row.get("headings", ())),
        order=tuple(row["order"]),
    )
