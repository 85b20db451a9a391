"""The counts are read from what the runners really print, and a runner that fell over is never a success."""

import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))

import counts
import fuzzing
from process import Finished, end_everything, run
from report import Outcome, Report
from selection import Selection

OK, FELL_OVER = Finished(0, "", 1.0, False), Finished(-11, "", 1.0, False)


class Counts(unittest.TestCase):
    def test_doctest(self):
        output = "[doctest] test cases:  12 |  10 passed | 2 failed | 1 skipped\n[doctest] assertions: 9 | 9 passed |"
        self.assertEqual(counts.doctest(output), (10, 2))
        self.assertIsNone(counts.doctest("Segmentation fault"))

    def test_node(self):
        self.assertEqual(counts.node("ℹ tests 9\nℹ suites 0\nℹ pass 5\nℹ fail 3\nℹ cancelled 1\nℹ skipped 0\n"), (5, 4))
        self.assertIsNone(counts.node("Error: no such file"))

    def test_vitest(self):
        self.assertEqual(counts.vitest('{"numPassedTests": 7, "numFailedTests": 1, "testResults": ['
                                       '{"status": "failed", "assertionResults": []}]}'), (7, 2))
        self.assertIsNone(counts.vitest("not json"))

    def test_unittest(self):
        self.assertEqual(counts.unittest("Ran 9 tests in 1s\n\nFAILED (failures=1, errors=2)"), (6, 3))

    def test_a_runner_that_fell_over_has_failed(self):
        self.assertEqual(counts.judged((5, 0), FELL_OVER), (5, 1))
        self.assertEqual(counts.judged(None, OK), (0, 1))
        self.assertEqual(counts.judged((5, 0), OK), (5, 0))
        self.assertEqual(counts.judged((5, 2), FELL_OVER), (5, 2))


class Telling(unittest.TestCase):
    def closed(self, *outcomes):
        report = Report(io.StringIO())
        for outcome in outcomes:
            report.add(outcome)
        return report.close(), report.out.getvalue()

    def test_the_last_line_counts_everything(self):
        status, text = self.closed(Outcome("a", 3, 0), Outcome("b", 2, 1, output="b: it broke"))
        self.assertEqual(status, 1)
        self.assertEqual(text.splitlines()[-1], "5 passed, 1 failed")
        self.assertIn("b: it broke", text)

    def test_no_test_at_all_is_a_failure(self):
        self.assertEqual(self.closed()[0], 1)
        self.assertEqual(self.closed(Outcome("a", 1, 0))[0], 0)

    def test_what_a_name_selects(self):
        selection = Selection(["unit_base", "scenario", "json", "reconnects"], ("json",))
        self.assertTrue(selection.whole_program("unit_base") and selection.whole_program("scenario"))
        self.assertFalse(selection.whole_program("unit_model") or selection.whole_program("contract"))
        self.assertFalse(selection.whole("e2e"))
        self.assertEqual(selection.parts, ["reconnects"])
        self.assertTrue(selection.touches("e2e"), "a part of a name may be anywhere")
        self.assertFalse(Selection(["fuzz", "unit"]).touches("e2e", "web"))
        self.assertTrue(Selection(["unit"]).whole_program("unit_base"))
        self.assertTrue(Selection([]).touches("web") and Selection([]).whole("tidy"))


class Fuzzing(unittest.TestCase):
    def outcome(self, folder, script):
        program = Path(folder, "tests/fuzz/fuzz_made_up")
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
        program.chmod(0o755)
        report = Report(io.StringIO())
        fuzzing.finish(report, fuzzing.start(report, ["made_up"], False))
        return report.outcomes[0]

    def test_it_yields_to_others_and_what_passed_is_not_run_again(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(fuzzing, "FOLDER", Path(folder)):
            self.assertIn("it broke", self.outcome(folder, "echo it broke; exit 77").output)
            outcome = self.outcome(folder, "nice")
            self.assertEqual((outcome.passed, outcome.failed, outcome.output), (1, 0, "19"))
            self.assertIn("not run again", self.outcome(folder, "nice").note)


class Processes(unittest.TestCase):
    def test_one_that_hangs_is_stopped_with_its_children(self):
        finished = run(["sh", "-c", "sleep 60 & sleep 60"], "test-hang", 0.2)
        self.assertTrue(finished.timed_out)
        self.assertFalse(finished.ok)
        self.assertEqual(end_everything(), [])

    def test_output_and_status_are_kept(self):
        finished = run(["sh", "-c", "echo out; echo err >&2; exit 3"], "test-output", 10)
        self.assertEqual((finished.status, finished.output), (3, "out\nerr\n"))


if __name__ == "__main__":
    unittest.main()
