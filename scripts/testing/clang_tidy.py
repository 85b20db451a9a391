"""clang-tidy on every source of src/, a case each. A file that passed is not read again until something that it
includes has changed. That a header comes in through another is no finding: a source may rely on its own header."""

import re
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

    def explain(path, result):
        found = [line for line in result.stdout.splitlines()
                 if re.search(r": (?:warning|error): ", line) and "no header providing" not in line]
        if result.returncode == 0 and not found:
            return None
        finding = Finding(path, 0, "\n  ".join(["clang-tidy finds", *(found or [result.stderr[-2000:]])]))
        print(finding, flush=True)
        return finding

    findings = compiled.run_each(
        tree, "clang-tidy", sources,
        lambda path: compiled.hash_of(tree.text(".clang-tidy"), *[
            part for reached in compiled.reached(tree, path) for part in (reached, tree.text(reached))]),
        lambda path: [PROGRAM, "--quiet", "-p", "build/dev", path], explain)
    print(f"clang-tidy: {len(sources) - len(findings)} passed, {len(findings)} failed")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
