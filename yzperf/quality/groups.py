"""The groups of the catalogue (检查的组): the first letter of a check's number, and what it is called."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def groups() -> dict[str, str]:
    """Letter → name, in the order of the catalogue."""
    return tomllib.loads(Path(__file__).with_name("groups.toml").read_text(encoding="utf-8"))


def group_title(check: str) -> str:
    """Letter and name of the group that a check belongs to: ``B03`` → B 数字勾稽."""
    return f"{check[0]} {groups()[check[0]]}"
