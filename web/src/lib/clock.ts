// Time as view models see it, so that a test can move it by hand. All numbers are milliseconds.
export interface Clock {
  now(): number;
  // Runs `action` once after `delay`; the returned function calls it off.
  after(delay: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, action) {
    const timer = setTimeout(action, delay);
    return () => clearTimeout(timer);
  },
};
