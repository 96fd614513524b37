"""Which tests of a run on several workers stay together: those of a file, and all that start one and the same Spark."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

# A Spark takes ten seconds to start and is slow until it has compiled what it does: one worker has it, not all.
TOGETHER = ("tests/portfolio/",)


class SharedServers(LoadFileScheduling):
    """``--dist loadfile``, where some folders count as one file."""

    def _split_scope(self, nodeid: str) -> str:
        folders = (folder for folder in TOGETHER if nodeid.startswith(folder))
        return next(folders, super()._split_scope(nodeid))
