"""What was run, as it is told: a line a kind, the output of what failed, and the closing count."""

import sys
from dataclasses import dataclass

SHOWN_LINES_MAX = 300


@dataclass
class Outcome:
    name: str
    passed: int
    failed: int
    seconds: float = 0.0
    output: str = ""  # shown when something failed
    note: str = ""


class Report:
    def __init__(self, out=sys.stdout):
        self.out = out
        self.outcomes = []

    def say(self, text):
        print(text, file=self.out, flush=True)

    def add(self, outcome):
        if outcome.passed + outcome.failed == 0 and not outcome.note:
            return
        self.outcomes.append(outcome)
        if outcome.failed:
            self.say(f"--- {outcome.name}: what failed")
            lines = outcome.output.rstrip().splitlines()
            if len(lines) > SHOWN_LINES_MAX:
                self.say(f"(the last {SHOWN_LINES_MAX} of {len(lines)} lines; all of them: build/log)")
            for line in lines[-SHOWN_LINES_MAX:]:
                self.say(line)
            self.say("---")
        counts = f"{outcome.passed} passed, {outcome.failed} failed"
        note = f"; {outcome.note}" if outcome.note else ""
        self.say(f"{outcome.name}: {counts} ({outcome.seconds:.1f} s){note}")

    def close(self):
        """Says the one last line; returns the exit status."""
        passed = sum(outcome.passed for outcome in self.outcomes)
        failed = sum(outcome.failed for outcome in self.outcomes)
        names = [outcome.name for outcome in self.outcomes if outcome.failed]
        if names:
            self.say("failed: " + ", ".join(names))
        self.say(f"{passed} passed, {failed} failed")
        return 1 if failed or passed == 0 else 0
