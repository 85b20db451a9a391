// How good a line is, out of what the browser counts. Figures are since the last look.
export type Quality = 'unknown' | 'good' | 'fair' | 'poor';

export interface Counted {
  received: number;
  lost: number;
  roundTripMs: number | null;
  relayed: boolean;
}

type Stat = Record<string, unknown> & { type?: string; id?: string };

export function countOf(report: Iterable<Stat>): Counted {
  const stats = [...report];
  const byId = new Map(stats.map((stat) => [stat.id, stat]));
  const counted: Counted = { received: 0, lost: 0, roundTripMs: null, relayed: false };
  for (const stat of stats) {
    if (stat.type === 'inbound-rtp') {
      counted.received += number(stat['packetsReceived']);
      counted.lost += number(stat['packetsLost']);
    } else if (stat.type === 'transport') {
      const pair = byId.get(stat['selectedCandidatePairId'] as string);
      if (pair === undefined) continue;
      const seconds = pair['currentRoundTripTime'];
      counted.roundTripMs = typeof seconds === 'number' ? Math.round(seconds * 1000) : null;
      const local = byId.get(pair['localCandidateId'] as string);
      counted.relayed = local?.['candidateType'] === 'relay';
    }
  }
  return counted;
}

const PACKETS_MIN = 5;

export function qualityOf(before: Counted | null, now: Counted): Quality {
  const received = now.received - (before?.received ?? 0);
  const lost = Math.max(0, now.lost - (before?.lost ?? 0));
  const trip = now.roundTripMs ?? 0;
  if (received + lost < PACKETS_MIN && now.roundTripMs === null) return 'unknown';
  const share = received + lost === 0 ? 0 : lost / (received + lost);
  if (share > 0.08 || trip > 500) return 'poor';
  if (share > 0.03 || trip > 250) return 'fair';
  return 'good';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
