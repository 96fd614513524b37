"""``python -m yzperf``: the same as the command ``yzperf``."""

from yzperf.cli import main

main()
