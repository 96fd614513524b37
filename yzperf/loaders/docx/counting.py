"""How Word writes the numbers of lists (编号格式): 一、 甲、 ① (1) a) iv."""

from __future__ import annotations

from collections.abc import Callable

from yzperf.domain.reading.numerals import write_numeral

_LEGAL = str.maketrans("一二三四五六七八九十百千万零", "壹贰叁肆伍陆柒捌玖拾佰仟萬零")
_DIGITS = "〇一二三四五六七八九"
_LARGEST = 1_000_000  # beyond, a number is written in digits: nobody counts so far, and some formats grow with it
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def written(number: int, style: str) -> str:
    """Write a list number in one of Word's formats; an unknown format gives digits.

    >>> written(12, "chineseCounting"), written(3, "decimalEnclosedCircleChinese"), written(2, "ideographTraditional")
    ('十二', '③', '乙')
    """
    if style in ("none", "bullet"):
        return ""
    writer = _WRITERS.get(style)
    text = writer(number) if writer and 0 < number < _LARGEST else ""
    return text or str(number)


def _chinese(number: int) -> str:
    text = write_numeral(number)
    return text[1:] if text.startswith("一十") else text


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for size, sign in _ROMAN if number < 4000 else ():
        count, number = divmod(number, size)
        text += sign * count
    return text


def _letters(number: int) -> str:
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1) if times < 10 else ""


def _row(signs: str) -> Callable[[int], str]:
    """Signs that are there for the first numbers only."""
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _signs(*spans: tuple[int, int]) -> str:
    return "".join(chr(code) for first, count in spans for code in range(first, first + count))


_CIRCLED = _row(_signs((0x2460, 20), (0x3251, 15), (0x32B1, 15)))
_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "koreanCounting": _chinese,
    "chineseLegalSimplified": lambda number: write_numeral(number).translate(_LEGAL),
    "ideographLegalTraditional": lambda number: write_numeral(number).translate(_LEGAL),
    "japaneseLegal": lambda number: write_numeral(number).translate(_LEGAL),
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _row(_signs((0x3280, 10))),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _row(_signs((0x2474, 20))),
    "decimalEnclosedFullstop": _row(_signs((0x2488, 20))),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
    "decimalFullWidth2": lambda number: str(number).translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
}
