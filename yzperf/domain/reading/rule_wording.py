"""One wording for the many of scoring rules (评分标准的写法): rows of a pattern and what it is read as, tried in this order."""

from __future__ import annotations

import re

_AMOUNT = r"\d+(?:\.\d+)?"
_POINTS = rf"(?:(?:该|本)?(?:项|指标)?(?:分值|权重分?|满分)的?)?(?:{_AMOUNT}%|\d+/\d+|{_AMOUNT})(?:的?(?:分值|权重分?|满分)|分)?"
_PARTS = r"(?P<count>\d+|[二两三四五六七八九十])[个项条](?:评价)?(?:要点|要求)"
_THINGS = "[处项笔份起例次个座条人户家件宗张本期台点篇批所类名辆盏间栋块村棵]"
_BY_PROPORTION = "得分=实际值÷目标值×分值"

_ROWS = (
    # 比例法，…… 按超支比例评分：……
    (r"^按?[一-鿿]{1,6}(?:评分|计分|赋分|打分|法)[:,]", ""),
    # what is said besides: rounding, no more than full marks, how the rate itself arises
    (r"[,;](?:得分|结果)?(?:四舍五入)?保留(?:[一二两]|\d)位小数", ""),
    (
        r"[,;](?:得分)?(?:最高(?:得|为|计)?满分|不超过满分|以满分为限|超额不加分|超额完成不加分|超过(?:目标值?|指标值?)?的?(?:按|得|计)满分计?)",
        "",
    ),
    (r"[,;][^,;。=]{1,10}率=[^,;。]+$", ""),
    (r"(?<=率)\([^()]*\)", ""),
    # multiplied and divided in words, by the points themselves
    (r"乘以", "×"),
    (r"除以", "÷"),
    (r"(?:实际|完成)值?与目标值?之比", "实际值÷目标值"),
    (rf"×{_AMOUNT}分?(?=[,;。]|$)", "×分值"),
    (r"^得分=(?![^,;。]{0,14}率×)[^;。]{1,40}÷[^;。÷]{1,12}×分值", _BY_PROPORTION),
    (r"^(?:实际|完成)值?[÷/]目标值?×分值(?:计算)?$", _BY_PROPORTION),
    # the target reached earns all, missed it is the proportion, upside down for what should be small
    (
        r"^(?:实际值?|完成值?)?(?:达标|达到(?:目标|指标)值?|不[高大]于(?:目标|指标)值?)(?:的|者)?(?:得|计)满分[,;](?:不达标|未达标|未达到(?:目标|指标)?值?|[高大]于(?:目标|指标)值?|否则)(?:的|者)?,?(?:得分=)?(?:按(?:照)?)?(?:(?:(?:实际|完成)值?[÷/](?:目标|指标)值?|(?:目标|指标)值?[÷/](?:实际|完成)值?)(?:×分值|折算)?|(?:完成)?(?:比例|率))(?:计算|计分|得分|乘?分?值?|折算)?$",
        _BY_PROPORTION,
    ),
    (r"^未达到?目标值?的?按完成值?占目标值?的?比例计分,(?:达标|达到)的?得满分$", _BY_PROPORTION),
    # points of a check-list that are only counted
    (
        rf"^(?:共有?|核对|满足|符合)?(?:全部)?{_PARTS}(?:全部|均|都)?(?:符合|满足|具备|达到)?(?:的?得满分)?[,;](?:每)?(?:缺少?|少|有|缺失)(?:1|一)?[个项条](?:评价)?(?:要点|要求)?(?:不符合|未满足|不满足)?的?,?扣(?:减|除)?(?P<points>{_POINTS})$",
        r"\g<count>个要点,每缺1个要点扣\g<points>",
    ),
    (
        rf"^(?:共有?|核对)?{_PARTS}[,;]?(?:每|各)?(?:符合|满足|具备)?(?:(?:1|一)[个项条])?(?:得|计|各)?(?P<points>{_POINTS})(?:,(?:不符合|不满足|未满足)的?不得分)?$",
        r"要点\g<count>个,每个得\g<points>",
    ),
    # deductions: where they were looked for, without 每, in other words
    (rf"^(?:抽查|检查|核查|审核)[^,;\d扣每]{{1,14}}(?:,(?=每)|(?=缺|有|(?:1|一){_THINGS}))", ""),
    (rf"^(?:发现|存在)?(?:有)?(?=(?:1|一){_THINGS}[^,;\d]{{0,20}}扣)", "每有"),
    (rf"^(?P<word>缺少?|少|漏)(?=(?:1|一){_THINGS})", r"每\g<word>"),
    (r"每高出", "每高"),
    (
        r"^(?:[^,;\d]{0,12}未超(?:过)?(?:目标|指标)值?|[^,;\d]{0,12}不超(?:过)?[^,;\d]{1,14}|不高于且不低于[^,;\d]{1,8}|不高于[^,;\d]{0,8}标准)(?:的)?得满分",
        "不高于目标值得满分",
    ),
    # steps
    (
        rf"(?:高于|大于|超过)(?P<low>{_AMOUNT}%?)(?:至|到|-|~)(?P<high>{_AMOUNT}%?)(?=\(含\)|[得计,])",
        r"\g<low>(不含)~\g<high>",
    ),
    (rf"(?<=[%\d)])(?:至|到)(?={_AMOUNT}%?)", "~"),
)
_COMPILED = tuple((re.compile(pattern), replacement) for pattern, replacement in _ROWS)


def in_usual_words(plain: str) -> str:
    """A normalised rule in the words that the readers of rules know.

    >>> in_usual_words("要点法,共4个要点,每缺1个要点扣0.5分"), in_usual_words("到位率乘以4分")
    ('4个要点,每缺1个要点扣0.5分', '到位率×分值')
    """
    for pattern, replacement in _COMPILED:
        plain = pattern.sub(replacement, plain)
    return plain.strip("。;,")
