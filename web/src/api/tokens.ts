import type { Clock } from '@/lib/clock';
import type { Person } from '@/lib/message';

// What a sign-in, and each renewal, ends with.
export interface Fresh {
  token: string;
  expiresIn: number; // seconds
  user: Person;
}

interface Parts {
  // By the cookie; null when the server says that nobody is signed in.
  refresh: () => Promise<Fresh | null>;
  // Runs `work` while no other tab of this browser does the same.
  alone: (work: () => Promise<boolean>) => Promise<boolean>;
  clock: Clock;
}

const MARGIN_MS = 10_000; // a token that is about to lapse is not worth sending
const TIMER_MS_MAX = 2 ** 31 - 1;

// The access token, in memory only, and renewed before it lapses.
export class Tokens {
  onFresh: (fresh: Fresh) => void = () => undefined;
  private readonly parts: Parts;
  private token: string | null = null;
  private goodUntil = 0;
  private renewing: Promise<boolean> | null = null;
  private turn = 0;
  private cancelTimer: () => void = () => undefined;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  current = (): string | null => {
    const good = this.token !== null && this.parts.clock.now() < this.goodUntil;
    return good ? this.token : null;
  };

  keep(fresh: Fresh): void {
    const { clock } = this.parts;
    const life = fresh.expiresIn * 1000;
    this.token = fresh.token;
    this.goodUntil = clock.now() + Math.max(life - MARGIN_MS, life / 2);
    this.cancelTimer();
    // When this fails, whoever needs a token next asks again.
    this.cancelTimer = clock.after(Math.min(life * 0.8, TIMER_MS_MAX), () => {
      void this.renew().catch(() => undefined);
    });
    this.onFresh(fresh);
  }

  forget(): void {
    this.turn += 1;
    this.token = null;
    this.renewing = null;
    this.cancelTimer();
  }

  // False: nobody is signed in any more. One at a time, whoever asks. It fails when the server
  // cannot be reached.
  renew = (): Promise<boolean> => {
    if (this.renewing !== null) return this.renewing;
    const renewing = this.parts.alone(() => this.refresh(this.turn)).finally(() => {
      if (this.renewing === renewing) this.renewing = null;
    });
    this.renewing = renewing;
    return renewing;
  };

  // A change that ends the present sign-in and begins another one: whoever asks for a token while
  // it is under way waits for it. `work` must not ask.
  async replace(work: () => Promise<Fresh>): Promise<void> {
    if (this.current() === null) await this.renew();
    const replacing = work().then((fresh) => {
      this.keep(fresh);
      return true;
    });
    this.renewing = replacing;
    await replacing.finally(() => {
      if (this.renewing === replacing) this.renewing = null;
    });
  }

  private async refresh(turn: number): Promise<boolean> {
    const fresh = await this.parts.refresh();
    if (turn !== this.turn) return false; // signed out meanwhile
    if (fresh === null) this.forget();
    else this.keep(fresh);
    return fresh !== null;
  }
}

const LOCK = 'switchboard.refresh';

// Pages without TLS have no locks; then the server's own grace has to do.
export async function aloneInBrowser(work: () => Promise<boolean>): Promise<boolean> {
  const { locks } = navigator as Partial<Navigator>;
  return locks === undefined ? work() : await locks.request(LOCK, work);
}
