"""What is measured in its own way: the real server's requests, memory, durable sends, logins, start."""
import contextlib
import functools
import http.client
import json
import os
import subprocess
import tempfile
import time

from driver import contestants, loads, places, product
from driver.servers import Broken

BOTH = frozenset({places.SERVER_CORE, places.LOAD_CORE})
ROOMS, SENDERS_WINDOW = 16, 32
FIRST = 500  # connections before the idle ones are counted
RAW = "raw insert, 256 a commit"
LOGINS_PER_SECOND, PACED_RATE = 50, 100


def requests(pace):
    """Server CPU per request of the real server, turn by turn with the floor's."""
    paced = {"connections": 64, "seconds": pace.seconds}
    with contextlib.ExitStack() as stack:
        floor = stack.enter_context(contestants.FLOOR.start())
        running = stack.enter_context(product.Product())
        user = f"/api/users/{running.user}"
        lanes = (
            (("livez", "user"), "floor", loads.Load(floor, "http", **paced)),
            (("livez",), "Switchboard", loads.Load(running.server, "http", path="/livez", **paced)),
            (
                ("user",),
                "Switchboard",
                loads.Load(running.server, "http", path=user, token=running.token, **paced),
            ),
        )
        for _, _, load in lanes:
            stack.enter_context(load).await_ready()
        for _ in range(pace.rounds):
            for names, contestant, load in lanes:
                value = loads.cpu_microseconds(load.stretch())
                yield from ((name, contestant, value) for name in names)


def _growth(server, count, **options):
    """Resident bytes for each connection, over what the first few hundred made the server touch."""
    with contextlib.ExitStack() as stack:
        held = stack.enter_context(loads.Load(server, "idle", connections=FIRST, **options))
        held.await_ready()
        time.sleep(0.5)
        before = server.memory_bytes()
        load = loads.Load(server, "idle", connections=count, **options)
        stack.enter_context(load).await_ready()
        time.sleep(1)
        return (server.memory_bytes() - before) / count


def _idle_contestant(contestant, pace, tls):
    with contestant.start(tls=tls) as server:
        count = min(pace.idle_connections, contestant.idle_max)
        return _growth(server, count, path="/room", tls=tls, **contestant.load_options())


def _idle_signed_in(pace, tls):
    with product.Product(tls=tls) as running:
        options = {"path": "/api/chat/ws", "token": running.token, "tls": tls}
        return _growth(running.server, pace.idle_connections, **options)


def idle(pace, tls=False):
    """Resident bytes that one more idle connection costs the server's own memory."""
    name = "idle-tls" if tls else "idle"
    lanes = [
        (contestant.name, functools.partial(_idle_contestant, contestant))
        for contestant in contestants.ALL
        if name not in contestant.skips and contestant.present()
    ]
    if product.present():
        lanes.append(("Switchboard, signed in", _idle_signed_in))
    for contestant, measure in lanes:
        try:
            yield name, contestant, measure(pace, tls)
        except Broken as why:
            yield name, contestant, why


def idle_tls(pace):
    yield from idle(pace, tls=True)


def churn(pace):
    """Resident megabytes when so many Socket.IO sessions have come and gone, once and ten times."""
    options = {"connections": pace.churn_connections, "path": "/room"}
    with contestants.OURS_SOCKETIO.start() as server:
        for times in range(1, 11):
            with loads.Load(server, "idle", socketio=True, **options) as load:
                load.await_ready()
            time.sleep(1)
            if times in (1, 10):
                yield "churn", "once" if times == 1 else "ten times", server.memory_bytes() / 1e6


def _raw_inserts(pace):
    with tempfile.TemporaryDirectory(prefix="switchboard-bench-", dir=places.BUILD) as folder:
        command = [places.INSERT, f"{folder}/raw.db", str(ROOMS), "256", str(pace.durable_seconds)]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    if done.returncode != 0:
        raise Broken(done.stderr.decode(errors="replace"))
    return json.loads(done.stdout)["rows_per_second"]


def durable(pace):
    """Messages a second: the raw insert of the same schema, and sends answered after the commit."""
    if not places.INSERT.exists():
        raise Broken("bench-insert is not built")
    with product.Product(cores=BOTH, shards=1) as running:
        running.make_rooms(ROOMS)
        load = loads.Load(
            running.server,
            "chat",
            cores=BOTH,
            connections=ROOMS,
            rooms=ROOMS,
            in_flight=SENDERS_WINDOW,
            token=running.token,
            user=running.user,
            seconds=pace.durable_seconds,
        )
        with load:
            load.await_ready()
            for _ in range(pace.rounds):
                yield "durable", RAW, _raw_inserts(pace)
                sample = load.stretch()
                yield "durable", "Switchboard", sample["units"] / sample["wall_ns"] * 1e9


def flood(pace):
    """p99 of requests and of chat round trips, in milliseconds: in peace, and amid logins."""
    with product.Product(cores=BOTH, bcrypt_cost=12, shards=2) as running:
        running.make_rooms(1)
        for name, logins in (("calm", 0), ("amid logins", LOGINS_PER_SECOND)):
            load = loads.Load(
                running.server,
                "paced",
                cores=BOTH,
                connections=16,
                rate=PACED_RATE,
                logins=logins,
                path=f"/api/users/{running.user}",
                token=running.token,
                user=running.user,
                credentials=product.credentials(),
                seconds=pace.flood_seconds,
            )
            with load:
                told = json.loads(load.line())
            yield "flood-rest", name, told["rest"]["p99_ms"]
            yield "flood-chat", name, told["chat"]["p99_ms"]
        answers = told["login"]["statuses"]
        yield "logins", "answered", answers.get("200", 0)
        yield "logins", "refused", sum(answers.values()) - answers.get("200", 0)


def _first_answer_ms(starting):
    with starting.start() as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", "/livez")
        if connection.getresponse().status != 200:
            raise Broken("/livez is not 200")
        milliseconds = (time.monotonic() - server.started_at) * 1000
        time.sleep(0.5)
        return milliseconds, server.memory_bytes() / 1e6


def start(_pace):
    """From spawning to the first answer, in milliseconds; then resident megabytes when idle."""
    starting = product.Product(cores=None, shards=os.cpu_count())
    starting.settings.pop("ADMIN_EMAIL")  # hashing a first password is not part of every start
    starting.settings.pop("ADMIN_PASSWORD")
    try:
        for name in ("first ever", "again"):
            milliseconds, megabytes = _first_answer_ms(starting)
            yield "start", name, milliseconds
            yield "resident", name, megabytes
    finally:
        starting.remove()


# Name, how often it is run, how. Those that turn from lane to lane themselves are run once.
ALL = (
    ("requests", 1, requests),
    ("idle", 2, idle),
    ("idle-tls", 1, idle_tls),
    ("churn", 1, churn),
    ("durable", 1, durable),
    ("flood", 3, flood),
    ("start", 7, start),
)
NEEDS_PRODUCT = frozenset({"requests", "durable", "flood", "start"})
