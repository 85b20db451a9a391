"""Builds what is measured, and says what is missing rather than fail."""
import shutil
import subprocess

from driver import places
from driver.servers import Broken

REQUIRED = ("bench-load", "bench-floor")
WANTED = ("bench-libwebsockets", "bench-fanout-harness", "bench-insert", "switchboard")


def _run(*command, cwd=places.ROOT):
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Broken(f"{' '.join(map(str, command))}:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return done.stdout


def build_programs():
    _run("cmake", "--preset", "bench")
    # Not `--target help`: that leaves out a program which lies beside build.ninja, as `switchboard` does.
    known = _run("ninja", "-C", places.BUILD, "-t", "targets", "all").splitlines()
    for target in REQUIRED:
        _run("cmake", "--build", places.BUILD, "--target", target)
    for target in WANTED:
        if not any(line.startswith(f"{target}:") for line in known):
            print(f"not there: {target}")
            continue
        _run("cmake", "--build", places.BUILD, "--target", target)


def install_peers():
    if shutil.which("npm") is None:
        print("not there: npm, so no node peers")
        return
    if not (places.PEERS / "node_modules" / "socket.io").exists():
        _run("npm", "ci", "--no-audit", "--no-fund", cwd=places.PEERS)


def make_certificate():
    if places.KEY.exists():
        return
    places.KEY.parent.mkdir(parents=True, exist_ok=True)
    _run(
        *"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650".split(),
        *("-subj", "/CN=localhost", "-keyout", places.KEY, "-out", places.CERTIFICATE),
    )


def prepare(build=True):
    if build:
        build_programs()
        install_peers()
    make_certificate()
