import { Connection, type Listener } from '@/realtime/connection';
import type { HandClock } from './hand_clock';

type Frame = Record<string, unknown>;

// The other end of the socket: it remembers what was sent and says what it is told to say.
export class FakeServer {
  readonly dials: FakeSocket[] = [];

  open = (listener: Listener): FakeSocket => {
    const socket = new FakeSocket(listener);
    this.dials.push(socket);
    return socket;
  };

  get socket(): FakeSocket {
    const socket = this.dials[this.dials.length - 1];
    if (socket === undefined) throw new Error('nobody has dialled');
    return socket;
  }
}

export class FakeSocket {
  readonly sent: Frame[] = [];
  closed = false;
  private readonly listener: Listener;

  constructor(listener: Listener) {
    this.listener = listener;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Frame);
  }

  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.listener.opened();
    this.say({ type: 'authenticated', user_id: 'me' });
  }

  dial(): void {
    this.listener.opened();
  }

  say(...frames: Frame[]): void {
    for (const frame of frames) this.listener.received(JSON.stringify(frame));
  }

  sayText(text: string): void {
    this.listener.received(text);
  }

  end(code: number, reason = ''): void {
    this.listener.closed(code, reason);
  }

  ofType(type: string): Frame[] {
    return this.sent.filter((frame) => frame['type'] === type);
  }
}

// Whose token there is, and what asking for another one brings.
export class FakeSignIn {
  token: string | null = 'token';
  answer: 'another' | 'ended' | 'unreachable' = 'another';
  asked = 0;

  renew = async (): Promise<boolean> => {
    this.asked += 1;
    await Promise.resolve();
    if (this.answer === 'unreachable') throw new Error('no line');
    this.token = this.answer === 'another' ? `token ${this.asked}` : null;
    return this.answer === 'another';
  };
}

export function connectTo(
  server: FakeServer, clock: HandClock, random = () => 0.5, signIn = new FakeSignIn(),
): Connection {
  return new Connection({
    open: server.open, clock, random, token: () => signIn.token, renew: signIn.renew, userId: 'me',
  });
}

export function connected(
  roomId: string, headSeq: number, epoch: string, recovered = false,
): Frame {
  return { type: 'connected', room_id: roomId, head_seq: headSeq, epoch, recovered };
}

export function liveMessage(seq: number, fields: Frame = {}): Frame {
  return {
    type: 'message', id: `m${seq}`, seq, sender_id: 'ada', sender_name: 'Ada Lovelace',
    content: `text ${seq}`, room_id: 'general',
    created_at: new Date(1_700_000_000_000 + seq * 1000).toISOString(), ...fields,
  };
}
