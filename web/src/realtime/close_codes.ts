// What the end of a socket asks of the client. Codes that are not listed, 1006 among them, mean
// that the line broke: reconnect with back-off.
export type Ending =
  | { then: 'reconnect'; afterMs: number | null }
  | { then: 'stop'; reason: StopReason };

export type StopReason = 'signed_out' | 'forbidden' | 'policy' | 'replaced';

const stops = new Map<number, StopReason>([
  [1008, 'policy'],
  [4401, 'signed_out'],
  [4403, 'forbidden'],
  [4409, 'replaced'],
]);

export function endingOf(code: number, reason: string): Ending {
  const stop = stops.get(code);
  if (stop !== undefined) return { then: 'stop', reason: stop };
  return { then: 'reconnect', afterMs: retryAfter(reason) };
}

// "retry_after_ms=N": the server has already given each client an N of its own.
function retryAfter(reason: string): number | null {
  const match = /(?:^|\b)retry_after_ms=(\d{1,6})\b/.exec(reason);
  return match === null ? null : Math.min(Number(match[1]), 60_000);
}
