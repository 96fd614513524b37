"""docs/claims.md: its examples run, and the figures that it gives for today are today's."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from tests.domain.claims.corpus import agreement, load

PAGE = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")


def test_the_examples_run_one_after_the_other() -> None:
    names: dict[str, object] = {}
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    for block in blocks:
        exec(block, names)
    assert len(blocks) == 4
    assert names["rate"].interval()[0] * 1000 == 95155  # type: ignore[attr-defined]


def test_totals_are_those_of_the_page() -> None:
    import yzperf as yz

    totals = [str(claim.value) for claim in yz.read_claims(yz.sample_case() / "report.docx").of("总分")]
    assert "、".join(dict.fromkeys(totals)) in PAGE
    assert "依次为 " + "、".join(totals) in PAGE


def test_the_figures_of_today() -> None:
    for name, row in (("held_out.txt", "| 同上，现在 |"), ("developed_on.txt", "| 开发时看的344条，现在 |")):
        measured = agreement(load(name))
        shown = " | ".join(
            "/".join(f"{_percent(part)}" for part in pair).replace("/", " / ") for pair in measured.values()
        )
        assert f"{row} {shown} |" in PAGE


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0") + "%"
