"""Where things lie."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / "bench"
BUILD = ROOT / "build" / "bench"
PROGRAMS = BUILD / "bench"
LOAD = PROGRAMS / "bench-load"
INSERT = PROGRAMS / "bench-insert"
SWITCHBOARD = BUILD / "switchboard"
PEERS = BENCH / "peers"
CERTIFICATE = BUILD / "tls" / "certificate.pem"
KEY = BUILD / "tls" / "key.pem"
ROUNDS = BUILD / "rounds.json"
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "performance.svg"

# The server has one core to itself, the load generator the other.
SERVER_CORE, LOAD_CORE = 0, 1
