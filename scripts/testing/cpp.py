"""The C++ side: building a preset, and the doctest programs that it made."""

import json
import os
import subprocess

import counts
from process import ROOT, run
from report import Outcome

SANITIZER_WORDS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1",
    "ASAN_SYMBOLIZER_PATH": "/usr/bin/llvm-symbolizer-19",
    "TSAN_SYMBOLIZER_PATH": "/usr/bin/llvm-symbolizer-19",
}
PROGRAM_SECONDS_MAX = 600
BUILD_SECONDS_MAX = 3000


def sanitizer_environment():
    """An unusable symbolizer path stops a sanitizer, so only one that is there is named."""
    return {name: value for name, value in SANITIZER_WORDS.items()
            if not name.endswith("_PATH") or os.path.exists(value)}


def build(report, preset, targets=()):
    """Whether the preset is built now. A failure is a failed case; a success is only said."""
    folder = ROOT / "build" / preset
    seconds = 0.0
    commands = [["ninja", "-C", folder, f"-j{os.cpu_count() or 2}", *targets]]
    if not (folder / "build.ninja").exists():
        commands.insert(0, ["cmake", "--preset", preset])
    report.say(f"Building ({preset}) …")
    for command in commands:
        finished = run(command, f"build-{preset}", BUILD_SECONDS_MAX)
        seconds += finished.seconds
        if not finished.ok:
            report.add(Outcome(f"build {preset}", 0, 1, seconds, _errors_of(finished.output)))
            return False
    report.say(f"Built ({preset}) in {seconds:.0f} s")
    return True


def _errors_of(output):
    """From the first failed step on: ninja goes on with what was already running."""
    at = output.find("FAILED: ")
    return output[at:] if at != -1 else output


def programs(preset):
    """{name: command} of every test that CTest knows, without the doctest framework's own guesses."""
    result = subprocess.run(["ctest", "--test-dir", f"build/{preset}", "--show-only=json-v1"], cwd=ROOT,
                            capture_output=True, text=True, check=False)
    if result.returncode != 0:
        return {}
    return {test["name"]: test["command"] for test in json.loads(result.stdout)["tests"] if "command" in test}


def _pattern(parts):
    return ",".join("*" + part.replace(",", "\\,") + "*" for part in parts)


def run_programs(report, preset, selection, label=""):
    for name, command in programs(preset).items():
        whole = selection.whole_program(name) or bool(label)
        if not whole and not selection.parts:
            continue
        words = [] if whole else [f"--test-case={_pattern(selection.parts)}"]
        finished = run([*command, *words], f"{preset}-{name}", PROGRAM_SECONDS_MAX, sanitizer_environment())
        passed, failed = counts.judged(counts.doctest(finished.output), finished)
        report.add(Outcome(label + name, passed, failed, finished.seconds, finished.output))
