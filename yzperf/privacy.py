"""Personal numbers in any text (个人信息): found by their check digits, masked, compared only by a keyed hash.

Mobile numbers (11 digits), identity numbers (GB 11643, check digit by MOD 11-2) and bank cards (16–19 digits, Luhn).
A 统一社会信用代码 (GB 32100, check digit by MOD 31) belongs to an organisation and is left alone, and so are amounts of
money. Old identity numbers of 15 digits have no check digit: they are masked only where words or a heading say what they
are; so are numbers called 身份证号 or 银行卡号 whose check digit is wrong.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_SAME_LENGTH = str.maketrans(
    "０１２３４５６７８９ＸｘxＡＢＣ＋．，－–—‐‑‒−　\u00a0\u2009\u200b",
    "0123456789XXXABC+.,-------    ",
)
_MAYBE = re.compile(r"\d(?:[ .-]?\d){9}")
_HEXADECIMAL = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])")  # a digest, not a person
_MOBILE = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(?:(?:\+|00)?86[ -]?)?"
    r"(1[3-9][0-9](?:[0-9]{8}|([ .-])[0-9]{4}\2[0-9]{4}|[ -][0-9]{8})|1[3-9][0-9]{2}([ -])[0-9]{3}\3[0-9]{4})"
    r"(?![0-9])(?!\.(?!0(?![0-9]))[0-9])(?!,[0-9]{3})(?!\s*(?:[十百千万亿]*元|[万亿]|%|％))"
)
_IDENTITY = re.compile(r"(?<![0-9])([0-9]{6}[ -]?(?:18|19|20)[0-9]{6}[ -]?[0-9]{3}[0-9X])(?![0-9])")
_CARD = re.compile(
    r"(?<![0-9])(?<![0-9][.,])([3-69][0-9]{15,18}|[3-69][0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?)(?![0-9])"
)
# A number that its own words call one is personal whether its check digit fits or not: a slip of the pen hides nobody.
_LABELLED = (
    (
        "身份证号",
        re.compile(
            r"(?:身份证(?:件)?|居民身份|公民身份)(?:号码?|编号)?[^0-9A-Z\n]{0,8}"
            r"([0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9X]|[0-9]{15})(?![0-9])"
        ),
    ),
    (
        "银行卡号",
        re.compile(
            r"(?:银行卡|储蓄卡|工资卡|社保卡|一卡通)(?:卡|账|帐)?(?:号码?|户)?[^0-9A-Z\n]{0,8}"
            r"([0-9]{4}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?)(?![0-9])"
        ),
    ),
)
_MONEY_SIGN = re.compile(r"[¥￥$]\s*$")
_PERSONAL_HEADING = re.compile(r"手机|电话|联系方式|身份证|证件号|银行卡|卡号|银行账[号户]")
_LONG_NUMBER = re.compile(r"[0-9](?:[ -]?[0-9X]){6,}")
_ADDRESS = re.compile(r"\b(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}\b")

# Provinces of the first two digits (GB/T 2260), Hong Kong, Macao and Taiwan residents, foreigners' residence cards.
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class PersonalKind(StrEnum):
    """What a personal number is (种类)."""

    MOBILE = "手机号"
    IDENTITY = "身份证号"
    CARD = "银行卡号"


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal number in a text: its place and, never shown, its digits."""

    kind: PersonalKind
    start: int
    end: int
    digits: str

    @property
    def masked(self) -> str:
        """The number with its middle left out: what may be shown, also away from the words that name it."""
        return _masked(self.kind, self.digits)

    def __repr__(self) -> str:
        return f"Personal({self.kind}, {self.start}–{self.end})"


def find_personal(text: str) -> tuple[Personal, ...]:
    """Find the personal numbers of a text, in order; full-width digits and blanks or dashes between groups count.

    >>> find_personal("统一社会信用代码 91320000134787040X")
    ()
    """
    plain = text.translate(_SAME_LENGTH)
    if not _MAYBE.search(plain):
        return ()
    taken = [match.span() for match in _HEXADECIMAL.finditer(plain)]
    found: list[Personal] = []
    for kind, start, end in _candidates(plain):
        if not any(start < upto and since < end for since, upto in taken):
            taken.append((start, end))
            found.append(Personal(kind, start, end, re.sub(r"[ .-]", "", plain[start:end])))
    return tuple(sorted(found, key=lambda one: one.start))


def mask(text: str) -> str:
    """Mask every personal number of a text: 138****1234.

    >>> mask("联系 13812341234，或 138-1234-1234")
    '联系 138****1234，或 138****1234'
    """
    for one in reversed(find_personal(text)):
        text = text[: one.start] + one.masked + text[one.end :]
    return text


def mask_cell(text: str, heading: str) -> str:
    """Mask a cell of a table. Under 手机、身份证、银行卡 … every long number goes, whether its check digit fits or not.

    >>> mask_cell("0511-88321234", "联系电话")
    '051****34'
    """
    text = mask(text)
    if is_personal_heading(heading):
        plain = text.translate(_SAME_LENGTH)
        for match in reversed(list(_LONG_NUMBER.finditer(plain))):
            digits = re.sub(r"[ -]", "", match[0])
            text = f"{text[: match.start()]}{digits[:3]}****{digits[-2:]}{text[match.end() :]}"
    return text


def find_address(text: str) -> str:
    """The IP address in a text, blank if there is none.

    >>> find_address("117.136.67.12(江苏-镇江)")
    '117.136.67.12'
    """
    match = _ADDRESS.search(text)
    return match[0] if match else ""


def mask_address(text: str) -> str:
    """Keep the first half of an IP address.

    >>> mask_address("117.136.67.12(江苏-镇江)")
    '117.136.*.*(江苏-镇江)'
    """
    return _ADDRESS.sub(r"\1.*.*", text)


def is_personal_heading(heading: str) -> bool:
    """Whether a heading asks for a personal number."""
    return bool(_PERSONAL_HEADING.search(heading))


def is_credit_code(code: str) -> bool:
    """Whether eighteen signs are a 统一社会信用代码 (GB 32100): check digit by MOD 31.

    >>> is_credit_code("913200001347870401")
    True
    """
    if len(code) != 18 or any(sign not in _CREDIT_SIGNS for sign in code):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return _CREDIT_SIGNS[-total % 31] == code[17]


def keyed_hash(digits: str, key: bytes) -> str:
    """Fingerprint of a number by which two can be compared, but not undone without the key (HMAC-SHA256).

    A plain hash of a mobile number is undone by trying all of them.
    """
    return hmac.new(key, digits.encode(), hashlib.sha256).hexdigest()


def _candidates(plain: str) -> Iterator[tuple[PersonalKind, int, int]]:
    """Surest first: what is an identity number is not looked at again as a card."""
    for match in _IDENTITY.finditer(plain):
        if _is_identity(re.sub(r"[ -]", "", match[1])):
            yield PersonalKind.IDENTITY, *match.span(1)
    yield from _labelled(plain)
    for match in _CARD.finditer(plain):
        digits = re.sub(r"[ -]", "", match[1])
        if _passes_luhn(digits) and not is_credit_code(digits):
            yield PersonalKind.CARD, *match.span(1)
    for match in _MOBILE.finditer(plain):
        if not _MONEY_SIGN.search(plain[: match.start()]):
            yield PersonalKind.MOBILE, *match.span(1)


def _labelled(plain: str) -> Iterator[tuple[PersonalKind, int, int]]:
    for kind, pattern in _LABELLED:
        for match in pattern.finditer(plain):
            yield PersonalKind(kind), *match.span(1)


def _masked(kind: PersonalKind, digits: str) -> str:
    head, tail = {PersonalKind.MOBILE: (3, 4), PersonalKind.IDENTITY: (3, 2), PersonalKind.CARD: (4, 4)}[kind]
    stars = "****" if kind is PersonalKind.MOBILE else "*" * (len(digits) - head - tail)
    return digits[:head] + stars + digits[-tail:]


def _is_identity(digits: str) -> bool:
    """GB 11643: province, date of birth, check digit by MOD 11-2 (ISO 7064)."""
    if not _PROVINCE.match(digits) or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17]


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right doubled, cross sums added up to a multiple of ten."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0
