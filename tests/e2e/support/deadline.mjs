// Waits that end: every promise of a test has a deadline, and says what it was waiting for.

export class DeadlineError extends Error {}

/** The promise's value, or a DeadlineError that names `what` after `ms`. */
export async function within(promise, ms, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(`${typeof what === "function" ? what() : what}: not within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks `look` again until it answers something true, and answers that. */
export async function eventually(look, what, ms = 5000) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new DeadlineError(`${what}: not within ${ms} ms`);
    await pause(20);
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
