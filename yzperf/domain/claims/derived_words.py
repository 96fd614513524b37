"""How numbers are told that follow from others (算出来的数怎么说), read once from ``derived.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from yzperf.domain.claims.claim import Role

Words = Mapping[str, re.Pattern[str]]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("derived.toml").read_text(encoding="utf-8"))


@cache
def derived_words(section: str) -> Words:
    """The expressions of one section, compiled.

    >>> bool(derived_words("share")["front"].search("，占"))
    True
    """
    rows = {name: row for name, row in _table()[section].items() if isinstance(row, str)}
    return MappingProxyType({name: re.compile(row) for name, row in rows.items()})


def roles_of_whole(name: str) -> frozenset[Role]:
    """The roles that the name of a whole tells (支出总额, 有效问卷); none where it is no such name."""
    return next((roles for pattern, roles in _whole_roles() if pattern.fullmatch(name)), frozenset())


@cache
def _whole_roles() -> tuple[tuple[re.Pattern[str], frozenset[Role]], ...]:
    rows = _table()["share"]["roles"]
    return tuple((re.compile(row["name"]), frozenset(map(Role, row["roles"]))) for row in rows)


@cache
def units_of_thing() -> Words:
    """By the word behind 每 or in front of 均: the units in which such things are counted."""
    return MappingProxyType({thing: re.compile(units) for thing, units in _table()["per_unit"]["units"].items()})
