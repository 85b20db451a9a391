"""Writes docs/performance.md, between its markers, and says the same on the terminal."""
import os
import platform
import statistics

from driver import contestants, goals, measurements, places, plot

BEGIN = "<!-- Written by bench/run from here … -->"
END = "<!-- … to here. -->"
PREFACE = """# Performance

`bench/run` measures all of this in one run: the floor (`bench/floor.cpp`, a bare `send` loop to the
same sockets), ours, and the peers that Debian and npm offer. The figure is server CPU time per
unit of work, read from the process's own CPU clock around the measured stretch: it does not swing
with the machine as rates do. The server has one core, the load generator the other; rounds are
interleaved over the contestants; ratios are paired within a round; medians are shown. How the load
looks and how to repeat it is in `bench/README.md`.

"""


def _number(value):
    if value is None:
        return "–"
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 10 else f"{value:.1f}"


def _cell(rounds, measurement, contestant):
    key = (measurement.name, contestant.name)
    value = rounds.median(key)
    if value is None:
        return "broken" if key in rounds.broken else "–"
    ratios = rounds.ratios(key, measurement.against)
    if not ratios:
        return f"{_number(value)} µs"
    return f"**{statistics.median(ratios):.3g}** ({_number(value)} µs)"


def cpu_table(rounds):
    measured = {name for name, _ in rounds.values}
    columns = [m for m in measurements.ALL if m.name in measured]
    if not columns:
        return ""
    lines = [
        "| server CPU over the floor's (per unit) | " + " | ".join(c.title for c in columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for contestant in contestants.ALL:
        cells = [_cell(rounds, column, contestant) for column in columns]
        lines.append(f"| {contestant.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def goal_table(rounds):
    lines = ["| goal | at most | measured | least to most | |", "|---|---|---|---|---|"]
    for goal, middle, least, most, met in goals.judged(rounds):
        limit = ("at least " if goal.at_least else "") + _number(goal.limit)
        lines.append(
            f"| {goal.title} | {limit} {goal.unit} | {_number(middle)} | "
            f"{_number(least)} to {_number(most)} | {'met' if met else '**missed**'} |"
        )
    return "\n".join(lines) + "\n" if len(lines) > 2 else ""


def other_table(rounds):
    shared = set(measurements.shared_names())
    units = {
        "livez": "µs of server CPU",
        "user": "µs of server CPU",
        "idle": "bytes a connection",
        "idle-tls": "bytes a connection",
        "churn": "MB resident",
        "durable": "messages/s",
        "flood-rest": "ms, p99",
        "flood-chat": "ms, p99",
        "logins": "logins in one flood",
        "start": "ms",
        "resident": "MB",
    }
    lines = ["| measurement | contestant | median | |", "|---|---|---|---|"]
    for name, contestant in rounds.values:
        if name not in shared:
            value = _number(rounds.median((name, contestant)))
            lines.append(f"| {name} | {contestant} | {value} | {units[name]} |")
    return "\n".join(lines) + "\n" if len(lines) > 2 else ""


def broken_list(rounds):
    return "".join(
        f"- not measured: {measurement}, {contestant}: {why.splitlines()[0] if why else ''}\n"
        for (measurement, contestant), why in rounds.broken.items()
    )


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as cpus:
        names = [line.split(":")[1].strip() for line in cpus if line.startswith("model name")]
    return f"{os.cpu_count()} × {names[0] if names else 'CPU'}, Linux {platform.release()}"


def text(rounds, pace):
    parts = [
        f"{pace.rounds} rounds of {pace.seconds:g} s on {machine()}.\n",
        goal_table(rounds),
        cpu_table(rounds),
        other_table(rounds),
        broken_list(rounds),
    ]
    return "\n".join(part for part in parts if part)


def write(rounds, pace):
    places.PAGE.parent.mkdir(parents=True, exist_ok=True)
    page = places.PAGE.read_text() if places.PAGE.exists() else PREFACE + BEGIN + "\n" + END + "\n"
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    places.PLOT.write_text(plot.fan_out(rounds))
    picture = f"\n![Server CPU per unit over the floor's]({places.PLOT.name})\n\n"
    places.PAGE.write_text(before + BEGIN + picture + text(rounds, pace) + END + after)
