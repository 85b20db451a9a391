"""A server under load: started, asked, and always stopped, by the process id that we started."""
import ctypes
import os
import re
import resource
import select
import signal
import subprocess
import tempfile
import time

from driver import places

START_SECONDS_MAX = 20


class Broken(Exception):
    """What stops one measurement, never the whole run."""


_DIE_WITH_PARENT = 1  # prctl(2): PR_SET_PDEATHSIG
_libc = ctypes.CDLL(None)


def in_child(cores):
    """Run between fork and exec: the child dies with us, may open many files, keeps to `cores`."""

    def prepare():
        _libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        if cores is not None:
            os.sched_setaffinity(0, cores)

    return prepare


class Server:
    """`with Server(command, environment) as server:` yields one that listens on `server.port`."""

    def __init__(self, command, environment=None, cores=frozenset({places.SERVER_CORE})):
        self.command = [str(word) for word in command]
        self.environment = {**os.environ, "PORT": "0", **(environment or {})}
        self.cores = cores
        self.process = None
        self.port = 0

    def __enter__(self):
        self.complaints = tempfile.TemporaryFile()
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            preexec_fn=in_child(self.cores),
        )
        try:
            self.port = self._read_port()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def pid(self):
        return self.process.pid

    def _read_port(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        text = b""
        while time.monotonic() < deadline:
            if not select.select([self.process.stdout], [], [], 0.2)[0]:
                continue
            piece = os.read(self.process.stdout.fileno(), 4096)
            if not piece:
                break
            text += piece
            found = re.search(rb"listening (?:main )?https?://127\.0\.0\.1:(\d+)\b", text)
            if found:
                return int(found.group(1))
        raise Broken(f"{self.command[0]} did not start: {self.last_words()}")

    def last_words(self):
        self.complaints.seek(0)
        return self.complaints.read()[-400:].decode(errors="replace").strip()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()

    def memory_bytes(self):
        """Resident now, of this process alone."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
        raise Broken("no VmRSS")
