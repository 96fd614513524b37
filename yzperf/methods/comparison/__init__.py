"""比较法: the object against a standard, against itself before, and against others not treated."""

from __future__ import annotations

from yzperf.methods.comparison.before_after import before_after_comparison
from yzperf.methods.comparison.callaway_santanna import callaway_santanna
from yzperf.methods.comparison.cluster_bootstrap import cluster_bootstrap
from yzperf.methods.comparison.difference_in_differences import difference_in_differences
from yzperf.methods.comparison.doubly_robust_estimation import doubly_robust_estimation
from yzperf.methods.comparison.event_study import event_study
from yzperf.methods.comparison.goodman_bacon import goodman_bacon_decomposition
from yzperf.methods.comparison.interrupted_time_series import interrupted_time_series
from yzperf.methods.comparison.inverse_probability_weighting import inverse_probability_weighting
from yzperf.methods.comparison.matching import matching
from yzperf.methods.comparison.randomisation_inference import randomisation_inference
from yzperf.methods.comparison.regression_discontinuity import regression_discontinuity
from yzperf.methods.comparison.sun_abraham import sun_abraham
from yzperf.methods.comparison.synthetic_control import synthetic_control
from yzperf.methods.comparison.synthetic_difference_in_differences import synthetic_difference_in_differences
from yzperf.methods.comparison.target_comparison import target_comparison
from yzperf.methods.comparison.trend_adjusted import trend_adjusted_change
from yzperf.methods.comparison.two_way_fixed_effects import two_way_fixed_effects
from yzperf.methods.comparison.wild_cluster_bootstrap import wild_cluster_bootstrap

__all__ = [
    "before_after_comparison",
    "callaway_santanna",
    "cluster_bootstrap",
    "difference_in_differences",
    "doubly_robust_estimation",
    "event_study",
    "goodman_bacon_decomposition",
    "interrupted_time_series",
    "inverse_probability_weighting",
    "matching",
    "randomisation_inference",
    "regression_discontinuity",
    "sun_abraham",
    "synthetic_control",
    "synthetic_difference_in_differences",
    "target_comparison",
    "trend_adjusted_change",
    "two_way_fixed_effects",
    "wild_cluster_bootstrap",
]
