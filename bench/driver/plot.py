"""One picture, drawn by hand: server CPU over the floor's, a panel for each measurement."""
import math
import statistics
from xml.sax.saxutils import escape

from driver import contestants, measurements

WIDTH, LABELS, ROW, PANEL_GAP, HEAD = 860, 190, 20, 16, 24
LEAST, MOST = 0.01, 100.0  # logarithmic
OURS, OTHER, FLOOR = "#0b7a75", "#9aa5b1", "#d9480f"


def _x(ratio):
    share = math.log(min(max(ratio, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return LABELS + share * (WIDTH - LABELS - 70)


def _bar(y, name, ratio):
    colour = FLOOR if name == "floor" else OURS if name.startswith("Switchboard") else OTHER
    return (
        f'<text x="{LABELS - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{LABELS}" y="{y + 3}" width="{_x(ratio) - LABELS:.1f}" height="{ROW - 6}" '
        f'fill="{colour}"/><text x="{_x(ratio) + 5:.1f}" y="{y + 14}">{ratio:.3g}</text>'
    )


def _panel(y, title, bars):
    drawn = [f'<text x="{LABELS}" y="{y + 16}" font-weight="bold">{escape(title)}</text>']
    top = y + HEAD
    bottom = top + ROW * len(bars)
    drawn.append(
        f'<line x1="{_x(1):.1f}" x2="{_x(1):.1f}" y1="{top}" y2="{bottom}" stroke="{FLOOR}" '
        'stroke-dasharray="3 3"/>'
    )
    drawn += [_bar(top + ROW * i, name, ratio) for i, (name, ratio) in enumerate(bars)]
    return "\n".join(drawn), bottom + PANEL_GAP


def _bars(rounds, measurement):
    for contestant in contestants.ALL:
        ratios = rounds.ratios((measurement.name, contestant.name), measurement.against)
        if ratios:
            yield contestant.name, statistics.median(ratios)


def fan_out(rounds):
    drawn, y = [], 8
    for measurement in measurements.ALL:
        bars = list(_bars(rounds, measurement))
        if bars:
            panel, y = _panel(y, measurement.title, bars)
            drawn.append(panel)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" '
        f'viewBox="0 0 {WIDTH} {y}" font-family="system-ui, sans-serif" font-size="12">\n'
        '<title>Server CPU per unit of work over the floor\'s, logarithmic</title>\n'
        f'<rect width="{WIDTH}" height="{y}" fill="#ffffff"/>\n' + "\n".join(drawn) + "\n</svg>\n"
    )
