"""Each decoder's fuzzer for a bounded time, two at once. One that passed is not run again until it has changed."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cpp
from process import ROOT, run
from report import Outcome

FOLDER = ROOT / "build" / "fuzz"
SECONDS, SECONDS_FULL = 60, 300


def fuzzers():
    """{name: program, or None where the build made none} for every tests/fuzz/NAME.cpp."""
    built = {}
    for folder, _, files in os.walk(FOLDER):
        if "CMakeFiles" not in folder:
            built.update({file: Path(folder, file) for file in files if os.access(Path(folder, file), os.X_OK)})
    found = {}
    for source in sorted((ROOT / "tests" / "fuzz").glob("*.cpp")):
        if "LLVMFuzzerTestOneInput" in source.read_text(encoding="utf-8"):
            names = [source.stem, f"fuzz_{source.stem}", source.stem.replace("_", "-")]
            found[source.stem] = next((built[name] for name in names if name in built), None)
    return found


def _corpus_of(name):
    return sorted(path for path in (ROOT / "tests" / "fuzz" / "corpus" / name,) if path.is_dir())


def _hash(program, name):
    total = hashlib.sha256(program.read_bytes())
    for folder in _corpus_of(name):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def _fuzz(name, program, seconds):
    if program is None:
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
    finished = run([program, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
                    f"-artifact_prefix={artifacts}/{name}-", *words, grown, *_corpus_of(name)],
                   f"fuzz-{name}", seconds + 120, cpp.sanitizer_environment())
    if finished.ok:
        stamp.write_text(f"{wanted} {seconds}\n")
    last = finished.output.rstrip().splitlines()[-60:]
    return Outcome(f"fuzz {name}", int(finished.ok), int(not finished.ok), finished.seconds, "\n".join(last))


def run_fuzzers(report, selection, full):
    chosen = {name: program for name, program in fuzzers().items()
              if selection.whole("fuzz", name) or any(part in f"fuzz {name}" for part in selection.parts)}
    seconds = SECONDS_FULL if full else SECONDS
    with ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(lambda row: _fuzz(*row, seconds), chosen.items()):
            report.add(outcome)
