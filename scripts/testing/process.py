"""Runs commands so that none outlives us: each in a group of its own, with a time limit, adopted when orphaned."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOGS = ROOT / "build" / "log"

_running = set()
_lock = threading.Lock()


@dataclass
class Finished:
    status: int
    output: str
    seconds: float
    timed_out: bool

    @property
    def ok(self):
        return self.status == 0 and not self.timed_out


def run(command, log, timeout, env=None, cwd=ROOT):
    """Runs `command` with its output in build/log/LOG.log, at most `timeout` seconds."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    started = time.monotonic()
    with path.open("wb") as out:
        child = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=subprocess.STDOUT, cwd=cwd, env={**os.environ, **(env or {})},
                                 start_new_session=True)
        with _lock:
            _running.add(child.pid)
        timed_out = False
        try:
            child.wait(timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            _end_group(child.pid)
            child.wait()
            with _lock:
                _running.discard(child.pid)
    output = path.read_text(encoding="utf-8", errors="replace")
    if timed_out:
        output += f"\nstopped: it was not done after {timeout} s\n"
    return Finished(child.returncode, output, time.monotonic() - started, timed_out)


def _end_group(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def adopt_orphans():
    """What our children leave behind becomes ours, so that end_everything finds it. Linux's PR_SET_CHILD_SUBREAPER."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def _children():
    me = os.getpid()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == me:
                found.append((int(entry.name), fields[0]))
    return found


def end_everything():
    """Ends what still runs; returns the names of what had outlived its test (not those that were only unreaped)."""
    with _lock:
        for group in _running:
            _end_group(group)
    left = []
    for _ in range(200):
        children = _children()
        if not children:
            break
        for pid, state in children:
            try:
                if state != "Z":
                    left.append(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:100])
                    os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, os.WNOHANG)
            except (OSError, ChildProcessError):
                pass
        time.sleep(0.01)
    return sorted(set(left))


def end_everything_on_signals():
    def stop(number, _frame):
        end_everything()
        os._exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
