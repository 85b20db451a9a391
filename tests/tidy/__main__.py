"""Reads the tree as a reviewer would who knows the rules by heart. Prints one line a finding.

    python3 tests/tidy [NAME...]            only the checks whose name has one of the words
    python3 tests/tidy --root FOLDER        another tree
"""

import argparse
import sys
from pathlib import Path

import compiled
import floor_plan
import floors
import sizes
import words
from tree import Tree

CHECKS = {
    "folders include only what the floor plan allows": floor_plan.check_includes,
    "files are short enough to read": sizes.check_files,
    "functions are short enough to hold in mind": sizes.check_functions,
    "lines fit": sizes.check_lines,
    "comments are short": sizes.check_comments,
    "names say what things are": words.check_names,
    "verbs say what is done": words.check_verbs,
    "nothing is left unfinished": words.check_unfinished,
    "no path of one machine": words.check_machine_paths,
    "lock files name no registry": words.check_lock_files,
    "threads and descriptors stay in runtime": floors.check_runtime_only,
    "C++ is formatted": compiled.check_format,
    "headers compile alone": compiled.check_headers,
}


def main():
    parser = argparse.ArgumentParser(prog="tests/tidy")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--root", default=Path(__file__).resolve().parents[2])
    arguments = parser.parse_args()
    tree = Tree(arguments.root)
    passed = failed = 0
    for name, check in CHECKS.items():
        if arguments.names and not any(word in name for word in arguments.names):
            continue
        findings = check(tree)
        for finding in sorted(findings):
            print(finding)
        if findings:
            print(f"failed: {name} ({len(findings)})")
        passed, failed = passed + (not findings), failed + bool(findings)
    print(f"tidy: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
