import type { Ring } from '@/api/calls';
import type { Clock } from '@/lib/clock';
import type { Ringee, RingEvent } from '@/lib/ring';
import { Store } from '@/lib/store';

export type CalleeState = 'ringing' | 'accepted' | 'declined' | 'missed' | 'busy' | 'offline';

export interface Callee {
  ringId: string;
  userId: string;
  state: CalleeState;
}

export interface Rung {
  // Whether somebody was to be called at all.
  asked: boolean;
  callees: Callee[];
  failure: string | null;
}

export interface OutgoingParts {
  ring: (roomId: number, ringee: Ringee) => Promise<Ring>;
  cancel: (ringId: string) => Promise<void>;
  clock: Clock;
}

const NOBODY: Rung = { asked: false, callees: [], failure: null };
// The server says what became of each callee; should its word be lost, the ringing still ends.
const GRACE_MS = 3_000;
const EARLY_MAX = 20;

// What becomes of those whom this call rings: at its start, and later to join it.
export class Outgoing {
  readonly state = new Store<Rung>(NOBODY);

  private readonly parts: OutgoingParts;
  private early: RingEvent[] = [];
  private readonly timers = new Set<() => void>();
  private calls = 0;

  constructor(parts: OutgoingParts) {
    this.parts = parts;
  }

  async ring(roomId: number, ringee: Ringee): Promise<void> {
    const call = this.calls;
    this.state.patch({ asked: true, failure: null });
    try {
      const { ringId, callees, expiresIn } = await this.parts.ring(roomId, ringee);
      if (call !== this.calls) return void this.parts.cancel(ringId).catch(() => undefined);
      const rung = new Set(callees.map(({ userId }) => userId));
      const others = this.state.get().callees.filter(({ userId }) => !rung.has(userId));
      this.state.patch({ callees: [
        ...others, ...callees.map(({ userId, state }) => ({ ringId, userId, state })),
      ] });
      for (const event of this.early.splice(0)) this.receive(event);
      const settle = () => this.change(ringId, null, 'missed');
      this.timers.add(this.parts.clock.after(expiresIn * 1000 + GRACE_MS, settle));
    } catch (reason) {
      const failure = reason instanceof Error ? reason.message : String(reason);
      if (call === this.calls) this.state.patch({ failure });
    }
  }

  // A word that is quicker than the answer to the request waits for it.
  receive(event: RingEvent): void {
    const { event: word, ringId, userId } = event;
    if (word !== 'accepted' && word !== 'declined' && word !== 'missed' && word !== 'busy') return;
    const known = this.state.get().callees.some((callee) => callee.ringId === ringId);
    if (known && userId !== null) this.change(ringId, userId, word);
    else if (!known) this.early = [...this.early, event].slice(-EARLY_MAX);
  }

  // Nobody is called any longer; those who came stay.
  cancel(): void {
    this.calls += 1;
    for (const cancel of this.timers) cancel();
    this.timers.clear();
    this.early = [];
    const ringing = this.state.get().callees.filter(({ state }) => state === 'ringing');
    this.state.set(NOBODY);
    for (const ringId of new Set(ringing.map((callee) => callee.ringId))) {
      void this.parts.cancel(ringId).catch(() => undefined);
    }
  }

  // Of one callee, or of all that still ring.
  private change(ringId: string, userId: string | null, state: CalleeState): void {
    this.state.patch({ callees: this.state.get().callees.map((callee) => {
      const meant = userId === null ? callee.state === 'ringing' : callee.userId === userId;
      return meant && callee.ringId === ringId ? { ...callee, state } : callee;
    }) });
  }
}
