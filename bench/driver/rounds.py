"""Rounds: in each, every contestant is measured once, and none is always first."""
import dataclasses
import json
import statistics
import time

from driver import contestants, measurements, places, product, specials
from driver.servers import Broken


@dataclasses.dataclass(frozen=True)
class Pace:
    rounds: int = 7
    seconds: float = 1.0
    idle_connections: int = 15_000
    flood_seconds: float = 10.0


QUICK = Pace(rounds=2, seconds=0.4, idle_connections=2_000, flood_seconds=4.0)


class Rounds:
    """Every value by (measurement, contestant), one a round; what broke, by the same key."""

    def __init__(self):
        self.values = {}
        self.samples = []
        self.broken = {}

    def add(self, number, measurement, contestant, value, sample=None):
        self.values.setdefault((measurement, contestant), {})[number] = value
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


def _shared(rounds, number, pace, names):
    for measurement in measurements.ALL:
        if measurement.name not in names:
            continue
        taking = [c for c in contestants.ALL if measurement.takes(c) and c.present()]
        turned = taking[number % len(taking) :] + taking[: number % len(taking)]
        for contestant in turned:
            try:
                told = measurement.run(contestant, pace.seconds)
                rounds.add(number, measurement.name, contestant.name, told["value"], told["sample"])
            except Broken as why:
                rounds.fail(measurement.name, contestant.name, why)


def _special(rounds, number, pace, names):
    for name, rounds_max, run in specials.ALL:
        if name not in names or number >= rounds_max:
            continue
        if name in specials.NEEDS_PRODUCT and not product.present():
            rounds.fail(name, "Switchboard", "not built")
            continue
        try:
            for measurement, contestant, value in run(pace):
                rounds.add(number, measurement, contestant, value)
        except (Broken, OSError) as why:
            rounds.fail(name, "Switchboard", why)


def measure(pace, names):
    rounds = Rounds()
    for number in range(pace.rounds):
        print(f"round {number + 1} of {pace.rounds}", flush=True)
        _shared(rounds, number, pace, names)
        _special(rounds, number, pace, names)
        rounds.save()
    return rounds
