"""Who is said to be first or last (最高、最低、最多、最少) in what tables and lists print: 双桥镇最高、龙塘镇最低.

The name is a row of a table (or one of a list in the sentence), the column is the one in which the value stands that is told
with it, or the one whose heading the sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from yzperf.quality.printed import Printed, read_printed
from yzperf.quality.printed_tables import PrintedCell, PrintedTable

_FEWEST = 3  # rows of a column, or members of a list, of which one may be the first
_SHORTEST, _LONGEST = 2, 20  # signs of a name
_TOTAL = re.compile("合计|总计|共计|小计|全部|总体|平均|全年|合并|^全[市县区镇省国]|^总")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]|[“”\"《》'‘’\s]")
_NUMBER = r"-?\d[\d,]*(?:\.\d+)?%?"
_MOST = re.compile(
    "最(?P<sign>[高多大长低少小短])(?!限|程度|方差|人民|生活|工资|检|法院|努力|额度|二乘|[高多大长低少小短]?不|似然|值为|值不)"
)
_HERE = "本句"
_GREAT = "高多大长"
_NAME_BEHIND = re.compile('(?:的[^，,；;。、\\d两二三四五六几前]{0,10}?)?(?:分别)?(?:是|为|属|当属|[（(：:])[“"《]?')
_VALUE_BEHIND = re.compile(
    rf"[”\"》类的]*(?:[，,]|[（(])?(?:均?为|达到?|是|仅|有|共|占|得|计|人均|平均|只有|每[\u4e00-\u9fff]{{1,4}})*\s?(?P<value>{_NUMBER})"
)
_AFTER_NAME = re.compile('[，,；;、。（(）)：:”"》\\s\\d]|[类为是达和与及的占最仅共得有]|维度|人均|方面|$')
_BEFORE_NAME = '，,；;。、（(）)：:“"《以是为即由看中和与对在其年就，'
_SEVERAL = re.compile("的?(?:前|后|末)?(?:[两二三四五六七八九十几]|\\d+)(?:[项个类名家镇所种位]|方面|乡镇|指标)|之一")
_IS = re.compile('[”"》]?(?:是|为|属于?)')  # 东河镇是满意率最高的镇
_CLOSED = re.compile("的(?:[，,；;。]|$)")
_FALLING = re.compile("降|减|跌|亏|负|缺")  # the greatest fall is the least number
_SOME = re.compile(
    "其中|[^，,；;。各]{1,14}(?:中|里|之中|当中|范围内)[，,]|在[^，,；;。]{1,14}[中里]|除[^，,；;。]{1,16}外|不[含计算]|剔除|另|年来|历年|[近以]来|上年|去年|同期|按[^，,]{1,10}计|加权|目标"
)
_YEARS = re.compile(r"(?:19|20)\d\d年")
_LISTED = re.compile(
    rf"(?P<names>(?:[^，,；;。：:、\d和与及]{{1,12}}[、和与及])+[^，,；;。：:、\d]{{1,20}}?)(?:分别|依次)[为是有得占达]?(?:达到|完成)?(?P<values>{_NUMBER}[^，,；;。\d]{{0,4}}(?:[、和与及]{_NUMBER}[^，,；;。、和与及\d]{{0,4}})+)"
)
_HOW_MANY = re.compile("[一二两三四五六七八九十][类个项镇家所种者大方维部].*")
_QUANTITY = re.compile("[\u4e00-\u9fff]*$")
_SIGNS_OF_LIST = re.compile("[、和与及]")
_PAIR = rf"(?:[“\"]?(?P<name>[\u4e00-\u9fff]{{2,12}}?)[”\"]?(?:[为是达有]|完成|达到)?)(?P<value>{_NUMBER})(?P<unit>[^，,；;。、\d（(和与及]{{0,4}})"
_PAIRS = re.compile(_PAIR)
_BETWEEN_PAIRS = re.compile("[、，,；;和与及]?")
_ORDERED = re.compile(
    "(?:由|从)(?P<from>[高多大长低少小短])(?:到|至|往)(?P<to>[高多大长低少小短])(?:的?[顺次]序|排[列序名]|为序)?[，,]?(?:各[^，,。；;\\d]{1,6})?(?:依次|分别)"
    f'[为是有]?[:：]?(?P<list>[\u4e00-\u9fff“"（(]{{0,16}}{_NUMBER}.*)'
)


@dataclass(frozen=True, slots=True)
class Column:
    """Numbers of one kind by the names of their rows; ``is_grouped`` where the rows are of several divisions."""

    head: str
    values: Mapping[str, Printed]
    place: str
    is_grouped: bool = False

    def ahead_of(self, name: str, is_most: bool) -> str:
        """The row that is further out than the named one; blank where none is."""
        own = self.values[name].value
        beyond = [
            (one.value, other)
            for other, one in self.values.items()
            if (one.value > own if is_most else one.value < own)
        ]
        return (max(beyond) if is_most else min(beyond))[1] if beyond else ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A name that is not the first or last of its column: ``right`` is; ``is_sure`` where nothing restricts what is meant."""

    said: str
    name: str
    right: str
    column: Column
    is_sure: bool


# ── columns ─────────────────────────────────────────────────────────────────────────────────────────


def columns_of(tables: Sequence[PrintedTable]) -> list[Column]:
    """Every column and every row of numbers of the tables that has three names or more."""
    upright = [column for table in tables for column in _columns(table)]
    return [*upright, *(column for table in tables for column in _columns(table.turned) if _is_of_one_kind(column))]


def _is_of_one_kind(column: Column) -> bool:
    """A row whose cells can be compared: all are rates, or all are printed with as many decimals."""
    return len({(one.decimals, "%" in one.text) for one in column.values.values()}) == 1


def _columns(table: PrintedTable) -> Iterator[Column]:
    start = table.first_line
    rows = [row for row in table.rows[start:] if not any(_TOTAL.search(_bare(cell.text)) for cell in row[:2])]
    names = [_names(row) for row in rows]
    told = [name for several in names for name in several]
    for at in range(1, len(table.rows[0]) if table.rows else 0):
        head = "".join(dict.fromkeys(_bare(row[at].text) for row in table.rows[:start]))
        values: dict[str, Printed] = {}
        count = 0
        for row, several in zip(rows, names, strict=True):
            number = row[at].number
            if number is not None:
                count += 1
                values |= {name: number for name in several if told.count(name) == 1}
        if len(values) >= _FEWEST and count >= _FEWEST:
            yield Column(head, values, table.title, len(set(told)) < len(told))


def _names(row: Sequence[PrintedCell]) -> list[str]:
    texts = (_bare(cell.text) for cell in row if cell.number is None)
    return list(
        dict.fromkeys(
            text for text in texts if _SHORTEST <= len(text) <= _LONGEST and re.search("[\u4e00-\u9fff]{2}", text)
        )
    )


def _bare(text: str) -> str:
    return _ASIDE.sub("", text)


def columns_in(text: str) -> list[Column]:
    """What a sentence lists: 决策、过程、产出三类得分率分别为90.00%、86.85%和96.49%; 甲镇93.1%、乙镇88.4%、丙镇90.2%."""
    return [*_named_at_once(text), *_named_one_by_one(text)]


def _named_at_once(text: str) -> Iterator[Column]:
    for match in _LISTED.finditer(text):
        names = [_HOW_MANY.sub("", _bare(name)) for name in _SIGNS_OF_LIST.split(match["names"])]
        values = [read_printed(value) for value in re.findall(_NUMBER, match["values"])]
        if len(names) == len(values) >= _FEWEST and all(values):
            pairs = {name: value for name, value in zip(names, values, strict=True) if value}
            yield Column(text[: match.start("values")], pairs, _HERE)


def _named_one_by_one(text: str) -> Iterator[Column]:
    run: list[re.Match[str]] = []
    for match in [*_PAIRS.finditer(text), None]:
        if match and run and _is_next(text, run[-1], match):
            run.append(match)
            continue
        rest = text[run[-1].end() :] if run else ""
        values = {_said_again(one["name"], rest): number for one in run if (number := read_printed(one["value"]))}
        if len(values) == len(run) >= _FEWEST:
            yield Column(text[: run[0].start()], values, _HERE)
        run = [match] if match else []


def _said_again(name: str, rest: str) -> str:
    """电工 of 培训电工120人, if that is what the rest of the sentence calls it."""
    ends = (name[at:] for at in range(len(name) - 1))
    return next((end for end in ends if end in rest), name)


def _is_next(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    is_near = bool(_BETWEEN_PAIRS.fullmatch(text, one.end(), other.start()))
    return is_near and one["unit"] == other["unit"] and ("." in one["value"]) == ("." in other["value"])


# ── sentences ───────────────────────────────────────────────────────────────────────────────────────


def wrong_superlatives(text: str, columns: Sequence[Column]) -> Iterator[Wrong]:
    """What a sentence says to be first or last and what no column bears out that could be meant."""
    begin = 0
    for match in _MOST.finditer(text):
        named = _named(text, begin, match, columns)
        if named:
            yield from _wrong(text, begin, match, named, columns)
        begin = max(match.end(), named.end if named else 0)


def _wrong(text: str, begin: int, match: re.Match[str], named: _Named, columns: Sequence[Column]) -> Iterator[Wrong]:
    told = _meant(text, match, named.name, named.value, columns)
    ahead = [column.ahead_of(named.name, match["sign"] in _GREAT) for column in told]
    is_signed = any(one.value < 0 for column in told for one in column.values.values())
    if told and all(ahead) and not (is_signed and _FALLING.search(text[begin : match.end()])):
        is_one = len({column.place for column in told}) == 1 and not told[0].is_grouped
        is_sure = is_one and not _SOME.search(text[: match.end()]) and not _YEARS.search(text)
        yield Wrong(match[0], named.name, ahead[0], told[0], is_sure)
    elif named.value and not told:
        yield from _of_another(match, named.name, named.value, columns)


def _of_another(match: re.Match[str], name: str, value: str, columns: Sequence[Column]) -> Iterator[Wrong]:
    """最高的是甲，为14.39%: that is the greatest of the column, but it stands in the row of another."""
    number = read_printed(value)
    for column in columns if number and len(value) > _FEWEST else ():
        others = [row for row, one in column.values.items() if number and _is_value(one, number)]
        if name in column.values and others and not column.ahead_of(others[0], match["sign"] in _GREAT):
            yield Wrong(match[0], name, others[0], column, True)
            return


@dataclass(frozen=True, slots=True)
class _Named:
    """The name that is called first or last, the value told with it, and where the words for both end."""

    name: str
    value: str
    end: int = 0


def _named(text: str, begin: int, match: re.Match[str], columns: Sequence[Column]) -> _Named | None:
    """The name right behind (最高的是……), or in front in the same part of the sentence; none of several (最低的两项是……)."""
    if _SEVERAL.match(text, match.end()):
        return None
    names = {name for column in columns for name in column.values}
    return _behind(text, match, names) or _in_front(text, begin, match, names, columns)


def _behind(text: str, match: re.Match[str], names: Set[str]) -> _Named | None:
    behind = _NAME_BEHIND.match(text, match.end())
    if behind is None:
        return None
    starts = (name for name in names if text.startswith(name, behind.end()))
    found = [name for name in starts if _AFTER_NAME.match(text, behind.end() + len(name))]
    name = max(found, key=len, default="")
    end = behind.end() + len(name)
    value = _VALUE_BEHIND.match(text, end)
    return _Named(name, value["value"] if value else "", value.end() if value else end) if name else None


def _in_front(text: str, begin: int, match: re.Match[str], names: Set[str], columns: Sequence[Column]) -> _Named | None:
    start = max([begin, *(text.rfind(sign, 0, match.start()) + 1 for sign in "；;")])
    places = [(at, name) for name in names if (at := text.rfind(name, start, match.start())) >= 0]
    whole = [one for one in places if _stands_alone(text, *one, text[one[0] + len(one[1]) : match.start()], columns)]
    if not whole:
        return None
    at, name = max(whole, key=lambda place: (place[0], len(place[1])))
    before = text[start:at].rstrip('“"')
    between = text[at + len(name) : match.start()]
    if any(before.endswith(other + sign) for other in names for sign in "、和与及"):
        return None  # two names are called so together
    if text.startswith("的", match.end()) and not _IS.match(between) and not _CLOSED.match(text, match.end()):
        return None  # 最低的…… speaks of what follows
    numbers = re.findall(_NUMBER, between)
    value = _VALUE_BEHIND.match(text, match.end())
    return _Named(name, value["value"] if value else numbers[-1] if numbers else "")


def _stands_alone(text: str, at: int, name: str, rest: str, columns: Sequence[Column]) -> bool:
    """Whether it is no part of a longer name: 白水镇 in 白水镇第二小学; the heading of a column may follow it."""
    if at and text[at - 1] not in _BEFORE_NAME:
        return False
    heads = "，".join(column.head for column in columns if name in column.values)
    return bool(_AFTER_NAME.match(text, at + len(name))) or (len(rest) >= _SHORTEST and rest[:_SHORTEST] in heads)


def _meant(text: str, match: re.Match[str], name: str, value: str, columns: Sequence[Column]) -> list[Column]:
    """The columns that hold the value in the row of that name, else those of which the words in front speak."""
    own = [column for column in columns if name in column.values]
    number = read_printed(value) if value else None
    held = [column for column in own if number and _is_value(column.values[name], number)]
    if held:
        return held
    before = text[: match.start()]
    said = _QUANTITY.search(before.rpartition(name)[2] if name in before else before)
    what = said[0] if said else ""
    if len(what) >= _SHORTEST:  # 产出维度失分最多: of 失分, whatever else the sentence speaks of
        keyed = [column for column in own if len(_key(column)) >= _SHORTEST]
        exact = [column for column in keyed if what.endswith(_key(column))]
        return exact or [column for column in keyed if what.endswith(_key(column)[-_SHORTEST:])]
    front = [column for column in own if len(_key(column)) >= _SHORTEST and _key(column) in text[: match.start()]]
    longest = max((len(_key(column)) for column in front), default=0)
    named = [column for column in front if len(_key(column)) == longest]
    return named or [column for column in own if column.place == _HERE]


def _is_value(one: Printed, other: Printed) -> bool:
    return one.value in (other.value, other.value * Fraction(100), other.value / Fraction(100))


def _key(column: Column) -> str:
    return re.sub(r"[\d年度%]+", "", column.head)


# ── order ───────────────────────────────────────────────────────────────────────────────────────────


def out_of_order(text: str) -> Iterator[tuple[str, str, str]]:
    """由高到低依次为……: the words for the order, and the two neighbours that do not keep it."""
    for match in _ORDERED.finditer(text):
        is_falling = match["from"] in _GREAT
        if is_falling == (match["to"] in _GREAT):
            continue
        listed = _first_list(match["list"])
        for one, other in pairwise(listed):
            if one.value < other.value if is_falling else one.value > other.value:
                yield match[0][: match.start("list") - match.start()], one.text, other.text
                break


def _first_list(text: str) -> list[Printed]:
    """The numbers of a list, as long as each follows the one before with its name alone and is printed like it."""
    found: list[Printed] = []
    end = 0
    for match in re.finditer(_NUMBER, text):
        number = read_printed(match[0])
        between = text[end : match.start()]
        is_next = not found or (
            re.fullmatch("[^，,；;。\\d]{0,4}[、，,；;和与及][^，,；;。\\d]{0,16}", between) is not None
        )
        if number is None or not is_next or (found and ("%" in number.text) != ("%" in found[0].text)):
            break
        found.append(number)
        end = match.end()
    return found
