"""G01–G09 on the data of a case: assumptions that the methods themselves find broken, and data that they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.quality.method_papers import paper
from yzperf import face
from yzperf.domain.case import MethodCall
from yzperf.domain.finding import EvidenceClass, Finding, Verdict
from yzperf.domain.method_run import MethodRun
from yzperf.errors import MethodError
from yzperf.face import method_calls
from yzperf.methods import run
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules


def carried_out(method: str, table: pd.DataFrame, **options: Any) -> MethodRun:
    """What the face hands over: the result, or why there is none."""
    call = MethodCall("M1", method, "数据", options, ())
    try:
        return MethodRun(call, "data.csv", table, run(method, table, **options))
    except MethodError as error:
        return MethodRun(call, "data.csv", table, refusal="；".join(map(str, error.problems)))


def found(rules: Rules, number: str, *runs: MethodRun, report: str = "") -> list[Finding]:
    bundle = Bundle(rules=rules, method_runs=runs, report=paper(report) if report else None)
    return [finding for finding in audit(bundle).findings if finding.id == number]


def verdicts(rules: Rules, *runs: MethodRun) -> Mapping[str, Verdict]:
    return audit(Bundle(rules=rules, method_runs=runs)).coverage.verdicts


def panel(drift: float, years: range = range(2018, 2025), villages: int = 40) -> pd.DataFrame:
    """Half of the villages treated from 2022 on; ``drift`` parts them by so much a year from the beginning."""
    rng = np.random.default_rng(7)
    rows = [
        {"村": f"村{unit}", "年": year, "率": 60 + rng.normal(0, 1) + (unit % 2) * (drift * (year - 2018) + 5 * (year >= 2022)), "治理": unit % 2}
        for unit in range(villages)
        for year in years
    ]  # fmt: skip
    return pd.DataFrame(rows)


DID = {"outcome": "率", "unit": "村", "time": "年", "treated": "治理", "start": 2022}


def test_trends_that_part_before_the_start(rules: Rules) -> None:
    (finding,) = found(rules, "G04", carried_out("difference_in_differences", panel(1.5), **DID))
    assert (finding.evidence, finding.where.file) == (EvidenceClass.LEAD, "data.csv")
    assert "不成立" in finding.message


def test_parallel_trends_in_the_data_stand_for_what_the_report_leaves_out(rules: Rules) -> None:
    said = "采用双重差分法估计净效应。"
    sound = carried_out("difference_in_differences", panel(0.0), **DID)
    assert found(rules, "G04", sound, report=said) == []
    assert len(found(rules, "G04", report=said)) == 1


def test_one_year_before_has_no_power(rules: Rules) -> None:
    short = carried_out("difference_in_differences", panel(0.0, range(2021, 2024)), **DID)
    assert verdicts(rules, short)["G04"] is Verdict.NO_POWER


def test_one_treated_cluster(rules: Rules) -> None:
    frame = panel(0.0)
    frame["治理"] = (frame["村"] == "村1").astype(int)
    frame["首年"] = np.where(frame["治理"] == 1, 2022, 0)
    runs = carried_out("event_study", frame, outcome="率", unit="村", time="年", first_treated="首年")
    assert [one.evidence for one in found(rules, "G05", runs)] == [EvidenceClass.RULE]


def test_judgements_that_the_method_refuses_or_finds_inconsistent(rules: Rules) -> None:
    names = ["甲", "乙", "丙"]
    broken = pd.DataFrame([[1, 3, 5], [3, 1, 2], [0.2, 0.5, 1]], columns=names)
    wild = pd.DataFrame([[1, 5, 0.25], [0.2, 1, 6], [4, 1 / 6, 1]], columns=names)
    sound = pd.DataFrame([[1, 3, 5], [1 / 3, 1, 2], [0.2, 0.5, 1]], columns=names)
    for frame in (broken, wild):
        (finding,) = found(rules, "G01", carried_out("analytic_hierarchy_process", frame))
        assert finding.evidence is EvidenceClass.PROOF
    assert found(rules, "G01", carried_out("analytic_hierarchy_process", sound)) == []


def towns(count: int, direction: int) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    money = rng.uniform(50, 150, count)
    output = 200 + direction * money + rng.normal(0, 10, count)
    return pd.DataFrame({"镇": [f"镇{at}" for at in range(count)], "投资": money, "产量": output})


DEA = {"unit": "镇", "inputs": ["投资"], "outputs": ["产量"]}


def test_too_few_units_and_outputs_that_fall(rules: Rules) -> None:
    (few,) = found(rules, "G03", carried_out("data_envelopment_analysis", towns(4, 1), **DEA))
    assert "至少要6个" in few.message
    assert found(rules, "G03", carried_out("data_envelopment_analysis", towns(20, 1), **DEA)) == []
    (falling,) = found(rules, "G03", carried_out("data_envelopment_analysis", towns(20, -1), **DEA))
    assert (falling.evidence, falling.recomputed) == (EvidenceClass.LEAD, "≥0")


def test_regressors_of_one_kind(rules: Rules) -> None:
    rng = np.random.default_rng(5)
    first = rng.normal(0, 1, 80)
    frame = pd.DataFrame(
        {"结果": first + rng.normal(0, 1, 80), "因素一": first, "因素二": first + rng.normal(0, 0.05, 80)}
    )
    runs = carried_out("driver_regression", frame, outcome="结果", drivers=["因素一", "因素二"])
    assert [one.evidence for one in found(rules, "G06", runs)] == [EvidenceClass.LEAD]


@pytest.mark.parametrize(("shift", "count"), [(2.5, 1), (0.0, 0)])
def test_groups_that_matching_leaves_apart(rules: Rules, shift: float, count: int) -> None:
    rng = np.random.default_rng(11)
    treated = np.repeat([1, 0], 150)
    size = rng.normal(0, 1, 300) + shift * treated
    frame = pd.DataFrame({"治理": treated, "规模": size, "收入": size + rng.normal(0, 1, 300)})
    runs = carried_out("matching", frame, outcome="收入", treated="治理", covariates=["规模"])
    serious = [one for one in found(rules, "G09", runs) if "协变量相近" in one.message]
    assert len(serious) == count


def test_the_face_hands_over_what_the_methods_of_a_case_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    """A method that refuses its data does not keep the others from running, and none is run twice."""
    case = face.open_case(face.sample_case())
    broken = MethodCall(
        "M9", "data_envelopment_analysis", "costs", {"unit": "村", "inputs": ["没有"], "outputs": ["没有"]}, ()
    )
    did = next(call for call in case.methods if call.method == "difference_in_differences")
    given = {did.id: face.run_methods(replace(case, methods=(did,)))[did.id]}
    monkeypatch.setattr(
        method_calls, "_run_method", lambda case, call: run(call.method, case.tables[call.table], **call.options)
    )
    audit = face.check_case(replace(case, methods=(did, broken)), results=given)
    refused = [one for one in audit.findings if one.id == "G03"]
    assert [one.where.file for one in refused] == ["costs.csv"]
    assert audit.coverage.verdicts["G04"] is Verdict.PASSED
