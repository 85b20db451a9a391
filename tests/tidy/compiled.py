"""Checks that run a tool for each file: headers compile alone, C++ is formatted. What passed once, by content, is kept."""

import hashlib
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from cpp_scanner import includes
from tree import CPP, Finding

CLANG, FORMAT = "clang++-19", "clang-format-19"
INCLUDE_FOLDERS = ("src", "tests", "bench")


class PassedBefore:
    """Remembers, in one file below build/, the hashes of what passed."""

    def __init__(self, path):
        self.path = path
        try:
            self.before = set(path.read_text(encoding="ascii").split())
        except OSError:
            self.before = set()
        self.now = set()

    def holds(self, key):
        if key in self.before:
            self.now.add(key)
            return True
        return False

    def keep(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n".join(sorted(self.now)) + "\n", encoding="ascii")


def reached(tree, path):
    """The header and every file of ours that it includes, however deep."""
    seen, waiting = set(), [path]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for _, name in includes(tree.lines(current)):
            waiting.extend(f"{folder}/{name}" for folder in INCLUDE_FOLDERS if f"{folder}/{name}" in tree.paths)
    return sorted(seen)


def hash_of(*parts):
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode() + b"\0")
    return total.hexdigest()


def run_each(tree, name, paths, key_of, command_of, explain):
    """`explain(path, output)` of each path's command: None, or what there is to find."""
    passed = PassedBefore(tree.root / "build" / "tidy" / f"{name}.passed")
    keys = {path: key_of(path) for path in paths}
    waiting = [path for path in paths if not passed.holds(keys[path])]

    def run(path):
        return path, subprocess.run(command_of(path), cwd=tree.root, stdin=subprocess.DEVNULL,
                                    capture_output=True, text=True, check=False)

    findings = []
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for path, result in pool.map(run, waiting):
            finding = explain(path, result)
            if finding is None:
                passed.now.add(keys[path])
                passed.keep()  # also when the rest is interrupted
            else:
                findings.append(finding)
    passed.keep()
    return findings


def opens_its_source(tree, header):
    """Whether the source of the same name includes it before anything else: then every build compiles it alone."""
    source = header.removesuffix(".hpp") + ".cpp"
    if source not in tree.paths:
        return False
    first = next((line for line in tree.lines(source) if line.startswith("#include")), "")
    return first.startswith('#include "') and header.endswith("/" + first.split('"')[1])


def check_headers(tree):
    flags = ["-std=c++23", "-Wall", "-Wextra", "-Wno-pragma-once-outside-header", "-fsyntax-only", "-x", "c++",
             *[f"-I{folder}" for folder in INCLUDE_FOLDERS], "-Ibuild/dev/src/generated"]

    def explain(path, result):
        if result.returncode == 0:
            return None
        first = next((line for line in result.stderr.splitlines() if "error:" in line), result.stderr.strip()[:300])
        return Finding(path, 0, f"does not compile alone: {first}")

    alone = [path for path in tree.below("src", "tests", "bench", ending=(".hpp",)) if not opens_its_source(tree, path)]
    return run_each(tree, "headers", alone,
                     lambda path: hash_of(*flags, *[part for p in reached(tree, path) for part in (p, tree.text(p))]),
                     lambda path: [CLANG, *flags, path], explain)


def check_format(tree):
    def explain(path, result):
        if result.returncode == 0:
            return None
        line = result.stderr.split(":")[1] if result.stderr.count(":") > 1 else ""
        return Finding(path, int(line) if line.isdigit() else 0, f"is not formatted ({FORMAT} -i {path})")

    return run_each(tree, "format", tree.below("src", "tests", "bench", ending=CPP),
                     lambda path: hash_of(tree.text(".clang-format"), path, tree.text(path)),
                     lambda path: [FORMAT, "--dry-run", "-Werror", path], explain)
