"""公众评判法: what the public and the experts say, and how sure it is."""

from __future__ import annotations

from yzperf.methods.public_judgement.calibration import calibrate_weights
from yzperf.methods.public_judgement.delphi import delphi_rounds
from yzperf.methods.public_judgement.fleiss import fleiss_kappa
from yzperf.methods.public_judgement.importance import importance_performance_analysis
from yzperf.methods.public_judgement.intraclass import intraclass_correlation
from yzperf.methods.public_judgement.kendall import kendall_w
from yzperf.methods.public_judgement.krippendorff import krippendorff_alpha
from yzperf.methods.public_judgement.nonresponse import nonresponse_analysis
from yzperf.methods.public_judgement.omega import mcdonald_omega
from yzperf.methods.public_judgement.promoters import net_promoter_score
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
    "importance_performance_analysis",
    "intraclass_correlation",
    "kendall_w",
    "krippendorff_alpha",
    "mcdonald_omega",
    "net_promoter_score",
    "nonresponse_analysis",
    "sample_size_planner",
    "satisfaction_estimate",
    "survey_estimate",
    "weighted_kappa",
]
