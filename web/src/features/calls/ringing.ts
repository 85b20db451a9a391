import type { MissedCall } from '@/api/calls';
import type { Clock } from '@/lib/clock';
import type { KeyValue } from '@/lib/key_value';
import type { RingEvent } from '@/lib/ring';
import { Store } from '@/lib/store';

export interface Incoming {
  ringId: string;
  roomId: number;
  from: { id: string; name: string };
  chatRoomId: string | null;
  answering: boolean;
  failure: string | null;
}

export interface RingingParts {
  accept: (ringId: string) => Promise<number>;
  decline: (ringId: string) => Promise<void>;
  missed: () => Promise<MissedCall[]>;
  // Into the call that was accepted.
  enter: (roomId: number) => void;
  clock: Clock;
  kept: KeyValue;
  userId: string;
}

const RINGS_MAX = 3;
const RING_MS = 30_000;
// So long a sentence about a ring that went wrong stays.
const FAILURE_MS = 4_000;
const MISSED_MAX = 20;
const LOOK_AFTER_MS = [500, 3_000];

// What rings on this device, and what rang in vain. The server decides who answered; a ring also
// ends by itself, should its end be lost.
export class Ringing {
  readonly incoming = new Store<Incoming[]>([]);
  readonly missed = new Store<MissedCall[]>([]);
  readonly tone: Store<boolean>;

  private readonly parts: RingingParts;
  private readonly timers = new Map<string, () => void>();
  private readonly seenKey: string;

  constructor(parts: RingingParts) {
    this.parts = parts;
    this.seenKey = `switchboard.missed.${parts.userId}`;
    this.tone = new Store(parts.kept.read('switchboard.tone') === 'on');
  }

  start(): () => void {
    void this.loadMissed();
    return () => {
      for (const cancel of this.timers.values()) cancel();
      this.timers.clear();
      this.incoming.set([]);
    };
  }

  now(): number {
    return this.parts.clock.now();
  }

  receive(event: RingEvent): void {
    switch (event.event) {
      case 'ringing':
        return this.rings(event);
      case 'cancelled':
      case 'missed':
        if (this.find(event.ringId) === null) return;
        this.stop(event.ringId);
        return this.expectMissed();
      case 'answered_elsewhere':
      case 'declined_elsewhere':
        return this.stop(event.ringId);
      default:
    }
  }

  async accept(ringId: string): Promise<void> {
    if (this.find(ringId)?.answering !== false) return;
    this.change(ringId, { answering: true, failure: null });
    try {
      const roomId = await this.parts.accept(ringId);
      this.stop(ringId);
      this.parts.enter(roomId);
    } catch (reason) {
      this.failed(ringId, reason);
    }
  }

  async decline(ringId: string): Promise<void> {
    if (this.find(ringId)?.answering !== false) return;
    this.stop(ringId);
    await this.parts.decline(ringId).catch(() => undefined);
  }

  chooseTone(on: boolean): void {
    this.parts.kept.write('switchboard.tone', on ? 'on' : null);
    this.tone.set(on);
  }

  dismissMissed(): void {
    const last = this.missed.get().at(-1);
    if (last !== undefined) this.parts.kept.write(this.seenKey, String(last.seq));
    this.missed.set([]);
  }

  async loadMissed(): Promise<void> {
    const seen = Number(this.parts.kept.read(this.seenKey) ?? 0);
    const missed = await this.parts.missed().catch(() => null);
    if (missed === null) return;
    this.missed.set(missed.filter(({ seq }) => seq > seen).slice(-MISSED_MAX));
  }

  private rings({ ringId, roomId, from, chatRoomId, expiresIn }: RingEvent): void {
    const before = this.incoming.get();
    if (this.find(ringId) !== null || before.length >= RINGS_MAX) return;
    const ring = { ringId, roomId, from, chatRoomId, answering: false, failure: null };
    this.incoming.set([...before, ring]);
    this.endAfter(ringId, expiresIn === null ? RING_MS : expiresIn * 1000, () =>
      this.expectMissed());
  }

  // The server tells first and writes the inbox then, so one looks twice.
  private expectMissed(): void {
    for (const delay of LOOK_AFTER_MS) {
      const key = `missed after ${delay}`;
      this.timers.get(key)?.();
      this.timers.set(key, this.parts.clock.after(delay, () => void this.loadMissed()));
    }
  }

  // Somebody was quicker, or it is over: the sentence says so, and goes.
  private failed(ringId: string, reason: unknown): void {
    const failure = reason instanceof Error ? reason.message : String(reason);
    this.change(ringId, { answering: true, failure });
    this.endAfter(ringId, FAILURE_MS);
  }

  private endAfter(ringId: string, delay: number, then: () => void = () => undefined): void {
    this.timers.get(ringId)?.();
    this.timers.set(ringId, this.parts.clock.after(delay, () => {
      this.stop(ringId);
      then();
    }));
  }

  private stop(ringId: string): void {
    this.timers.get(ringId)?.();
    this.timers.delete(ringId);
    this.incoming.set(this.incoming.get().filter((ring) => ring.ringId !== ringId));
  }

  private find(ringId: string): Incoming | null {
    return this.incoming.get().find((ring) => ring.ringId === ringId) ?? null;
  }

  private change(ringId: string, part: Partial<Incoming>): void {
    this.incoming.set(this.incoming.get().map((ring) =>
      ring.ringId === ringId ? { ...ring, ...part } : ring));
  }
}
