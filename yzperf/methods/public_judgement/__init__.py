"""公众评判法: what the public and the experts say, and how sure it is."""

from __future__ import annotations

from yzperf.methods.public_judgement.calibration import calibrate_weights
from yzperf.methods.public_judgement.delphi import delphi_rounds
from yzperf.methods.public_judgement.fleiss import fleiss_kappa
from yzperf.methods.public_judgement.intraclass import intraclass_correlation
from yzperf.methods.public_judgement.kendall import kendall_w
from yzperf.methods.public_judgement.krippendorff import krippendorff_alpha
from yzperf.methods.public_judgement.omega import mcdonald_omega
from yzperf.methods.public_judgement.reliability import cronbach_alpha
from yzperf.methods.public_judgement.sample_plan import sample_size_planner
from yzperf.methods.public_judgement.satisfaction import satisfaction_estimate
from yzperf.methods.public_judgement.survey import survey_estimate
from yzperf.methods.public_judgement.weighted_kappa import weighted_kappa

__all__ = [
    "calibrate_weights",
    "cronbach_alpha",
    "delphi_rounds",
    "fleiss_kappa",
    "intraclass_correlation",
    "kendall_w",
    "krippendorff_alpha",
    "mcdonald_omega",
    "sample_size_planner",
    "satisfaction_estimate",
    "survey_estimate",
    "weighted_kappa",
]
