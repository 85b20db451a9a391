"""The kinds that are not C++: tidy, documents, the web client's own tests, end to end, clang-tidy."""

import json
import re
import shutil
import sys

import counts
import cpp
from process import LOGS, ROOT, run
from report import Outcome

E2E = ROOT / "tests" / "e2e"
WEB = ROOT / "web"


def run_tidy(report):
    report.say("Reading the tree (tidy) …")
    finished = run([sys.executable, "tests/tidy"], "tidy", 1800)
    report.add(Outcome("tidy", *counts.judged(counts.closing_line(finished.output), finished), finished.seconds,
                       finished.output))
    for folder in ("tests/tidy", "scripts/testing"):
        finished = run([sys.executable, "-m", "unittest", "discover", "-s", folder], "tidy-itself", 300)
        report.add(Outcome(f"tests of {folder}", *counts.judged(counts.unittest(finished.output), finished),
                           finished.seconds, finished.output))


# A document that a command prints, so that what is written is what is so.
PRINTED = {"docs/settings.md": ["settings", "--markdown"]}


def run_documents(report):
    """Each in an empty folder and environment, so that no setting of this machine slips in."""
    for path, words in PRINTED.items():
        folder = ROOT / "build" / "documents"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        finished = run(["env", "-i", ROOT / "build/dev/switchboard", *words], "documents", 60, cwd=folder)
        written = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).exists() else None
        in_step = finished.ok and written == finished.output
        report.add(Outcome(f"docs {path}", int(in_step), int(not in_step), finished.seconds,
                           f"{path}: out of step with `switchboard {' '.join(words)}`\n{finished.output[-2000:]}"))


def run_web(report, selection):
    if not (WEB / "package.json").exists():
        return
    scripts = json.loads((WEB / "package.json").read_text(encoding="utf-8"))["scripts"]
    if selection.whole("web"):
        for name in ("lint", "typecheck"):
            if name in scripts:
                finished = run(["npm", "run", "--silent", name], f"web-{name}", 300, cwd=WEB)
                report.add(Outcome(f"web {name}", int(finished.ok), int(not finished.ok), finished.seconds,
                                   finished.output))
    elif not selection.parts:
        return
    result = LOGS / "vitest.json"
    result.unlink(missing_ok=True)
    words = [] if selection.whole("web") else ["-t", "|".join(map(re.escape, selection.parts)), "--passWithNoTests"]
    finished = run(["node", "node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json",
                    f"--outputFile.json={result}", *words], "web-vitest", 300, {"NO_COLOR": "1"}, cwd=WEB)
    found = counts.vitest(result.read_text(encoding="utf-8")) if result.exists() else None
    report.add(Outcome("web tests", *counts.judged(found, finished), finished.seconds, finished.output))


def run_e2e(report, selection, preset="dev", label=""):
    files = sorted(E2E.glob("*.mjs"))
    words, wanted = [], files
    if not selection.whole("e2e") and not label:
        by_file = [file for file in files if any(part in file.stem for part in selection.parts)]
        if by_file:
            wanted = by_file
        elif selection.parts:
            words = ["--test-name-pattern=" + "|".join(map(re.escape, selection.parts))]
        else:
            return
    if not wanted:
        return
    environment = {"SWITCHBOARD_BINARY": str(ROOT / "build" / preset / "switchboard"), "NO_COLOR": "1",
                   **cpp.sanitizer_environment()}
    report.say(f"Running {label}e2e …")
    finished = run(["node", "--test", "--test-concurrency=2", "--test-reporter=spec", *words, *wanted],
                   f"e2e-{preset}", 1500, environment, cwd=E2E)
    at = finished.output.find("failing tests:")
    report.add(Outcome(label + "e2e", *counts.judged(counts.node(finished.output), finished), finished.seconds,
                       finished.output[at:] if at != -1 else finished.output))


def run_clang_tidy(report):
    report.say("Running clang-tidy …")
    finished = run([sys.executable, "scripts/testing/clang_tidy.py"], "clang-tidy", 3600)
    report.add(Outcome("clang-tidy", *counts.judged(counts.closing_line(finished.output), finished), finished.seconds,
                       finished.output))
