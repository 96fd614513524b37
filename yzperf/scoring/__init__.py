"""What the rules prescribe (计分): items, budget line, total, grade."""

from yzperf.scoring.budget import Execution, read_execution
from yzperf.scoring.card import profile_of_layout, score_sheet
from yzperf.scoring.sensitivity import Sensitivity, grade_sensitivity

__all__ = ["Execution", "Sensitivity", "grade_sensitivity", "profile_of_layout", "read_execution", "score_sheet"]
