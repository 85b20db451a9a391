"""Words that have no place here: in names, in what is unfinished, in what belongs to one machine."""

import json
import re

from cpp_scanner import type_names, without_comments_and_literals
from tree import CPP, SCRIPT, Finding

BANNED = {"manager", "helper", "helpers", "util", "utils", "utility", "processor", "data", "info", "context",
          "common", "misc", "v2"}
HOUSE = ("src", "tests", "bench", "scripts", "web/src", "cmake")


def words_of(name):
    """`HttpServerInfo`, `http_server_info` and `http-server-info` alike."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|v2", name)]


def check_names(tree):
    findings = []
    for path in tree.below(*HOUSE):
        if path.startswith("tests/fuzz/corpus/"):
            continue
        for part in path.split("/"):
            for word in BANNED.intersection(words_of(part.split(".")[0])):
                findings.append(Finding(path, 0, f"'{word}' says nothing in the name of a file"))
        if path.endswith(CPP):
            for line, name in type_names(tree.text(path)):
                for word in BANNED.intersection(words_of(name)):
                    findings.append(Finding(path, line, f"'{word}' says nothing in the type {name}"))
    return sorted(set(findings))


_EMPTY_VERB = re.compile(r"(?<![\w:.>])(?:do|perform|process)_\w+\s*\([^;]*\)[^;]*\{")


def check_verbs(tree):
    findings = []
    for path in tree.below("src", ending=CPP):
        for number, line in enumerate(without_comments_and_literals(tree.text(path)).split("\n"), 1):
            if _EMPTY_VERB.search(line):
                findings.append(Finding(path, number, "a function's verb says what it does, not do/perform/process"))
    return findings


_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|(?://|#|/\*|--).*\b(?:[Ff]or now|[Nn]ot (?:yet )?implemented)\b")
_SKIPPED = re.compile(r"\b(?:it|test|describe)\.(?:skip|only|todo)\(|doctest::skip|\bDISABLED_")


def check_unfinished(tree):
    findings = []
    for path in tree.below(*HOUSE, ending=CPP + SCRIPT + (".py", ".sh", ".sql", ".cmake", ".css")):
        if path.startswith("tests/tidy/"):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            if _UNFINISHED.search(line):
                findings.append(Finding(path, number, "sounds unfinished; finish it or file it"))
            if _SKIPPED.search(line):
                findings.append(Finding(path, number, "a test that does not run"))
    return findings


def check_machine_paths(tree):
    """Neither the folder that this clone lies in nor anybody's home may be in a file."""
    here = str(tree.root.resolve().parent).rstrip("/") + "/"
    pattern = re.compile(r"(?<![\w.])(?:" + re.escape(here) + r"|/(?:root|home/\w+)/)") if len(here) > 1 else \
        re.compile(r"(?<![\w.])/(?:root|home/\w+)/")
    findings = []
    for path in tree.paths:
        if path.startswith(("tests/tidy/", "tests/fuzz/corpus/")) or path.endswith((".png", ".ico", ".woff2", ".der")):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            if pattern.search(line):
                findings.append(Finding(path, number, "a path of one machine"))
    return findings


def check_lock_files(tree):
    """A lock file names packages and hashes; which registry supplies them is the installing machine's matter."""
    findings = []
    for path in tree.paths:
        if not path.endswith("package-lock.json"):
            continue
        for name, package in json.loads(tree.text(path)).get("packages", {}).items():
            resolved = package.get("resolved", "")
            if resolved and not resolved.startswith("https://registry.npmjs.org/"):
                findings.append(Finding(path, 0, f"{name} is resolved to {resolved.split('/')[2:3] or resolved}"))
            if name and not package.get("link") and "integrity" not in package and not package.get("inBundle"):
                findings.append(Finding(path, 0, f"{name} has no integrity hash"))
    return findings
