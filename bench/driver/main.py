"""The command line of bench/run."""
import argparse
import dataclasses
import signal
import sys

from driver import building, places, report
from driver.rounds import QUICK, Pace, known_names, measure
from driver.servers import Broken


def _parse(words):
    parser = argparse.ArgumentParser(
        prog="bench/run",
        description="Measures the floor, ours and the peers in interleaved rounds. Without names "
        "it measures everything and writes docs/performance.md.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known_names()))
    parser.add_argument("--quick", action="store_true", help="few, short rounds: does it work?")
    parser.add_argument("--rounds", type=int, help="how many rounds")
    parser.add_argument("--seconds", type=float, help="how long each stretch is measured")
    parser.add_argument("--no-build", action="store_true", help="measure what is already built")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md alone")
    asked = parser.parse_args(words)
    unknown = set(asked.names) - set(known_names())
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known_names())}")
    return asked


def _pace(asked):
    pace = QUICK if asked.quick else Pace()
    if asked.rounds is not None:
        pace = dataclasses.replace(pace, rounds=max(1, asked.rounds))
    if asked.seconds is not None:
        pace = dataclasses.replace(pace, seconds=max(0.1, asked.seconds))
    return pace


def main(words):
    # As an exception, so that every server and load is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked = _parse(words)
    pace = _pace(asked)
    try:
        building.prepare(build=not asked.no_build)
    except Broken as why:
        print(why, file=sys.stderr)
        return 1
    rounds = measure(pace, set(asked.names) or set(known_names()))
    print()
    print(report.text(rounds, pace))
    print(f"every round: {places.ROUNDS.relative_to(places.ROOT)}")
    if not asked.names and not asked.no_write:
        report.write(rounds, pace)
        print(f"written: {places.PAGE.relative_to(places.ROOT)}")
    return 0
