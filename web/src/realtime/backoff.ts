export const BACKOFF_BASE_MS = 1_000;
export const BACKOFF_MAX_MS = 30_000;
export const BACKOFF_MIN_MS = 250;

// Full jitter: anything between nothing and the doubled bound, so that clients which fell together
// do not come back together. `attempt` counts from 0; `random` is in [0, 1).
export function backoff(attempt: number, random: number): number {
  const bound = Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempt, 10));
  return Math.max(BACKOFF_MIN_MS, Math.floor(random * bound));
}
