"""Rounds: in each, every contestant is measured once, and none is always first."""
import contextlib
import dataclasses
import json
import statistics
import time

from driver import contestants, loads, measurements, places, product, specials
from driver.servers import Broken


@dataclasses.dataclass(frozen=True)
class Pace:
    rounds: int = 15
    seconds: float = 0.4
    durable_seconds: float = 1.5
    idle_connections: int = 15_000
    churn_connections: int = 10_000
    flood_seconds: float = 12.0


QUICK = Pace(
    rounds=3,
    seconds=0.2,
    durable_seconds=0.5,
    idle_connections=2_000,
    churn_connections=2_000,
    flood_seconds=4.0,
)


class Rounds:
    """Every value by (measurement, contestant), one a round; what broke, by the same key."""

    def __init__(self):
        self.values = {}
        self.samples = []
        self.broken = {}

    def add(self, measurement, contestant, value, sample=None):
        values = self.values.setdefault((measurement, contestant), {})
        number = len(values)
        values[number] = value
        self.samples.append(
            {
                "round": number,
                "measurement": measurement,
                "contestant": contestant,
                "value": value,
                "sample": sample,
            }
        )
        print(f"  {number + 1}  {measurement:12} {contestant:24} {value:12.3f}", flush=True)

    def fail(self, measurement, contestant, why):
        self.broken[(measurement, contestant)] = str(why)
        print(f"  !  {measurement:12} {contestant:24} {why}", flush=True)

    def median(self, key):
        values = self.values.get(key)
        return statistics.median(values.values()) if values else None

    def ratios(self, key, against):
        """Paired: each round's value over the same round's other value, in order of rounds."""
        mine, theirs = self.values.get(key, {}), self.values.get(against, {})
        return [mine[number] / theirs[number] for number in sorted(mine) if theirs.get(number)]

    def save(self):
        broken = [{"measurement": m, "contestant": c, "why": w} for (m, c), w in self.broken.items()]
        places.ROUNDS.parent.mkdir(parents=True, exist_ok=True)
        places.ROUNDS.write_text(
            json.dumps({"taken_at": time.time(), "values": self.samples, "broken": broken}, indent=1)
        )


def known_names():
    return measurements.shared_names() + [name for name, _, _ in specials.ALL]


def _connect(rounds, stack, measurement, taking, seconds):
    """Everyone's server and load, started, connected and warm."""
    lanes = []

    def connect(name, loading, contestant):
        try:
            server = stack.enter_context(contestant.start(tls=loading.tls))
            load = stack.enter_context(loading.load(contestant, server, seconds))
            load.await_ready()
            lanes.append((name, load))
        except Broken as why:
            rounds.fail(measurement.name, name, why)

    if measurement.reference:
        connect(measurements.REFERENCE, measurement.reference, contestants.FLOOR)
    for contestant in taking:
        connect(contestant.name, measurement, contestant)
    return lanes


def _shared(rounds, measurement, pace):
    taking = [c for c in contestants.ALL if measurement.takes(c) and c.present()]
    with contextlib.ExitStack() as stack:
        lanes = _connect(rounds, stack, measurement, taking, pace.seconds)
        for number in range(pace.rounds):
            turned = number % max(1, len(lanes))
            for name, load in lanes[turned:] + lanes[:turned]:
                try:
                    sample = load.stretch()
                    value = loads.cpu_microseconds(sample)
                    rounds.add(measurement.name, name, value, sample)
                except Broken as why:
                    rounds.fail(measurement.name, name, why)
                    lanes.remove((name, load))


def _special(rounds, name, times, run, pace):
    if name in specials.NEEDS_PRODUCT and not product.present():
        rounds.fail(name, "Switchboard", "not built")
        return
    for _ in range(min(times, pace.rounds)):
        try:
            for measurement, contestant, value in run(pace):
                if isinstance(value, Broken):
                    rounds.fail(measurement, contestant, value)
                else:
                    rounds.add(measurement, contestant, value)
        except (Broken, OSError) as why:
            rounds.fail(name, "Switchboard", why)


def measure(pace, names):
    rounds = Rounds()
    for measurement in measurements.ALL:
        if measurement.name in names:
            _shared(rounds, measurement, pace)
            rounds.save()
    for name, times, run in specials.ALL:
        if name in names:
            _special(rounds, name, times, run, pace)
            rounds.save()
    return rounds
