"""Reads how many test cases passed and failed from what each runner prints. None: it never came to its count."""

import json
import re


def doctest(output):
    found = re.findall(r"^\[doctest\] test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed", output, re.MULTILINE)
    return (int(found[-1][1]), int(found[-1][2])) if found else None


def unittest(output):
    ran = re.search(r"^Ran (\d+) tests?", output, re.MULTILINE)
    if not ran:
        return None
    failed = sum(int(number) for number in re.findall(r"(?:failures|errors)=(\d+)", output))
    return int(ran.group(1)) - failed, failed


def node(output):
    """Node's own runner, in its `spec` words. Whole files that fell over count as failed."""
    def of(word):
        found = re.findall(rf"^\S+ {word} (\d+)", output, re.MULTILINE)
        return int(found[-1]) if found else None

    passed, failed, cancelled = of("pass"), of("fail"), of("cancelled")
    return None if passed is None or failed is None else (passed, failed + (cancelled or 0))


def vitest(text):
    """Vitest's JSON report. A file that fell over before its first test counts as one failed."""
    try:
        report = json.loads(text)
    except ValueError:
        return None
    broken = sum(1 for file in report.get("testResults", ())
                 if file.get("status") == "failed" and not any(t["status"] == "failed" for t in file["assertionResults"]))
    return report["numPassedTests"], report["numFailedTests"] + broken


def closing_line(output):
    """A program's own last `name: N passed, N failed`."""
    found = re.findall(r"(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    return (int(found[-1][0]), int(found[-1][1])) if found else None


def judged(counts, finished):
    """(passed, failed): a runner that fell over has failed, whatever it counted."""
    passed, failed = counts or (0, 0)
    if failed == 0 and (not finished.ok or counts is None):
        failed = 1
    return passed, failed
