"""Who takes part, and how each is started."""
import dataclasses
import pathlib
import shutil

from driver import places
from driver.servers import Server

TLS = {
    "ENABLE_HTTPS": "true",
    "SSL_CERT_PATH": str(places.CERTIFICATE),
    "SSL_KEY_PATH": str(places.KEY),
}


@dataclasses.dataclass(frozen=True)
class Contestant:
    name: str  # as the table says it
    command: tuple
    needs: pathlib.Path  # absent: not installed here, and reported as skipped
    options: tuple = ()  # flags for the load generator
    skips: frozenset = frozenset()  # measurements that it has no part in
    idle_max: int = 1_000_000  # idle connections that it takes within a minute

    def present(self):
        return self.needs.exists() and shutil.which(str(self.command[0])) is not None

    def start(self, tls=False):
        return Server(self.command, TLS if tls else {})

    def load_options(self):
        return dict.fromkeys(self.options, True)


HARNESS = places.BUILD / "harness" / "fanout-harness"
MODULES = places.PEERS / "node_modules"

FLOOR = Contestant(
    "floor",
    (places.PROGRAMS / "bench-floor",),
    places.PROGRAMS / "bench-floor",
    skips=frozenset({"deflate", "deflate-128", "tls", "idle-tls"}),
)
OURS = Contestant(
    "Switchboard, send",
    (HARNESS, "--shards", "1", "--no-io-uring"),
    HARNESS,
)
OURS_RING = Contestant(
    "Switchboard, io_uring",
    (HARNESS, "--shards", "1"),
    HARNESS,
    skips=frozenset(
        {"deflate", "deflate-128", "tls", "echo", "http", "idle", "idle-tls", "fanout-5000"}
    ),
)
OURS_SOCKETIO = Contestant(
    "Switchboard, Socket.IO",
    (HARNESS, "--shards", "1", "--no-io-uring"),
    HARNESS,
    options=("socketio",),
    skips=frozenset({"deflate", "deflate-128", "tls", "http", "idle-tls"}),
)
PEERS = (
    Contestant(
        "libwebsockets 4.1",
        (places.PROGRAMS / "bench-libwebsockets",),
        places.PROGRAMS / "bench-libwebsockets",
        skips=frozenset({"fanout-5000"}),  # accepting costs it more the more it has
        idle_max=4_000,
    ),
    Contestant(
        "node ws 8.23",
        ("node", places.PEERS / "ws.mjs"),
        MODULES / "ws",
        skips=frozenset({"fanout-5000"}),  # which is about Socket.IO
    ),
    Contestant(
        "node socket.io 4.8",
        ("node", places.PEERS / "socketio.mjs"),
        MODULES / "socket.io",
        options=("socketio",),
        skips=frozenset({"deflate", "deflate-128", "tls", "http", "idle-tls"}),
    ),
)
ALL = (FLOOR, OURS, OURS_RING, OURS_SOCKETIO, *PEERS)
