"""The load generator, running against a server, and the lines that it prints."""
import json
import os
import select
import subprocess
import tempfile
import time

from driver import places
from driver.servers import Broken, in_child

MARGIN_SECONDS = 60


class Load:
    """`with Load(server, "echo", …) as load:` is connected and warm; each `stretch()` measures."""

    def __init__(self, server, what, cores=frozenset({places.LOAD_CORE}), **options):
        self.server, self.cores = server, cores
        self.seconds = float(options.get("seconds", 1))
        self.command = [str(places.LOAD), what]
        self.command += ["--port", str(server.port), "--server-pid", str(server.pid)]
        for name, value in options.items():
            if value is False or value is None:
                continue
            self.command.append("--" + name.replace("_", "-"))
            if value is not True:
                self.command.append(str(value))

    def __enter__(self):
        self.complaints = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            preexec_fn=in_child(self.cores),
        )
        self.unread = b""
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def line(self):
        deadline = time.monotonic() + 3 * self.seconds + MARGIN_SECONDS
        while b"\n" not in self.unread:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise Broken("the load generator does not come to an end")
            piece = os.read(self.process.stdout.fileno(), 65_536)
            if not piece:
                self.complaints.seek(0)
                why = self.complaints.read().decode(errors="replace").strip()
                raise Broken(f"{why} {self.server.last_words()}")
            self.unread += piece
        line, _, self.unread = self.unread.partition(b"\n")
        return line.decode()

    def await_ready(self):
        if self.line() != "ready":
            raise Broken("the load generator is not ready")

    def stretch(self):
        try:
            self.process.stdin.write(b"go\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # `line` says why
        return json.loads(self.line())


def cpu_microseconds(sample):
    if sample["units"] == 0:
        raise Broken("nothing was answered")
    return sample["server_cpu_ns"] / sample["units"] / 1000
