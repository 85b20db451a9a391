"""Each decoder's fuzzer for a bounded time, one more at once than there are cores, beside other tests that wait much.
What passed is run again when it changes."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor

import cpp
from process import ROOT, run
from report import Outcome

FOLDER = ROOT / "build" / "fuzz"
SECONDS, SECONDS_FULL = 60, 300
# A nice value counts within a session, autogroup's between sessions (sched(7)), where there is such a thing.
YIELDING = ["sh", "-c", '{ echo 19 >/proc/self/autogroup; } 2>/dev/null; exec nice -n 19 "$@"', "sh"]
AT_ONCE = (os.cpu_count() or 2) + 1


def sources():
    """The names of every tests/fuzz/NAME.cpp."""
    return [path.stem for path in sorted((ROOT / "tests" / "fuzz").glob("*.cpp"))]


def chosen(selection):
    return [name for name in sources() if selection.whole("fuzz") or name in selection.names
            or any(part in f"fuzz {name}" for part in selection.parts)]


def _corpus_of(name):
    return sorted(path for path in (ROOT / "tests" / "fuzz" / "corpus" / name,) if path.is_dir())


def _hash(program, name):
    total = hashlib.sha256(program.read_bytes())
    for folder in _corpus_of(name):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def _fuzz(name, seconds):
    program = FOLDER / "tests" / "fuzz" / f"fuzz_{name}"
    if not program.exists():
        return Outcome(f"fuzz {name}", 0, 1, 0, f"the preset `fuzz` built no program from tests/fuzz/{name}.cpp")
    stamp = FOLDER / "passed" / name
    wanted = _hash(program, name)
    if stamp.exists():
        known, known_seconds = stamp.read_text().split()
        if known == wanted and int(known_seconds) >= seconds:
            return Outcome(f"fuzz {name}", 1, 0, 0, note="unchanged since it last passed, not run again")
    grown, artifacts = FOLDER / "corpus" / name, FOLDER / "artifacts"
    for folder in (grown, artifacts, stamp.parent):
        folder.mkdir(parents=True, exist_ok=True)
    dictionary = ROOT / "tests" / "fuzz" / f"{name}.dict"
    words = [f"-dict={dictionary}"] if dictionary.exists() else []
    finished = run([*YIELDING, program, f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=2048", "-print_final_stats=1",
                    f"-artifact_prefix={artifacts}/{name}-", *words, grown, *_corpus_of(name)],
                   f"fuzz-{name}", seconds + 120, cpp.sanitizer_environment())
    if finished.ok:
        stamp.write_text(f"{wanted} {seconds}\n")
    last = finished.output.rstrip().splitlines()[-60:]
    return Outcome(f"fuzz {name}", int(finished.ok), int(not finished.ok), finished.seconds, "\n".join(last))


def start(report, names, full):
    """Starts them, and leaves the cores to whatever else wants them; `finish` waits."""
    seconds = SECONDS_FULL if full else SECONDS
    report.say(f"Fuzzing {len(names)} decoders, {AT_ONCE} at once, {seconds} s each where one has changed …")
    pool = ThreadPoolExecutor(AT_ONCE)
    return [pool.submit(_fuzz, name, seconds) for name in names]


def finish(report, under_way):
    for future in under_way:
        report.add(future.result())
