"""方法选择: which methods the data of a case allow, which they do not, and what would be needed."""

from yzperf.methods.suggestion.suggest import suggest

__all__ = ["suggest"]
