"""豁免: a decision holds while its finding is unchanged, needs a reason and a name, and is told once its finding has gone."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import yzperf as yz
from tests.program import run
from tests.reports.test_opinion import audit_of, finding
from yzperf.domain.waiver import Decision, Waiver, fingerprint
from yzperf.errors import LoadError, Place
from yzperf.loaders.waivers import append_waiver, load_waivers
from yzperf.quality import settle

DAY = date(2025, 6, 1)


def waiver(number: int = 1, decision: Decision = Decision.WAIVED, **changes) -> Waiver:
    return replace(Waiver(fingerprint(finding(number)), decision, "已书面说明", "李示例", DAY), **changes)


def test_the_fingerprint_does_not_depend_on_order_nor_on_wording() -> None:
    findings = [finding(number) for number in range(50)]
    marks = {fingerprint(one) for one in findings}
    assert len(marks) == 50
    random.Random(1).shuffle(findings)
    assert {fingerprint(one) for one in settle(audit_of(*findings), []).audit.findings} == marks
    assert fingerprint(finding(message="换一种说法", title="改了名称")) == fingerprint(finding())


@pytest.mark.parametrize(
    "change",
    [
        {"id": "B05"},
        {"where": Place("report.docx", paragraph="第9段")},
        {"where": Place("other.docx", paragraph="第1段")},
        {"reported": "1.1"},
        {"recomputed": "1.6"},
        {"reported": "1.5", "recomputed": "1.0"},
    ],
)
def test_a_finding_that_changed_is_another(change: dict) -> None:
    changed = finding(**change)
    assert fingerprint(changed) != fingerprint(finding())
    settled = settle(audit_of(changed), [waiver()])
    assert settled.audit.findings == (changed,)
    assert settled.gone == (waiver(),)


def test_without_values_the_message_is_what_was_found() -> None:
    bare = {"reported": "", "recomputed": ""}
    assert fingerprint(finding(**bare, message="甲")) != fingerprint(finding(**bare, message="乙"))


@pytest.mark.parametrize(("decision", "counts"), [("豁免", False), ("驳回", False), ("接受", True)])
def test_only_an_accepted_finding_still_counts(decision: str, counts: bool) -> None:
    settled = settle(audit_of(finding(1)), [waiver(decision=Decision(decision))])
    assert settled.audit.is_serious is counts
    assert len(settled.waived) == (not counts)
    assert settled.gone == ()
    assert settled.audit.coverage == audit_of().coverage


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(str.strip)


@given(reason=TEXT, by=TEXT)
def test_what_was_written_comes_back(tmp_path_factory, reason: str, by: str) -> None:
    path = tmp_path_factory.mktemp("w") / "waivers.toml"
    made = [waiver(number, reason=reason, by=by, check="B03", where="report.docx 第1段") for number in (1, 2)]
    for one in made:
        path.write_text(append_waiver(path, one), encoding="utf-8", newline="")
    assert list(load_waivers(path)) == made


SOUND = 'fingerprint = "0123456789ab"\ndecision = "豁免"\nreason = "理由"\nby = "李示例"\non = 2025-06-01\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('reason = "理由"', 'reason = " "', "没有理由和姓名的豁免不起作用"),
        ('by = "李示例"\n', "", "by = （没有写）"),
        ("豁免", "免了", "应为接受、驳回、豁免"),
        ("2025-06-01", '"2025-06-01"', "日期"),
        ("0123456789ab", "0123", "指纹"),
        ("\non =", "\nday = 1\non =", "day"),
        ("decision =", "decision", "不能读取"),
    ],
)
def test_a_defective_decision_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(f"[[waiver]]\n{SOUND}", encoding="utf-8")
    assert load_waivers(path)[0].by == "李示例"
    path.write_text(f"[[waiver]]\n{SOUND.replace(old, new)}", encoding="utf-8")
    with pytest.raises(LoadError, match=said):
        load_waivers(path)


def test_all_defects_are_told_at_once_and_two_decisions_on_one_finding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    bad = SOUND.replace("理由", "").replace("李示例", "")
    path.write_text(f"[[waiver]]\n{SOUND}[[waiver]]\n{bad}", encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        load_waivers(path)
    assert len(caught.value.problems) == 3
    with pytest.raises(LoadError, match="没有这个文件"):
        load_waivers(tmp_path / "无.toml")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copytree(yz.sample_case(), tmp_path / "案卷"))


def told(*arguments: object) -> tuple[int, dict]:
    done = run("check", *arguments, "--json")
    return done.returncode, json.loads(done.stdout)


def test_a_case_whose_serious_findings_are_all_decided_passes(case: Path) -> None:
    status, before = told(case)
    assert status == 1
    serious = [one for one in before["findings"] if one["severity"] in ("S1 阻断", "S2 重大")]
    texts = case / "waivers.toml"
    for one in serious[:-1]:
        made = Waiver(one["fingerprint"], Decision.WAIVED, "已说明", "李示例", DAY)
        texts.write_text(append_waiver(texts, made), encoding="utf-8")
    assert told(case)[0] == 1
    done = run("waive", case, serious[-1]["fingerprint"][:8], "--reason", "另有文件", "--by", "张示例")
    assert done.returncode == 0, done.stderr
    status, after = told(case)
    assert status == 0
    assert len(after["waived"]) == len(serious)
    assert after["waived"][-1]["waiver"]["by"] == "张示例"
    assert len(after["findings"]) == len(before["findings"]) - len(serious)


def test_the_command_refuses_what_has_no_reason_name_or_finding(case: Path) -> None:
    mark = told(case)[1]["findings"][0]["fingerprint"]
    assert "没有理由和姓名的豁免不起作用" in run("waive", case, mark, "--by", "张示例").stderr
    assert "没有理由和姓名的豁免不起作用" in run("waive", case, mark, "--reason", "理由").stderr
    assert "没有这样的发现" in run("waive", case, "ffffffffffff", "--reason", "理由", "--by", "张示例").stderr
    assert not (case / "waivers.toml").exists()


def test_a_decision_whose_finding_has_gone_is_said(case: Path) -> None:
    gone = waiver(fingerprint="f" * 12, check="A04")
    (case / "waivers.toml").write_text(append_waiver(case / "waivers.toml", gone), encoding="utf-8")
    assert "豁免记录 ffffffffffff（A04）对应的发现已不存在" in run("check", case, columns=200).stdout
