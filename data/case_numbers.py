"""Draw the numbers of the sample case (示例案卷的数据): villages, costs, water quality, answers.

Everything is invented. Each part has its own stream of ``random.Random``, seeded by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random
from statistics import fmean

SEED = "扬中市农村生活污水治理项目（示例）2024"
LABEL = "示例数据，纯属虚构"
YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
START = 2023
TOWNS = {"甲": "示例甲镇", "乙": "示例乙镇", "丙": "示例丙镇", "丁": "示例丁镇"}
PER_TOWN, TREATED_PER_TOWN = 25, 12
HOUSEHOLDS = {"甲": 64, "乙": 72, "丙": 80, "丁": 88}  # mean per village
INTERVIEWER_DAYS = {"甲": 15, "乙": 12, "丙": 9, "丁": 6}  # ten answers each: unequal sampling fractions
UNIT_COSTS = {"纳管接入": 0.955, "集中式设施": 1.005, "分散式设施": 1.06}
OUTLIERS = ("丙07村", "丁19村")
SIDE_COSTS = Decimal("151.20")  # 二类费用：勘察设计、监理、监测
PLANNED_HOUSEHOLDS = 3900
WORDS = {"非常满意": 100, "满意": 80, "一般": 60, "不满意": 30, "非常不满意": 0}
ITEMS = tuple(f"满意度{number}" for number in range(1, 7))
DAYS = ("2025-04-10", "2025-04-11", "2025-04-14", "2025-04-15", "2025-04-16", "2025-04-17", "2025-04-18")

_TREND = dict(zip(YEARS, (0.0, 1.3, 1.1, 2.7, 3.8, 4.5), strict=True))
_ITEM_EASE = (0.15, 0.05, -0.10, 0.30, -0.35, -0.25)
_THRESHOLDS = ((0.30, "非常满意"), (-1.00, "满意"), (-1.85, "一般"), (-2.60, "不满意"))
_OPINIONS = (
    "雨天检查井盖有响动，希望修一下",
    "接管后院子里没有异味了",
    "希望定期清掏，不要等堵了再来",
    "施工后路面恢复不够平整",
    "河里水比以前清",
    "不清楚坏了找谁修，建议贴个电话牌",
    "收费以后会不会涨，希望讲明白",
    "老人家不会报修，希望村里代办",
)


@dataclass(frozen=True)
class Village:
    """One invented village; households and money only where it takes part."""

    name: str
    treated: bool
    technique: str = ""
    households: int = 0
    contract: Decimal = Decimal(0)
    settled: Decimal = Decimal(0)

    @property
    def town(self) -> str:
        return TOWNS[self.name[0]]


def stream(part: str) -> Random:
    """A stream of random numbers of its own for each part."""
    return Random(f"{SEED}/{part}")


def to_places(value: float | Decimal | Fraction, places: int) -> Decimal:
    """Round half-up as people do."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


# ── villages and costs ──────────────────────────────────────────────────────────────────────────────


def draw_villages() -> list[Village]:
    """One hundred villages in four towns, twelve of each town take part."""
    random = stream("villages")
    villages = []
    for letter in TOWNS:
        names = [f"{letter}{number:02d}村" for number in range(1, PER_TOWN + 1)]
        wanted = [name for name in OUTLIERS if name in names]
        others = [name for name in names if name not in wanted]
        treated = {*wanted, *random.sample(others, TREATED_PER_TOWN - len(wanted))}
        villages += [_village(random, name, name in treated) for name in names]
    return villages


def _village(random: Random, name: str, treated: bool) -> Village:
    if not treated:
        return Village(name, False)
    technique = random.choices(tuple(UNIT_COSTS), (5, 4, 3))[0]
    households = round(HOUSEHOLDS[name[0]] * random.uniform(0.72, 1.28))
    unit = UNIT_COSTS[technique] * random.uniform(0.94, 1.06)
    if name in OUTLIERS:
        households, unit = round(households * 0.45), unit * 2.15
    settled = to_places(households * unit, 2)
    contract = to_places(float(settled) / (1 - random.uniform(0.004, 0.046)), 2)
    return Village(name, True, technique, households, contract, settled)


# ── water quality ───────────────────────────────────────────────────────────────────────────────────


def draw_outcomes(villages: list[Village]) -> list[list[object]]:
    """Rows 村, 镇, 年度, 治理村, 水质达标率, 氨氮浓度: parallel trends, serial correlation."""
    random = stream("outcomes-g")
    rows: list[list[object]] = []
    for village in villages:
        level = random.gauss(69.5 if village.treated else 72.0, 4.0)
        effect = random.gauss(8.6, 2.0) if village.treated else 0.0
        noise = random.gauss(0, 1.8)
        for year in YEARS:
            noise = 0.5 * noise + random.gauss(0, 1.6)
            rate = to_places(min(99.0, level + _TREND[year] + noise + (effect if year >= START else 0)), 1)
            ammonia = to_places(max(0.2, 2.6 - 0.035 * (float(rate) - 65) + random.gauss(0, 0.12)), 2)
            rows.append([village.name, village.town, year, int(village.treated), rate, ammonia])
    return rows


def effect_of(outcomes: list[list[object]]) -> float:
    """Difference of differences of means: the two-way estimate of a balanced panel with one start."""
    return change_of(outcomes, 1) - change_of(outcomes, 0)


def change_of(outcomes: list[list[object]], treated: int) -> float:
    """Mean after minus mean before in one group."""
    after, before = (
        fmean(float(row[4]) for row in outcomes if row[3] == treated and (row[2] >= START) is late)  # type: ignore
        for late in (True, False)
    )
    return after - before


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────


def draw_answers(villages: list[Village]) -> list[list[object]]:
    """Rows of survey.csv, in order of date, interviewer and time."""
    random = stream("survey")
    towns = [letter for letter, days in INTERVIEWER_DAYS.items() for _ in range(days)]
    random.shuffle(towns)
    rows: list[list[object]] = []
    for index, letter in enumerate(towns):
        day, interviewer = DAYS[index // 6], f"示例调查员{index % 6 + 1}"
        places = [village for village in villages if village.treated and village.name[0] == letter]
        homes = random.choices(places, [village.households for village in places], k=10)
        for start, seconds, village in zip(*_clock(random), sorted(homes, key=lambda each: each.name), strict=True):
            number = f"WJ{len(rows) + 1:04d}"
            rows.append(
                [
                    number,
                    day,
                    start,
                    seconds,
                    interviewer,
                    village.town,
                    village.name,
                    *_person(random, letter),
                ]
            )
    return rows


def _clock(random: Random) -> tuple[list[str], list[int]]:
    """Ten starts and durations of one interviewer's day; nobody is in two houses at once."""
    minute, starts, lengths = random.uniform(525, 560), [], []
    for _ in range(10):
        if 690 < minute < 810:
            minute = random.uniform(812, 830)
        seconds = round(min(900, max(170, random.lognormvariate(5.85, 0.28))))
        starts.append(f"{int(minute) // 60:02d}:{int(minute) % 60:02d}")
        lengths.append(seconds)
        minute += seconds / 60 + random.uniform(6, 19)
    return starts, lengths


def _person(random: Random, letter: str) -> list[object]:
    """性别, 年龄段, six answers and an opinion."""
    mood = random.gauss({"甲": 0.62, "乙": 0.35, "丙": 0.22, "丁": -0.21}[letter], 0.75)
    answers = ["" if random.random() < 0.012 else _word(mood + ease + random.gauss(0, 0.8)) for ease in _ITEM_EASE]
    age = random.choices(("18—35岁", "36—50岁", "51—65岁", "66岁及以上"), (12, 27, 37, 24))[0]
    opinion = random.choice(_OPINIONS) if random.random() < 0.22 else ""
    return [random.choice("男女"), age, *answers, opinion]


def _word(mood: float) -> str:
    return next((word for threshold, word in _THRESHOLDS if mood > threshold), "非常不满意")


def frame_of(villages: list[Village]) -> dict[str, int]:
    """Households that were served, by town: the population of the survey."""
    return {town: sum(village.households for village in villages if village.town == town) for town in TOWNS.values()}


def satisfaction_of(answers: list[list[object]], frame: dict[str, int]) -> float:
    """Mean of each person's answered items, weighted by the served households of the towns."""
    means = {}
    for town in frame:
        persons = [[WORDS[str(word)] for word in row[9:15] if word] for row in answers if row[5] == town]
        means[town] = fmean(fmean(points) for points in persons if points)
    return sum(means[town] * size for town, size in frame.items()) / sum(frame.values())


# ── what follows ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Facts:
    """The drawn data and the figures that the papers quote."""

    villages: list[Village]
    outcomes: list[list[object]]
    answers: list[list[object]]

    @property
    def treated(self) -> list[Village]:
        return [village for village in self.villages if village.treated]

    @property
    def households(self) -> int:
        return sum(village.households for village in self.treated)

    @property
    def settled(self) -> Decimal:
        return sum((village.settled for village in self.treated), Decimal(0))

    @property
    def contract(self) -> Decimal:
        return sum((village.contract for village in self.treated), Decimal(0))

    @property
    def spent(self) -> Decimal:
        """全年执行数: settled works and side costs."""
        return self.settled + SIDE_COSTS

    @property
    def effect(self) -> float:
        return effect_of(self.outcomes)

    @property
    def satisfaction(self) -> float:
        return satisfaction_of(self.answers, frame_of(self.villages))

    @property
    def unit_cost(self) -> Decimal:
        return self.settled / self.households

    @property
    def saving(self) -> Decimal:
        """成本节约率 in per cent: contract sum less settled sum, by contract sum."""
        return (self.contract - self.settled) / self.contract * 100


def draw_facts() -> Facts:
    """Draw all data of the case."""
    villages = draw_villages()
    return Facts(villages, draw_outcomes(villages), draw_answers(villages))
