"""``yzperf rules``: a rule in words (查规则), with its clause and all its versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yzperf.errors import RuleError
from yzperf.rules import Parameter, Rules, load_rules


def rule_lines(on: date, region: str, key: str | None, *, profiles: bool, unverified: bool) -> Iterator[str]:
    """Lines to print for one key, or lists.

    Raises
    ------
    RuleError
        If the key is neither a parameter, a clause nor a profile.
    """
    rules = load_rules(on=on, region=region)
    if unverified:
        yield from (
            f"{clause.id}　{clause.document.title} {clause.article}：{clause.fact}" for clause in rules.unverified()
        )
    elif profiles:
        yield from (
            f"{profile.id}　{profile.name}　{'；'.join(rules.basis(profile))}"
            for profile in rules.library.profiles.values()
        )
    elif key is None:
        yield from (f"{item.id}　{item.name}　{item.text}　{rules.cite(item.clause)}" for item in rules.parameters())
    else:
        yield from _one(rules, key)


def _one(rules: Rules, key: str) -> Iterator[str]:
    if key in rules.library.parameters:
        item = rules.parameter(key)
        yield f"{item.name}：{item.text}（{item.region}，{rules.on} 有效）"
        yield f"依据：{rules.cite(item.clause)}　{rules.clause(item.clause).fact}"
        yield from (f"版本：{_version(version)}" for version in rules.versions(key))
    elif key in rules.library.clauses:
        clause = rules.clause(key)
        yield f"{clause.citation}：{clause.fact}"
    else:
        raise RuleError(f"没有编号为“{key}”的参数或条款。不带编号运行 yzperf rules 可列出全部参数")


def _version(item: Parameter) -> str:
    return f"{item.region} {item.since or '不限'} 起{f' 至 {item.until}' if item.until else ''}：{item.text}（{item.clause}）"
