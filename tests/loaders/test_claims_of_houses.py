"""The same words set by different houses, re-typed in full width or turned from 元 to 万元, state the same numbers."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

import yzperf as yz
from tests.house_styles import HOUSES, REPORT, Head
from tests.word_fuzz import mutated
from tests.word_xml import WordFile
from yzperf.domain.claims import Claims, Setting, read_all_mentions, read_prose
from yzperf.domain.units import conversion
from yzperf.errors import Place

WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def stated(claims: Claims) -> Counter[tuple[str, str, str, str]]:
    return Counter((str(one.role), f"{one.value}", one.unit, one.subject) for one in claims)


def read(made: WordFile, folder: Path) -> Claims:
    return yz.read_claims(made.save(folder / "报告.docx"))


EXPECTED = {
    ("预算", "1200.00", "万元"), ("调整预算", "1250.00", "万元"), ("支出", "1187.36", "万元"), ("执行率", "94.99", "%"),
    ("预算", "800.00", "万元"), ("支出", "760.00", "万元"), ("指标值", "95", "%"), ("指标值", "90", "%"),
    ("总分", "92.35", "分"), ("得分", "18.50", "分"), ("分值", "20", "分"),
}  # fmt: skip


@pytest.mark.parametrize("house", sorted(HOUSES))
def test_every_house_states_the_same(house: str, tmp_path: Path) -> None:
    reference = read(HOUSES["word_styles"](), tmp_path)
    claims = read(HOUSES[house](), tmp_path)
    assert stated(claims) == stated(reference)
    assert {(str(one.role), f"{one.value}", one.unit) for one in claims} >= EXPECTED


def sentences() -> list[str]:
    return [item.text for item in REPORT if not isinstance(item, Head) and hasattr(item, "text")]


@pytest.mark.parametrize("text", sentences())
def test_full_width_digits_state_the_same(text: str) -> None:
    plain, wide = (read_prose(words, Setting(Place())) for words in (text, text.translate(WIDE)))
    assert stated(Claims("", tuple(wide))) == stated(Claims("", tuple(plain)))


def test_yuan_and_wan_yuan_are_the_same_amounts() -> None:
    wan = read_prose("全年预算1,250.00万元，支出1,187.36万元。", Setting(Place()))
    yuan = read_prose("全年预算12,500,000.00元，支出11,873,600.00元。", Setting(Place()))
    factors = [conversion(claim.unit, "元") for claims in (wan, yuan) for claim in claims]
    values = [Fraction(claim.value) * (factor or 0) for claim, factor in zip([*wan, *yuan], factors, strict=True)]
    assert values[:2] == values[2:]


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_damaged_files_that_can_be_read_give_claims_and_mentions(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "模糊.docx"
    path.write_bytes(mutated(seed))
    try:
        document = yz.load_document(path)
    except yz.LoadError:
        return
    claims = yz.read_claims(document)
    assert all(claim.value.is_finite() for claim in claims)
    assert all(mention.value for mention in read_all_mentions(document))
    assert list(claims.table()["用途"]) == [str(claim.role) for claim in claims]
