"""The goals of the design, and whether this run met them."""
import dataclasses
import statistics

from driver import measurements, specials
from driver.contestants import OURS, OURS_RING, OURS_SOCKETIO



@dataclasses.dataclass(frozen=True)
class Goal:
    title: str
    key: tuple
    limit: float
    against: tuple = None  # a ratio, when there is something to divide by
    at_least: bool = False
    unit: str = ""

    def values(self, rounds):
        if self.against is not None:
            return rounds.ratios(self.key, self.against)
        return list(rounds.values.get(self.key, {}).values())

    def met(self, value):
        return value >= self.limit if self.at_least else value <= self.limit


def over_floor(title, measurement, contestant, limit):
    against = next(m.against for m in measurements.ALL if m.name == measurement)
    return Goal(title, (measurement, contestant), limit, against)


ALL = (
    over_floor("fan-out, 1 in flight, `send`", "fanout-1", OURS.name, 1.03),
    over_floor("fan-out, 1 in flight, io_uring", "fanout-1", OURS_RING.name, 0.95),
    over_floor("fan-out, 8 in flight", "fanout-8", OURS.name, 0.15),
    over_floor("fan-out, 8 in flight, io_uring", "fanout-8", OURS_RING.name, 0.15),
    *(
        Goal(
            f"Socket.IO door over the plain one, {n} in flight",
            (f"fanout-{n}", OURS_SOCKETIO.name),
            1.05,
            (f"fanout-{n}", OURS.name),
        )
        for n in (1, 8, 64)
    ),
    Goal(
        "Socket.IO door over the plain one, 5,000 subscribers",
        ("fanout-5000", OURS_SOCKETIO.name),
        1.05,
        ("fanout-5000", OURS.name),
    ),
    over_floor("fan-out, 64 in flight", "fanout-64", OURS.name, 0.03),
    over_floor("fan-out, 64 in flight, io_uring", "fanout-64", OURS_RING.name, 0.03),
    over_floor("fan-out of 1 KiB deflated, 1 in flight", "deflate", OURS.name, 1.15),
    over_floor("fan-out of 128 bytes, deflate agreed", "deflate-128", OURS.name, 1.15),
    Goal("idle connection, plain", ("idle", OURS.name), 512, unit="bytes"),
    Goal("idle connection, signed in", ("idle", "Switchboard, signed in"), 512, unit="bytes"),
    Goal("idle connection, TLS", ("idle-tls", OURS.name), 15_000, unit="bytes"),
    Goal("idle, signed in, TLS", ("idle-tls", "Switchboard, signed in"), 15_000, unit="bytes"),
    Goal(
        "memory after ten times 10,000 sessions, over once",
        ("churn", "ten times"),
        1.05,
        ("churn", "once"),
    ),
    Goal("`/livez`", ("livez", "Switchboard"), 1.15, ("livez", "floor")),
    Goal("`GET /api/users/{id}` with a token", ("user", "Switchboard"), 2.0, ("user", "floor")),
    Goal(
        "durable sends over raw batched inserts",
        ("durable", "Switchboard"),
        0.60,
        ("durable", specials.RAW),
        at_least=True,
    ),
    Goal("p99 of requests amid 50 logins/s", ("flood-rest", "amid logins"), 2, ("flood-rest", "calm")),
    Goal("p99 of chat amid 50 logins/s", ("flood-chat", "amid logins"), 2, ("flood-chat", "calm")),
    Goal("start to first answer, first ever", ("start", "first ever"), 50, unit="ms"),
    Goal("start to first answer, again", ("start", "again"), 50, unit="ms"),
    Goal("resident when idle", ("resident", "again"), 20, unit="MB"),
)


def judged(rounds):
    """(goal, median, least, most, met) for each goal that was measured."""
    for goal in ALL:
        values = goal.values(rounds)
        if values:
            middle = statistics.median(values)
            yield goal, middle, min(values), max(values), goal.met(middle)
