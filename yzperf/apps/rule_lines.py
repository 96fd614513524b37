"""``yzperf rules``: a rule in words (查规则), with its clause, the fall-back path and all its versions."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.errors import RuleError
from yzperf.rules import Parameter, Rules


def rule_lines(rules: Rules, key: str | None, *, profiles: bool, unverified: bool) -> Iterator[str]:
    """Lines to print for one key, or lists.

    Raises
    ------
    RuleError
        If the key is neither the number nor a word of the name of a parameter, nor a clause.
    """
    if unverified:
        for clause in rules.unverified():
            yield f"{clause.id}　{clause.document.title} {clause.article}：{clause.fact}"
    elif profiles:
        for profile in rules.library.profiles.values():
            yield f"{profile.id}　{profile.name}　{'；'.join(rules.basis(profile))}"
    elif key is None:
        yield from (f"{item.id}　{item.name}　{item.text}　{rules.cite(item.clause)}" for item in rules.parameters())
    else:
        yield from _one(rules, key)


def _one(rules: Rules, key: str) -> Iterator[str]:
    if key in rules.library.clauses:
        clause = rules.clause(key)
        yield f"{clause.citation}：{clause.fact}"
        return
    found = [key] if key in rules.library.parameters else _named(rules, key)
    if not found:
        kinds = f"没有编号为“{key}”的参数、条款、计分方案或指标体系框架，也没有名称含“{key}”的参数"
        raise RuleError(f"{kinds}。yzperf rules 列出全部参数，加 --profiles 或 --frameworks 列出方案或框架")
    for number in found:
        yield from _parameter(rules, number)


def _named(rules: Rules, words: str) -> list[str]:
    """Parameters that hold here and today and whose name holds the words."""
    return [item.id for item in rules.parameters() if words in item.name]


def _parameter(rules: Rules, number: str) -> Iterator[str]:
    item = rules.parameter(number)
    yield f"{item.name}（{item.id}）：{item.text}（{item.region}，{rules.on} 有效）"
    yield f"　依据：{rules.cite(item.clause)}　{rules.clause(item.clause).fact}"
    yield f"　查找次序：{' → '.join(rules.regions)}；取自{item.region}"
    yield from (f"　版本：{_version(version)}" for version in rules.versions(number))


def _version(item: Parameter) -> str:
    until = f" 至 {item.until}" if item.until else ""
    return f"{item.region} {item.since or '不限'} 起{until}：{item.text}（{item.clause}）"
