import type { Clock } from '@/lib/clock';
import type { KeyValue } from '@/lib/key_value';

interface Seat {
  seat: string;
  leftAt: number | null;
}

// A page that comes back later than this asks again before it opens camera and microphone.
const BACK_WITHIN_MS = 60_000;

// The seat in each call that this tab sits in. It outlives a reload of the page, and the loss of
// the line; leaving gives it up.
export class Seats {
  private readonly kept: KeyValue;
  private readonly clock: Clock;

  constructor(kept: KeyValue, clock: Clock) {
    this.kept = kept;
    this.clock = clock;
  }

  of(roomId: number): string | null {
    return this.read(roomId)?.seat ?? null;
  }

  // Whether the page was in this call a moment ago, before it was loaded again.
  justLeft(roomId: number): boolean {
    const leftAt = this.read(roomId)?.leftAt ?? null;
    return leftAt !== null && this.clock.now() - leftAt < BACK_WITHIN_MS;
  }

  keep(roomId: number, seat: string): void {
    this.write(roomId, { seat, leftAt: null });
  }

  pageLeaves(roomId: number): void {
    const seat = this.of(roomId);
    if (seat !== null) this.write(roomId, { seat, leftAt: this.clock.now() });
  }

  giveUp(roomId: number): void {
    this.kept.write(key(roomId), null);
  }

  private write(roomId: number, seat: Seat): void {
    this.kept.write(key(roomId), JSON.stringify(seat));
  }

  private read(roomId: number): Seat | null {
    try {
      const seat = JSON.parse(this.kept.read(key(roomId)) ?? 'null') as Seat | null;
      return typeof seat?.seat === 'string' ? seat : null;
    } catch {
      return null;
    }
  }
}

const key = (roomId: number) => `switchboard.seat.${roomId}`;
