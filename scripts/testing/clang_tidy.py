"""clang-tidy on every source of src/, a case each. A file that passed is not read again until something that it
includes has changed."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tidy"))

import compiled  # noqa: E402
from tree import Finding, Tree  # noqa: E402

PROGRAM = "clang-tidy-19"


def main():
    tree = Tree(ROOT)
    sources = tree.below("src", ending=(".cpp",))

    def explain(path, output):
        return Finding(path, 0, "clang-tidy\n" + output)

    findings = compiled.run_each(
        tree, "clang-tidy", sources,
        lambda path: compiled.hash_of(tree.text(".clang-tidy"), *[
            part for reached in compiled.reached(tree, path) for part in (reached, tree.text(reached))]),
        lambda path: [PROGRAM, "--quiet", "-p", "build/dev", path], explain)
    for finding in findings:
        print(finding)
    print(f"clang-tidy: {len(sources) - len(findings)} passed, {len(findings)} failed")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
