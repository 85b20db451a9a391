import { type Clock } from '@/lib/clock';
import type { RingEvent } from '@/lib/ring';
import { Store } from '@/lib/store';
import { backoff } from './backoff';
import { endingOf, type StopReason } from './close_codes';
import { decodeFrame, type ClientCommand, type ServerFrame } from './frames';

export interface Socket {
  send(text: string): void;
  // Ends the socket; its listener hears nothing from then on.
  close(): void;
}

export interface Listener {
  opened(): void;
  received(text: string): void;
  closed(code: number, reason: string): void;
}

export type Link =
  | { phase: 'idle' }
  | { phase: 'connecting'; again: boolean }
  | { phase: 'online' }
  | { phase: 'waiting'; retryAt: number; offline: boolean }
  | { phase: 'stopped'; reason: StopReason };

export interface ConnectionParts {
  open: (listener: Listener) => Socket;
  clock: Clock;
  random: () => number;
  // The access token at hand, or null when there is none that is good.
  token: () => string | null;
  // Asks for another one. False: nobody is signed in any more. It fails without a line.
  renew: () => Promise<boolean>;
  userId: string;
}

// Where the reader stands in a room's stream: the last item seen, and the stream's identity.
interface Place {
  seq: number;
  epoch: string | null;
  joined: boolean;
}

const OPEN_WITHIN_MS = 15_000;
const STEADY_AFTER_MS = 5_000;

// One line to the chat socket, kept up. It authorises itself, joins the rooms that were asked for,
// and after a cut comes back with each room's position, so that the server sends what was missed.
export class Connection {
  readonly link = new Store<Link>({ phase: 'idle' });
  onFrame: (frame: ServerFrame) => void = () => undefined;
  onRing: (ring: RingEvent) => void = () => undefined;
  onCut: () => void = () => undefined;

  private readonly parts: ConnectionParts;
  private readonly rooms = new Map<string, Place>();
  private socket: Socket | null = null;
  private attempt = 0;
  private network = true;
  private tokenRefused = false;
  private turn = 0;
  private cancelTimer: () => void = () => undefined;

  constructor(parts: ConnectionParts) {
    this.parts = parts;
  }

  start(): void {
    if (this.link.get().phase === 'idle') this.connect(false);
  }

  stop(): void {
    this.hangUp();
    this.link.set({ phase: 'idle' });
  }

  // Ends the wait, if there is one, or starts again after the server said stop.
  tryNow(): void {
    const link = this.link.get();
    if (link.phase === 'waiting') this.connect(true);
  }

  // The person asks for it, so also what the server had ended for good is tried again.
  startAgain(): void {
    const { phase } = this.link.get();
    if (phase === 'waiting' || phase === 'stopped') this.connect(true);
  }

  setNetwork(online: boolean): void {
    this.network = online;
    const { phase } = this.link.get();
    if (online) this.tryNow();
    else if (phase === 'online' || phase === 'connecting' || phase === 'waiting') this.cut(null);
  }

  // A fresh token, before the one that the socket knows lapses.
  reauthorize(token: string): void {
    if (this.link.get().phase === 'online') this.send({ type: 'reauth', token });
  }

  // An answer is overdue: the line is taken for dead, whatever the browser thinks.
  suspect(): void {
    if (this.link.get().phase === 'online') this.cut(null);
  }

  join(roomId: string): void {
    if (this.rooms.has(roomId)) return;
    this.rooms.set(roomId, { seq: 0, epoch: null, joined: false });
    if (this.link.get().phase === 'online') this.sendJoin(roomId);
  }

  // The server says that we are not in a room that we are to be in.
  rejoin(roomId: string): void {
    const place = this.rooms.get(roomId);
    if (place === undefined || this.link.get().phase !== 'online') return;
    place.joined = false;
    this.sendJoin(roomId);
  }

  isJoined(roomId: string): boolean {
    return this.link.get().phase === 'online' && this.rooms.get(roomId)?.joined === true;
  }

  // False when the message was not handed to a socket that is in the room.
  sendMessage(roomId: string, content: string, clientId: string): boolean {
    if (!this.isJoined(roomId)) return false;
    this.send({ type: 'message', room_id: roomId, content, client_msg_id: clientId });
    return true;
  }

  private connect(again: boolean): void {
    this.hangUp();
    this.tokenRefused = false;
    this.link.set({ phase: 'connecting', again });
    if (this.parts.token() === null) this.renew(() => this.dial());
    else this.dial();
  }

  // Whoever hangs up meanwhile hears nothing of it.
  private renew(then: () => void): void {
    const { turn } = this;
    const ifStillWanted = (action: () => void) => {
      if (turn === this.turn) action();
    };
    this.parts.renew().then(
      (signedIn) => ifStillWanted(signedIn ? then : () => this.halt('signed_out')),
      () => ifStillWanted(() => this.cut(null)),
    );
  }

  private dial(): void {
    this.cancelTimer = this.parts.clock.after(OPEN_WITHIN_MS, () => this.cut(null));
    this.socket = this.parts.open({
      opened: () => this.authorize(),
      received: (text) => this.receive(text),
      closed: (code, reason) => this.ended(code, reason),
    });
  }

  private authorize(): void {
    const token = this.parts.token();
    if (token === null) return this.halt('signed_out');
    this.send({ type: 'authorization', token });
  }

  private receive(text: string): void {
    const frame = decodeFrame(text);
    if (frame === null) return;
    if (frame.type === 'authenticated') this.authenticated();
    else if (frame.type === 'error' && this.link.get().phase === 'connecting') {
      this.tokenRefused = true;
    } else if (frame.type === 'call') {
      this.onRing(frame.ring);
    } else {
      this.follow(frame);
      this.onFrame(frame);
    }
  }

  private authenticated(): void {
    if (this.link.get().phase !== 'connecting') return;
    this.cancelTimer();
    this.link.set({ phase: 'online' });
    this.cancelTimer = this.parts.clock.after(STEADY_AFTER_MS, () => {
      this.attempt = 0;
    });
    for (const roomId of this.rooms.keys()) this.sendJoin(roomId);
  }

  private sendJoin(roomId: string): void {
    const place = this.rooms.get(roomId);
    if (place === undefined) return;
    const join = {
      type: 'connect', user_id: this.parts.userId, room_id: roomId, since_seq: place.seq, keep: true,
    } as const;
    this.send(place.epoch === null ? join : { ...join, epoch: place.epoch });
  }

  // Keeps each room's place. A room that could not be recovered goes on from its head: what lies
  // between is fetched from the history by whoever shows it.
  private follow(frame: ServerFrame): void {
    if (frame.type === 'connected') {
      const place = this.rooms.get(frame.roomId);
      if (place === undefined) return;
      place.joined = true;
      place.epoch = frame.epoch;
      if (!frame.recovered && frame.headSeq !== null) place.seq = frame.headSeq;
      return;
    }
    const at = frame.type === 'message' ? frame.message
      : frame.type === 'edited' || frame.type === 'deleted' ? frame : null;
    const place = at === null ? undefined : this.rooms.get(at.roomId);
    if (at !== null && place !== undefined) place.seq = Math.max(place.seq, at.seq);
  }

  private ended(code: number, reason: string): void {
    const ending = endingOf(code, reason);
    const refused = this.tokenRefused && code === 1008;
    if (refused || (ending.then === 'stop' && ending.reason === 'signed_out')) {
      return this.askAnew();
    }
    if (ending.then === 'stop') this.halt(ending.reason);
    else this.cut(ending.afterMs);
  }

  // The server does not take this token any more: another one may do, if the sign-in goes on.
  private askAnew(): void {
    this.hangUp();
    this.link.set({ phase: 'connecting', again: true });
    this.renew(() => this.cut(null));
    this.onCut();
  }

  private cut(afterMs: number | null): void {
    this.hangUp();
    const { clock, random } = this.parts;
    const offline = !this.network;
    const delay = afterMs ?? backoff(this.attempt, random());
    this.attempt += 1;
    this.link.set({ phase: 'waiting', retryAt: clock.now() + delay, offline });
    if (!offline) this.cancelTimer = clock.after(delay, () => this.connect(true));
    this.onCut();
  }

  private halt(reason: StopReason): void {
    this.hangUp();
    this.link.set({ phase: 'stopped', reason });
    this.onCut();
  }

  private hangUp(): void {
    this.turn += 1;
    this.cancelTimer();
    this.socket?.close();
    this.socket = null;
    for (const place of this.rooms.values()) place.joined = false;
  }

  private send(command: ClientCommand): void {
    this.socket?.send(JSON.stringify(command));
  }
}
