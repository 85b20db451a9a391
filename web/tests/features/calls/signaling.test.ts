import { beforeEach, describe, expect, it } from 'vitest';
import { Seats } from '@/features/calls/seats';
import { decodeSignal, type Signal } from '@/features/calls/signal_frames';
import { Signaling } from '@/features/calls/signaling';
import { memoryKeyValue } from '@/lib/key_value';
import { FakeServer } from '../../support/fake_server';
import { HandClock, settled } from '../../support/hand_clock';

let clock: HandClock;
let server: FakeServer;
let seats: Seats;
let signaling: Signaling;
let heard: Signal[];
let tickets: string[];
let ticketFails: boolean;

const joined = (more: object = {}) => ({ msg_type: 6, payload: {
  room_id: 7, clients: [1, 2], host: 1, seat: 'seat one',
  peers: [{ id: 1, user_id: 'ada', name: 'Ada', polite: true }], ice_servers: [{ urls: ['stun:x'] }],
  ...more,
} });

beforeEach(() => {
  clock = new HandClock();
  server = new FakeServer();
  seats = new Seats(memoryKeyValue(), clock);
  heard = [];
  tickets = [];
  ticketFails = false;
  let count = 0;
  signaling = new Signaling({
    ticket: async () => {
      if (ticketFails) throw new Error('no server');
      return `t${(count += 1)}`;
    },
    open: (ticket, listener) => {
      tickets.push(ticket);
      return server.open(listener);
    },
    seats, clock, random: () => 0.5,
  });
  signaling.onSignal = (signal) => heard.push(signal);
});

const phase = () => signaling.link.get().phase;

async function enter(roomId: number | null = 7): Promise<void> {
  signaling.enter(roomId);
  await settled();
  server.socket.dial();
}

async function comeBack(): Promise<void> {
  const link = signaling.link.get();
  if (link.phase === 'waiting') clock.advance(link.retryAt - clock.now());
  await settled();
  server.socket.dial();
}

describe('entering', () => {
  it('takes a ticket, joins, and hears who is there', async () => {
    await enter();
    expect(server.socket.sent).toEqual([{ msg_type: 1, payload: { room_id: 7 } }]);
    expect(phase()).toBe('connecting');
    server.socket.say(joined());
    expect(phase()).toBe('joined');
    expect(heard).toEqual([{
      type: 'joined', roomId: 7, self: 2, host: 1, seat: 'seat one',
      peers: [{ id: 1, userId: 'ada', name: 'Ada', polite: true }],
      iceServers: [{ urls: ['stun:x'] }],
    }]);
  });

  it('makes a room of its own, in which it is alone and host', async () => {
    await enter(null);
    expect(server.socket.sent).toEqual([{ msg_type: 0, payload: {} }]);
    server.socket.say({ msg_type: 5, payload: { room_id: 9, host: 4, peers: [], seat: 's' } });
    expect(heard).toMatchObject([{ roomId: 9, self: 4, host: 4, peers: [] }]);
    expect(seats.of(9)).toBe('s');
  });

  it.each([
    ['room not found', 'gone'], ['room is full', 'full'], ['something else', 'refused'],
  ])('ends with the server’s no: %s', async (error, reason) => {
    await enter();
    server.socket.say({ msg_type: 6, err: error });
    expect(signaling.link.get()).toEqual({ phase: 'ended', reason });
    expect(server.socket.closed).toBe(true);
  });

  it('tries again when there is no ticket, and gives a slow server up', async () => {
    ticketFails = true;
    signaling.enter(7);
    await settled();
    expect(phase()).toBe('waiting');
    ticketFails = false;
    await comeBack();
    clock.advance(10_000);
    expect(phase()).toBe('waiting');
    expect(server.socket.closed).toBe(true);
  });
});

describe('after a cut', () => {
  beforeEach(async () => {
    await enter();
    server.socket.say(joined());
  });

  it('comes back with a new ticket and with its seat', async () => {
    server.socket.end(1006);
    expect(signaling.link.get()).toEqual({ phase: 'waiting', retryAt: clock.now() + 500 });
    await comeBack();
    expect(tickets).toEqual(['t1', 't2']);
    expect(server.socket.sent)
      .toEqual([{ msg_type: 1, payload: { room_id: 7, seat: 'seat one' } }]);
    server.socket.say(joined({ seat: 'seat two' }));
    expect(phase()).toBe('joined');
    expect(seats.of(7)).toBe('seat two');
  });

  it('waits at most four seconds, and two minutes in all', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 200 && phase() !== 'ended'; i += 1) {
      server.socket.end(1006);
      const link = signaling.link.get();
      if (link.phase === 'waiting') waits.push(link.retryAt - clock.now());
      await comeBack();
    }
    expect(waits.slice(0, 5)).toEqual([500, 1_000, 2_000, 4_000, 4_000]);
    expect(Math.max(...waits)).toBe(4_000);
    expect(signaling.link.get()).toEqual({ phase: 'ended', reason: 'lost' });
  });

  it('tries at once when asked, and doubts a socket that the network left', async () => {
    signaling.suspect();
    expect(phase()).toBe('waiting');
    signaling.tryNow();
    await settled();
    expect(server.dials).toHaveLength(2);
  });

  it('ends when the same person joined somewhere else, and gives up the seat', () => {
    server.socket.end(1008, 'Duplicate connection detected');
    expect(signaling.link.get()).toEqual({ phase: 'ended', reason: 'replaced' });
    expect(seats.of(7)).toBeNull();
  });
});

describe('leaving', () => {
  beforeEach(async () => {
    await enter();
    server.socket.say(joined());
  });

  it('says goodbye, gives up the seat and stays away', () => {
    const { socket } = server;
    signaling.leave();
    expect(socket.sent.at(-1)).toEqual({ msg_type: 4 });
    expect(socket.closed).toBe(true);
    expect(seats.of(7)).toBeNull();
    clock.advance(600_000);
    expect(server.dials).toHaveLength(1);
  });

  it('of the page says goodbye too, but keeps the seat for a minute', () => {
    signaling.pageLeaves();
    expect(server.socket.sent.at(-1)).toEqual({ msg_type: 4 });
    expect(seats.of(7)).toBe('seat one');
    clock.advance(59_999);
    expect(seats.justLeft(7)).toBe(true);
    clock.advance(1);
    expect(seats.justLeft(7)).toBe(false);
    expect(seats.justLeft(8)).toBe(false);
  });

  it('while a ticket is on its way opens no socket any more', async () => {
    server.socket.end(1006);
    signaling.tryNow();
    signaling.leave();
    await settled();
    expect(server.dials).toHaveLength(1);
    expect(phase()).toBe('idle');
  });
});

it.each([
  'null', '7', '{', '{"msg_type":99}', '{"msg_type":6,"payload":{"room_id":"7","host":1}}',
  '{"msg_type":2,"from":1,"payload":{"sdp":{"type":"rollback","sdp":""}}}',
  '{"msg_type":2,"from":1,"payload":{"sdp":{"type":"offer"}}}', '{"msg_type":16,"payload":null}',
  '{"msg_type":2,"from":1,"err":"peer not in room"}',
])('decodes %s to nothing', (text) => {
  expect(decodeSignal(text)).toBeNull();
});
