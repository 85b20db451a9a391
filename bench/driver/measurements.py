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
    against: str = ""  # the measurement of the floor that it is divided by; its own when empty
    tls: bool = False

    def takes(self, contestant):
        return self.name not in contestant.skips

    def run(self, contestant, seconds):
        with contestant.start(tls=self.tls) as server:
            sample = loads.run(
                server,
                self.what,
                seconds=seconds,
                tls=self.tls,
                **dict(self.options),
                **contestant.load_options(),
            )
        return {"value": loads.cpu_microseconds(sample), "sample": sample}


def fan_out(name, title, in_flight, **more):
    options = {"connections": 1000, "in_flight": in_flight, "payload": 128}
    tls = more.pop("tls", False)
    options.update(more)
    return Measurement(
        name, title, "delivery", "fanout", tuple(options.items()), "fanout-1", tls
    )


ALL = (
    fan_out("fanout-1", "fan-out, 1 in flight", 1),
    fan_out("fanout-8", "fan-out, 8 in flight", 8),
    fan_out("fanout-64", "fan-out, 64 in flight", 64),
    fan_out("deflate", "fan-out of 1 KiB, deflated", 1, deflate=True, payload=1024),
    fan_out("deflate-128", "fan-out of 128 bytes, deflate agreed", 1, deflate=True),
    fan_out("tls", "fan-out, TLS 1.3", 1, tls=True),
    Measurement("echo", "echo", "message", "echo", (("connections", 64), ("payload", 128))),
    Measurement("http", "GET of 200 bytes", "request", "http", (("connections", 64),)),
)


def shared_names():
    return [measurement.name for measurement in ALL]


def pairs():
    """Every (measurement, contestant) that makes sense and can run here."""
    return [
        (measurement, contestant)
        for measurement in ALL
        for contestant in contestants.ALL
        if measurement.takes(contestant) and contestant.present()
    ]
