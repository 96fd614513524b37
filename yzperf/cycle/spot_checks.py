"""Spot checks of self-evaluations (自评抽查): a stated, stratified, seeded design that anyone can draw again."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from yzperf.domain.htmltable import html_table
from yzperf.errors import MethodError

_ADDED = ("抽取方式", "抽取概率")


@dataclass(frozen=True, slots=True)
class SpotCheckDesign:
    """How a sample is to be drawn (抽样设计). It is printed with the sample and fixes it completely.

    Parameters
    ----------
    size
        Projects to draw in all, those taken for certain included.
    seed
        Any text, e.g. a lottery number published after the list was fixed; the same seed draws the same projects.
    strata
        Columns whose combinations are the strata (部门、资金类别 …); empty for a simple random sample.
    certain_from
        Projects with at least this amount are all taken (必查); None for no such limit.
    at_least
        Fewest projects of every stratum, as far as it has them.
    unit
        Unit of ``certain_from`` and of the amounts, for the words only.
    """

    size: int
    seed: str
    strata: tuple[str, ...] = ()
    certain_from: Decimal | None = None
    at_least: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SpotCheckSample:
    """The drawn projects with their chance of being drawn, and the design that drew them."""

    design: SpotCheckDesign
    chosen: pd.DataFrame
    strata: pd.DataFrame

    def sentences(self) -> tuple[str, ...]:
        """The design in words, for minutes and notices."""
        design = self.design
        by = (
            f"按{'、'.join(design.strata)}分层，各层按项目数等比例分配、每层不少于 {design.at_least} 个"
            if design.strata
            else "不分层，随机抽取"
        )
        certain = f"金额 {self._limit()}及以上的全部抽取；其余" if design.certain_from is not None else ""
        return (
            f"从 {int(self.strata['项目数'].sum())} 个项目中抽取 {len(self.chosen)} 个：{certain}{by}。",
            f"层内按“种子、项目编号”的 SHA-256 由小到大抽取，种子为“{design.seed}”；名单顺序不影响结果，任何人可用同一名单和种子重抽核对。",
        )

    def recipe(self) -> tuple[tuple[str, str], ...]:
        """All that another person needs to draw the same projects from the same list (重抽办法)."""
        design = self.design
        return (
            ("项目数", str(int(self.strata["项目数"].sum()))),
            ("抽取数", str(design.size)),
            ("种子", design.seed),
            ("分层列", "、".join(design.strata) or "不分层"),
            ("必查金额", f"{self._limit()}及以上全部抽取" if design.certain_from is not None else "不设"),
            ("每层至少", f"{design.at_least} 个"),
            ("分层名称", "各分层列的内容按上列次序以“／”相连；不分层的，全部为一层"),
            (
                "各层抽取数",
                "必查之外，每层先取“每层至少”的个数（不足的全取）；剩余名额按各层余下的项目数等比例分配，"
                "先取整数部分，再按余数由大到小各加一个，余数相同的按层名的字符编码次序",
            ),
            (
                "层内抽取",
                "对每个项目算 SHA-256（UTF-8 编码的“种子＋换行符＋项目编号”），按十六进制结果由小到大取足该层抽取数",
            ),
            ("抽取概率", "层内为抽取数 ÷ 项目数，必查为 1"),
        )

    def strata_table(self) -> pd.DataFrame:
        """Strata with their size, sample and chance as a fraction."""
        chances = [f"{drawn}/{size}" for size, drawn in zip(self.strata["项目数"], self.strata["抽取数"], strict=True)]
        return self.strata.assign(抽取概率=chances)

    def _limit(self) -> str:
        return (
            f"{self.design.certain_from:f} {self.design.unit}".strip() if self.design.certain_from is not None else ""
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = "".join(self.sentences())
        return {"text/plain": text, "text/html": f"<p>{html.escape(text)}</p>{html_table(self.chosen)}"}


def draw_spot_checks(
    projects: pd.DataFrame, design: SpotCheckDesign, *, id: str, amount: str | None = None
) -> SpotCheckSample:
    """Draw a sample of projects for spot checks (抽取自评抽查项目).

    Parameters
    ----------
    projects : DataFrame, one row per project
    id : str
        Column of the project number, unique and filled.
    amount : str, optional
        Column of the amount; needed where ``certain_from`` is set.

    Returns
    -------
    SpotCheckSample
        ``chosen`` has the rows of ``projects`` with 抽取方式 and 抽取概率, sorted by project number.

    Raises
    ------
    MethodError
        All that is wrong with list or design at once.
    """
    _require_drawable(projects, design, id, amount)
    certain = _certain(projects, design, amount)
    rest = projects[~certain]
    keys = _strata_of(rest, design)
    sizes = {str(name): int(count) for name, count in keys.value_counts().sort_index().items()}
    shares = allocate(sizes, design.size - int(certain.sum()), design.at_least)
    ranks = pd.Series([_rank(design.seed, number) for number in rest[id]], rest.index, dtype=object)
    drawn = [index for name, count in shares.items() for index in ranks[keys == name].sort_values().index[:count]]
    chance = pd.Series([shares[name] / sizes[name] for name in keys], keys.index, dtype=float)
    chosen = pd.concat([_marked(projects[certain], "必查", 1.0), _marked(rest.loc[drawn], "随机", chance.loc[drawn])])
    lines = [(name, sizes[name], shares[name]) for name in sizes]
    taken = [("必查", int(certain.sum()), int(certain.sum()))] if certain.any() else []
    strata = pd.DataFrame([*taken, *lines], columns=["层", "项目数", "抽取数"])
    return SpotCheckSample(design, chosen.sort_values(id).reset_index(drop=True), strata)


def _strata_of(rest: pd.DataFrame, design: SpotCheckDesign) -> pd.Series:
    """The stratum of every project by name; one stratum for all where the design has none."""
    names = ["／".join(map(str, values)) for values in rest[list(design.strata)].itertuples(index=False, name=None)]
    return pd.Series(names if design.strata else "全部", rest.index, dtype=object)


def allocate(sizes: Mapping[str, int], total: int, at_least: int) -> dict[str, int]:
    """Share a sample among strata in proportion to their size, each with a minimum, by largest remainders.

    Ties go to the stratum that comes first by name, so that the result depends on nothing else.
    """
    floor = {name: min(size, at_least) for name, size in sizes.items()}
    room = {name: sizes[name] - floor[name] for name in sizes}
    whole = sum(room.values())
    left = min(total - sum(floor.values()), whole)
    if left <= 0:
        return floor
    share = {name: left * room[name] // whole for name in room}
    order = sorted(room, key=lambda name: (-(left * room[name] % whole), name))
    for name in order[: left - sum(share.values())]:
        share[name] += 1
    return {name: floor[name] + share[name] for name in sizes}


def _rank(seed: str, number: object) -> str:
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def _marked(rows: pd.DataFrame, how: str, chance: float | pd.Series) -> pd.DataFrame:
    return rows.assign(**dict(zip(_ADDED, (how, chance), strict=True)))


def _certain(projects: pd.DataFrame, design: SpotCheckDesign, amount: str | None) -> pd.Series:
    if design.certain_from is None or amount is None:
        return pd.Series(False, projects.index)
    return pd.Series([value is not None and value >= design.certain_from for value in projects[amount]], projects.index)


def _require_columns(projects: pd.DataFrame, columns: list[str]) -> None:
    absent = [name for name in columns if name not in projects.columns]
    if absent:
        raise MethodError(
            f"项目清单没有列 {'、'.join(absent)}；现有 {'、'.join(map(str, projects.columns))}。请核对列名"
        )
    if taken := [name for name in _ADDED if name in projects.columns]:
        raise MethodError(f"项目清单已有列 {'、'.join(taken)}，抽取结果会把它盖掉。请先改名")


def _require_drawable(projects: pd.DataFrame, design: SpotCheckDesign, id: str, amount: str | None) -> None:
    _require_columns(projects, [id, *design.strata, *([amount] if amount else [])])
    numbers = projects[id]
    wrong = []
    if numbers.isna().any() or numbers.duplicated().any():
        wrong.append(f"“{id}”有空白或重复，抽取前请给每个项目唯一的编号")
    if design.certain_from is not None and amount is None:
        wrong.append("设了必查金额而没有指明金额列")
    if not 0 < design.size <= len(projects):
        wrong.append(f"抽取数 {design.size} 应在 1 到 {len(projects)} 之间")
    if not design.seed:
        wrong.append("没有种子；请用事先公布来源的数字或文字，如名单确定之后公布的开奖号码")
    if not wrong:
        wrong = _too_small(projects, design, amount)
    if wrong:
        raise MethodError(wrong)


def _too_small(projects: pd.DataFrame, design: SpotCheckDesign, amount: str | None) -> list[str]:
    certain = _certain(projects, design, amount)
    sizes = _strata_of(projects[~certain], design).value_counts()
    needed = int(certain.sum()) + sum(min(int(count), design.at_least) for count in sizes)
    if design.size >= needed:
        return []
    return [
        f"抽取数 {design.size} 不够：必查 {int(certain.sum())} 个，{len(sizes)} 层每层至少 {design.at_least} 个"
        f"（不足的全取），共需 {needed} 个。请加大抽取数、提高必查金额，或减少分层"
    ]
