"""The closed loop of the 25 tasks (闭环): what is done around a single evaluation."""

from yzperf.cycle.spot_checks import SpotCheckDesign, SpotCheckSample, draw_spot_checks

__all__ = ["SpotCheckDesign", "SpotCheckSample", "draw_spot_checks"]
