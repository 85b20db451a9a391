"""Runs the load generator against a server and reads the line that it prints."""
import json
import subprocess

from driver import places
from driver.servers import Broken, in_child

MARGIN_SECONDS = 60


def arguments(server, what, **options):
    words = [str(places.LOAD), what, "--port", str(server.port), "--server-pid", str(server.pid)]
    for name, value in options.items():
        if value is False or value is None:
            continue
        words.append("--" + name.replace("_", "-"))
        if value is not True:
            words.append(str(value))
    return words


def run(server, what, cores=frozenset({places.LOAD_CORE}), **options):
    try:
        done = subprocess.run(
            arguments(server, what, **options),
            capture_output=True,
            timeout=float(options.get("seconds", 1)) + MARGIN_SECONDS,
            preexec_fn=in_child(cores),
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Broken(f"{what}: no end after {late.timeout:.0f} s") from late
    if done.returncode != 0:
        raise Broken(done.stderr.decode(errors="replace").strip() + " " + server.last_words())
    return json.loads(done.stdout)


def cpu_microseconds(sample):
    if sample["units"] == 0:
        raise Broken("nothing was answered")
    return sample["server_cpu_ns"] / sample["units"] / 1000
