"""Regions and their fall-back outward (地区逐级外查): 扬中 → 镇江 → 江苏 → 国家."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yzperf.errors import RuleError
from yzperf.rules.entry import Entry


@dataclass(frozen=True, slots=True)
class Regions:
    """Who lies inside whom. ``root`` is where every chain ends."""

    root: str
    parent: Mapping[str, str]
    suffixes: tuple[str, ...]

    def __contains__(self, name: object) -> bool:
        return name == self.root or name in self.parent

    def chain(self, name: str) -> tuple[str, ...]:
        """Return the region and all that enclose it, innermost first.

        Parameters
        ----------
        name
            As people write it: ``扬中`` or ``扬中市``.

        Raises
        ------
        RuleError
            If the region is not known.
        """
        found = [self._canonical(name)]
        while found[-1] in self.parent:
            found.append(self.parent[found[-1]])
        return tuple(found)

    def _canonical(self, name: str) -> str:
        plain = name.strip() if isinstance(name, str) else ""
        bare = (plain.removesuffix(suffix) for suffix in ("", *self.suffixes))
        for candidate in bare:
            if candidate in self:
                return candidate
        known = "、".join((self.root, *self.parent))
        remedy = "请改用其中之一，或在规则数据 regions.toml 中登记"
        raise RuleError(f"不认识地区“{name}”，已知的有：{known}；{remedy}。")


def read_regions(entry: Entry) -> Regions:
    """Read ``regions.toml``; a parent that is unknown or leads in a circle is cut off and complained of."""
    table = entry.table("parent", required=True)
    named = {name: table.text(name) for name in table.names()}
    return _connected(Regions(entry.text("root"), named, entry.texts("suffixes")), table)


def extend_regions(entry: Entry, base: Regions) -> Regions:
    """Read the ``regions.toml`` of an additional folder: its regions are added to those of ``base``."""
    table = entry.table("parent", required=True)
    if entry.text("root", base.root) != base.root:
        entry.complain("root", entry.text("root", base.root), base.root)
    suffixes = tuple(dict.fromkeys((*base.suffixes, *entry.texts("suffixes"))))
    named = {**base.parent, **{name: table.text(name) for name in table.names()}}
    return _connected(Regions(base.root, named, suffixes), table)


def _connected(regions: Regions, table: Entry) -> Regions:
    reaching = {name: parent for name, parent in regions.parent.items() if _reaches_root(regions, name)}
    for name in sorted(regions.parent.keys() - reaching.keys()):
        table.complain(name, regions.parent[name], f"逐级通向“{regions.root}”的上级地区")
    return Regions(regions.root, reaching, regions.suffixes)


def _reaches_root(regions: Regions, name: str) -> bool:
    seen: set[str] = set()
    while name in regions.parent and name not in seen:
        seen.add(name)
        name = regions.parent[name]
    return name == regions.root
