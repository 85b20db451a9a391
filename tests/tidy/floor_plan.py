"""Which folder of src/ may include which: src/FLOOR_PLAN, read and enforced."""

from fnmatch import fnmatchcase

from cpp_scanner import includes
from tree import CPP, Finding

PLAN = "src/FLOOR_PLAN"


def read_plan(lines):
    """[(pattern, [patterns it may include])] in the order of the file."""
    rows = []
    for line in lines:
        words = line.split("#")[0].split()
        if words:
            rows.append((words[0], words[1:]))
    return rows


def folder_of(path, rows):
    """The folder of the plan that `path` (below src/) lies in: `features/chat`, `base`."""
    parts = path.split("/")[:-1]
    for depth in range(len(parts), 0, -1):
        folder = "/".join(parts[:depth])
        if any(fnmatchcase(folder, pattern) and pattern.count("/") == folder.count("/") for pattern, _ in rows):
            return folder
    return None


def allowed(folder, rows):
    """What `folder` may include. A line that names it wins over one with a `*`."""
    exact = [targets for pattern, targets in rows if pattern == folder]
    wide = [targets for pattern, targets in rows if fnmatchcase(folder, pattern)]
    return (exact or wide or [[]])[0]


def check_includes(tree):
    rows = read_plan(tree.lines(PLAN))
    known = {path[len("src/"):] for path in tree.below("src", ending=CPP)}
    findings, edges = [], {}
    for path in tree.below("src", ending=CPP):
        folder = folder_of(path[len("src/"):], rows)
        if folder is None:
            findings.append(Finding(path, 0, f"lies in no folder of {PLAN}"))
            continue
        for line, name in includes(tree.lines(path)):
            if name.startswith(("./", "../")):
                findings.append(Finding(path, line, f'"{name}": include by the path below src/'))
            if name not in known:
                continue
            target = folder_of(name, rows)
            if target is None or target == folder:
                continue
            edges.setdefault((folder, target), (path, line))
            if not any(fnmatchcase(target, pattern) for pattern in allowed(folder, rows)):
                findings.append(Finding(path, line, f"{folder} may not include {target} ({PLAN})"))
    for (folder, target), (path, line) in sorted(edges.items()):
        if folder < target and (target, folder) in edges:
            findings.append(Finding(path, line, f"{folder} and {target} include each other"))
    return findings
