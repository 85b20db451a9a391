"""Every kind of test, in the order in which a mistake shows soonest. Started by ./test, which installs first."""

import argparse
import os
import sys
import time

import cpp
import fuzzing
import scripted
from process import ROOT, adopt_orphans, end_everything, end_everything_on_signals
from report import Outcome, Report
from selection import Selection


def parsed():
    parser = argparse.ArgumentParser(prog="./test", description="Every kind of test; ends with `N passed, N failed`.")
    parser.add_argument("names", nargs="*", metavar="NAME",
                        help="a kind (tidy, unit, contract, scenario, docs, web, fuzz, e2e), a program (unit_base) or "
                             "a part of a test's name")
    parser.add_argument("--full", action="store_true", help="adds TSan, g++, clang-tidy and longer fuzzing")
    return parser.parse_args()


def run_quick(report, selection, full):
    if selection.whole("tidy"):
        scripted.run_tidy(report)
    if selection.touches("web"):
        scripted.run_web(report, selection)
    built = selection.touches("unit", "contract", "scenario", "docs", "e2e") and cpp.build(report, "dev")
    if built:
        cpp.run_programs(report, "dev", selection)
    chosen, fuzzers = fuzzing.chosen(selection), ()
    if chosen and cpp.build(report, "fuzz", ["fuzzers"]):
        fuzzers = fuzzing.start(report, chosen, full)
    if built and selection.whole("docs"):
        scripted.run_documents(report)
    if built and selection.touches("e2e"):
        scripted.run_e2e(report, selection)
    fuzzing.finish(report, fuzzers)


def run_more(report, selection):
    """What only `--full` runs, or one who asks for it by name."""
    if selection.whole("tsan") and cpp.build(report, "tsan"):
        cpp.run_programs(report, "tsan", selection, "tsan ")
        scripted.run_e2e(report, selection, "tsan", "tsan ")
    if selection.whole("gcc") and cpp.build(report, "gcc"):
        cpp.run_programs(report, "gcc", selection, "gcc ")
    if selection.whole("clang-tidy"):
        scripted.run_clang_tidy(report)


def main():
    arguments = parsed()
    os.chdir(ROOT)
    adopt_orphans()
    end_everything_on_signals()
    started = time.monotonic()
    report = Report()
    for failed in filter(None, os.environ.get("SWITCHBOARD_NOT_PREPARED", "").split(",")):
        report.add(Outcome(failed, 0, 1, output="see above"))
    selection = Selection(arguments.names, tuple(fuzzing.sources()))
    run_quick(report, selection, arguments.full)
    if arguments.full or any(name in ("tsan", "gcc", "clang-tidy") for name in arguments.names):
        run_more(report, selection)
    left = end_everything()
    if left:
        report.add(Outcome("processes left behind", 0, len(left), output="\n".join(left)))
    if arguments.names and not report.outcomes:
        report.say(f"Nothing is called {', '.join(arguments.names)}.")
    report.say(f"Took {time.monotonic() - started:.0f} s")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
