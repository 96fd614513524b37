"""How qualifications, roles and people are recognised (资格和角色用语表), read once from ``register_words.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Something else that an agency may have done for a project: as its log tells it, as a contract calls it."""

    name: str
    log: re.Pattern[str]
    service: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """What ``register_words.toml`` says, compiled."""

    senior: re.Pattern[str]
    junior: re.Pattern[str]
    licence: re.Pattern[str]
    looked_at: re.Pattern[str]
    nobody: re.Pattern[str]
    person: re.Pattern[str]
    away: re.Pattern[str]
    clock: re.Pattern[str]
    site: re.Pattern[str]
    visit: re.Pattern[str]
    meeting: re.Pattern[str]
    general: re.Pattern[str]
    evaluated: re.Pattern[str]
    member: re.Pattern[str]
    employed: re.Pattern[str]
    still: re.Pattern[str]
    agency: re.Pattern[str]
    business: re.Pattern[str]
    since: re.Pattern[str]
    denied: re.Pattern[str]
    made: re.Pattern[str]
    roles: tuple[RoleWords, ...]


@lru_cache(maxsize=1)
def register_words() -> RegisterWords:
    """The shipped words."""
    table = tomllib.loads(Path(__file__).with_name("register_words.toml").read_text(encoding="utf-8"))
    patterns = {name: re.compile(text) for name, text in (table["title"] | table["log"] | table["tie"]).items()}
    roles = [RoleWords(row["name"], re.compile(row["log"]), re.compile(row["service"])) for row in table["role"]]
    return RegisterWords(**patterns, roles=tuple(roles))
