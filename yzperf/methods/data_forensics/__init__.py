"""数据核验: whether printed figures and survey answers can be genuine. What these find are leads, not proofs of a wrong."""

from yzperf.methods.data_forensics.answer_patterns import near_duplicates, straight_lining
from yzperf.methods.data_forensics.first_digits import benford_test
from yzperf.methods.data_forensics.granularity import granularity_test

__all__ = ["benford_test", "granularity_test", "near_duplicates", "straight_lining"]
