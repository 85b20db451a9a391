import type { Clock } from '@/lib/clock';
import { Store } from '@/lib/store';
import { backoff } from '@/realtime/backoff';
import type { Listener, Socket } from '@/realtime/connection';
import type { Seats } from './seats';
import { decodeSignal, type Command, type Signal } from './signal_frames';

export type Refusal = 'gone' | 'full' | 'replaced' | 'refused' | 'lost';

export type SignalLink =
  | { phase: 'idle' }
  | { phase: 'connecting'; again: boolean }
  | { phase: 'joined' }
  | { phase: 'waiting'; retryAt: number }
  | { phase: 'ended'; reason: Refusal };

export interface SignalingParts {
  // A ticket opens one socket, and once.
  ticket: () => Promise<string>;
  open: (ticket: string, listener: Listener) => Socket;
  seats: Seats;
  clock: Clock;
  random: () => number;
}

const JOIN_WITHIN_MS = 10_000;
// A seat is held for 20 s, so one does not wait long between attempts.
const WAIT_MAX_MS = 4_000;
const GIVE_UP_AFTER_MS = 120_000;

// The line to the calls socket, kept up: after a cut it takes the seat again that was its own.
export class Signaling {
  readonly link = new Store<SignalLink>({ phase: 'idle' });
  onSignal: (signal: Signal) => void = () => undefined;

  private readonly parts: SignalingParts;
  private roomId: number | null = null;
  private socket: Socket | null = null;
  private dial = 0;
  private attempt = 0;
  private cutAt: number | null = null;
  private cancelTimer: () => void = () => undefined;

  constructor(parts: SignalingParts) {
    this.parts = parts;
  }

  // Into the room, or into a new one.
  enter(roomId: number | null): void {
    this.roomId = roomId;
    this.attempt = 0;
    this.cutAt = null;
    void this.connect(false);
  }

  leave(): void {
    if (this.roomId !== null) this.parts.seats.giveUp(this.roomId);
    this.goodbye();
  }

  // The page goes away, for good or to be loaded again: the others need not wait to find out.
  pageLeaves(): void {
    if (this.link.get().phase === 'idle' || this.link.get().phase === 'ended') return;
    if (this.roomId !== null) this.parts.seats.pageLeaves(this.roomId);
    this.goodbye();
  }

  tryNow(): void {
    if (this.link.get().phase === 'waiting') void this.connect(true);
  }

  // The network changed under the socket: it may be dead without knowing it.
  suspect(): void {
    if (this.link.get().phase === 'joined') this.cut();
  }

  describe(to: number, session: string, sdp: RTCSessionDescriptionInit): void {
    this.send({ msg_type: 2, to, payload: { sdp, session } });
  }

  suggest(to: number, session: string, ice: RTCIceCandidateInit): void {
    this.send({ msg_type: 3, to, payload: { ice, session } });
  }

  private async connect(again: boolean): Promise<void> {
    this.hangUp();
    const dial = this.dial;
    this.link.set({ phase: 'connecting', again });
    this.cancelTimer = this.parts.clock.after(JOIN_WITHIN_MS, () => this.cut());
    let ticket: string;
    try {
      ticket = await this.parts.ticket();
    } catch {
      if (dial === this.dial) this.cut();
      return;
    }
    if (dial !== this.dial) return;
    this.socket = this.parts.open(ticket, {
      opened: () => this.join(),
      received: (text) => this.receive(text),
      closed: (code, reason) => this.closed(code, reason),
    });
  }

  private join(): void {
    if (this.roomId === null) return this.send({ msg_type: 0, payload: {} });
    const seat = this.parts.seats.of(this.roomId);
    const payload = { room_id: this.roomId, ...(seat === null ? {} : { seat }) };
    this.send({ msg_type: 1, payload });
  }

  private receive(text: string): void {
    const signal = decodeSignal(text);
    if (signal === null) return;
    if (signal.type === 'refused') {
      return this.end(signal.error === 'room not found' ? 'gone'
        : signal.error === 'room is full' ? 'full' : 'refused');
    }
    if (signal.type === 'joined') {
      this.cancelTimer();
      this.roomId = signal.roomId;
      this.attempt = 0;
      this.cutAt = null;
      if (signal.seat !== null) this.parts.seats.keep(signal.roomId, signal.seat);
      this.link.set({ phase: 'joined' });
    }
    this.onSignal(signal);
  }

  private closed(code: number, reason: string): void {
    if (code !== 1008) return this.cut();
    this.end(reason.startsWith('Duplicate') ? 'replaced' : 'refused');
  }

  private cut(): void {
    this.hangUp();
    const { clock, random } = this.parts;
    this.cutAt ??= clock.now();
    if (clock.now() - this.cutAt > GIVE_UP_AFTER_MS) return this.end('lost');
    const delay = Math.min(backoff(this.attempt, random()), WAIT_MAX_MS);
    this.attempt += 1;
    this.link.set({ phase: 'waiting', retryAt: clock.now() + delay });
    this.cancelTimer = clock.after(delay, () => void this.connect(true));
  }

  private end(reason: Refusal): void {
    if (this.roomId !== null) this.parts.seats.giveUp(this.roomId);
    this.hangUp();
    this.link.set({ phase: 'ended', reason });
  }

  private goodbye(): void {
    if (this.link.get().phase === 'joined') this.send({ msg_type: 4 });
    this.hangUp();
    this.link.set({ phase: 'idle' });
  }

  private hangUp(): void {
    this.dial += 1;
    this.cancelTimer();
    this.socket?.close();
    this.socket = null;
  }

  private send(command: Command): void {
    this.socket?.send(JSON.stringify(command));
  }
}
