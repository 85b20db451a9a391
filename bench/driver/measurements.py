"""What is measured over all contestants alike: server CPU per unit, in microseconds."""
import dataclasses

from driver import contestants, loads


@dataclasses.dataclass(frozen=True)
class Measurement:
    name: str
    title: str
    unit: str
    what: str  # of the load generator
    options: tuple
    # What it is divided by: the floor under this load, turn by turn with the rest.
    reference: object = None
    tls: bool = False

    @property
    def against(self):
        """The key of the values that it is divided by."""
        return (self.name, REFERENCE if self.reference else contestants.FLOOR.name)

    def takes(self, contestant):
        return self.name not in contestant.skips

    def load(self, contestant, server, seconds):
        return loads.Load(
            server,
            self.what,
            seconds=seconds,
            tls=self.tls,
            **dict(self.options),
            **contestant.load_options(),
        )


REFERENCE = "floor, 1 in flight"


def fan_out(name, title, in_flight, reference, tls=False, **more):
    options = {"connections": 1000, "in_flight": in_flight, "payload": 128, **more}
    return Measurement(name, title, "delivery", "fanout", tuple(options.items()), reference, tls)


ONE = fan_out("fanout-1", "fan-out, 1 in flight", 1, None)
ALL = (
    ONE,
    fan_out("fanout-8", "fan-out, 8 in flight", 8, ONE),
    fan_out("fanout-64", "fan-out, 64 in flight", 64, ONE),
    fan_out("fanout-5000", "fan-out to 5,000, 1 in flight", 1, None, connections=5000),
    fan_out("deflate", "fan-out of 1 KiB, deflated", 1, ONE, deflate=True, payload=1024),
    fan_out("deflate-128", "fan-out of 128 bytes, deflate agreed", 1, ONE, deflate=True),
    fan_out("tls", "fan-out, TLS 1.3", 1, ONE, tls=True),
    Measurement("echo", "echo", "message", "echo", (("connections", 64), ("payload", 128))),
    Measurement("http", "GET of 200 bytes", "request", "http", (("connections", 64),)),
)


def shared_names():
    return [measurement.name for measurement in ALL]
