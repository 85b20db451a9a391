"""The files that git knows or would know, and what a finding looks like."""

import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int  # 0: the file as a whole
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"


class Tree:
    """A folder with files in it; paths are relative to it and use `/`."""

    def __init__(self, root, paths=None):
        self.root = Path(root)
        self.paths = sorted(paths if paths is not None else self._listed_by_git())

    def _listed_by_git(self):
        command = ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
        return {name for name in names if name and (self.root / name).is_file()}

    def below(self, *folders, ending=()):
        """Paths below any of the folders whose name ends in one of the endings."""
        starts = tuple(folder.rstrip("/") + "/" for folder in folders)
        return [p for p in self.paths if p.startswith(starts) and (not ending or p.endswith(tuple(ending)))]

    @lru_cache(maxsize=None)
    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def lines(self, path):
        return self.text(path).splitlines()


CPP = (".hpp", ".cpp")
SCRIPT = (".ts", ".tsx", ".mjs", ".js")
