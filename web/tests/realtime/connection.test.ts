import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connection } from '@/realtime/connection';
import {
  FakeServer, FakeSignIn, connectTo, connected, liveMessage,
} from '../support/fake_server';
import { HandClock } from '../support/hand_clock';

let clock: HandClock;
let server: FakeServer;
let connection: Connection;

beforeEach(() => {
  clock = new HandClock();
  server = new FakeServer();
  connection = connectTo(server, clock);
});

const phase = () => connection.link.get().phase;

describe('coming up', () => {
  it('authorises with the first frame and joins what was asked for', () => {
    connection.join('general');
    connection.start();
    expect(phase()).toBe('connecting');
    server.socket.accept();
    expect(phase()).toBe('online');
    expect(server.socket.sent).toEqual([
      { type: 'authorization', token: 'token' },
      { type: 'connect', user_id: 'me', room_id: 'general', since_seq: 0, keep: true },
    ]);
  });

  it('is in a room only once the server has said so', () => {
    connection.join('general');
    connection.start();
    server.socket.accept();
    expect(connection.sendMessage('general', 'hello', 'c1')).toBe(false);
    server.socket.say(connected('general', 3, 'e1'));
    expect(connection.sendMessage('general', 'hello', 'c1')).toBe(true);
    expect(server.socket.ofType('message')).toEqual([
      { type: 'message', room_id: 'general', content: 'hello', client_msg_id: 'c1' },
    ]);
  });

  it('gives up on a socket that does not open in time, and tries another', () => {
    connection.start();
    clock.advance(15_000);
    expect(phase()).toBe('waiting');
    expect(server.socket.closed).toBe(true);
    clock.advance(500);
    expect(server.dials).toHaveLength(2);
  });

  it('does not fall over frames that it does not know', () => {
    connection.start();
    server.socket.accept();
    server.socket.sayText('not json');
    server.socket.say({ type: 'weather' }, { type: 'message' });
    expect(phase()).toBe('online');
  });
});

describe('after a cut', () => {
  beforeEach(() => {
    connection.join('general');
    connection.start();
    server.socket.accept();
    server.socket.say(connected('general', 3, 'e1'));
  });

  it('waits with back-off, says until when, and comes back', () => {
    server.socket.end(1006);
    expect(connection.link.get()).toEqual({
      phase: 'waiting', retryAt: clock.now() + 500, offline: false,
    });
    clock.advance(499);
    expect(server.dials).toHaveLength(1);
    clock.advance(1);
    expect(server.dials).toHaveLength(2);
    expect(connection.link.get()).toEqual({ phase: 'connecting', again: true });
  });

  it('waits longer each time, and starts small again after a steady line', () => {
    const waits: number[] = [];
    const cut = () => {
      server.socket.end(1006);
      const link = connection.link.get();
      const wait = link.phase === 'waiting' ? link.retryAt - clock.now() : 0;
      waits.push(wait);
      clock.advance(wait);
    };
    cut();
    cut();
    cut();
    server.socket.accept();
    clock.advance(5_000);
    cut();
    expect(waits).toEqual([500, 1_000, 2_000, 500]);
  });

  it('asks for what came after the last item that it saw', () => {
    server.socket.say(liveMessage(4), liveMessage(5), {
      type: 'deleted', id: 'm4', room_id: 'general', seq: 6,
    });
    server.socket.end(4413, 'slow consumer');
    clock.advance(500);
    server.socket.accept();
    expect(server.socket.ofType('connect')).toEqual([{
      type: 'connect', user_id: 'me', room_id: 'general', since_seq: 6, epoch: 'e1', keep: true,
    }]);
  });

  it('goes on from the head of a room that could not be recovered', () => {
    server.socket.end(1006);
    clock.advance(500);
    server.socket.accept();
    server.socket.say(connected('general', 5_000, 'e2'));
    server.socket.end(1006);
    clock.advance(1_000);
    server.socket.accept();
    expect(server.socket.ofType('connect')[0]).toMatchObject({ since_seq: 5_000, epoch: 'e2' });
  });

  it('waits as long as a server that goes away asks it to', () => {
    server.socket.end(1001, 'retry_after_ms=7300');
    expect(connection.link.get()).toMatchObject({ retryAt: clock.now() + 7_300 });
  });

  it('tries at once when asked, when the page is looked at and when the network is back', () => {
    server.socket.end(1006);
    connection.tryNow();
    expect(server.dials).toHaveLength(2);
    connection.setNetwork(false);
    expect(connection.link.get()).toMatchObject({ phase: 'waiting', offline: true });
    clock.advance(60_000);
    expect(server.dials).toHaveLength(2);
    connection.setNetwork(true);
    expect(server.dials).toHaveLength(3);
  });

  it('takes a line that owes an answer for dead', () => {
    let cuts = 0;
    connection.onCut = () => {
      cuts += 1;
    };
    connection.suspect();
    expect(phase()).toBe('waiting');
    expect(server.socket.closed).toBe(true);
    expect(cuts).toBe(1);
  });
});

describe('being told to stop', () => {
  beforeEach(() => {
    connection.start();
    server.socket.accept();
  });

  it.each([
    [4403, 'forbidden'], [1008, 'policy'], [4409, 'replaced'],
  ])('ends for good on %i', (code, reason) => {
    server.socket.end(code);
    expect(connection.link.get()).toEqual({ phase: 'stopped', reason });
    clock.advance(600_000);
    connection.tryNow();
    expect(server.dials).toHaveLength(1);
  });

  it('starts again only when the person asks for it', () => {
    server.socket.end(4409);
    connection.startAgain();
    expect(server.dials).toHaveLength(2);
  });

  it.each([1000, 1006, 1009, 4408, 4413, 4429])('comes back after %i', (code) => {
    server.socket.end(code);
    expect(phase()).toBe('waiting');
  });
});

describe('when the server does not take the token any more', () => {
  let signIn: FakeSignIn;
  beforeEach(() => {
    signIn = new FakeSignIn();
    connection = connectTo(server, clock, () => 0.5, signIn);
    connection.start();
  });
  const refuse = () => {
    server.socket.dial();
    server.socket.say({ type: 'error', error: 'Invalid authentication token' });
    server.socket.end(1008);
  };

  it.each([
    ['refused at the door', refuse],
    ['closed 4401', () => { server.socket.accept(); server.socket.end(4401); }],
  ])('%s, it asks for another token and comes back with that', async (_, end) => {
    end();
    await vi.waitFor(() => expect(phase()).toBe('waiting'));
    clock.advance(1000);
    server.socket.accept();
    expect(phase()).toBe('online');
    expect(server.socket.ofType('authorization')).toEqual([
      { type: 'authorization', token: 'token 1' },
    ]);
  });

  it('stops for good when nobody is signed in any more', async () => {
    signIn.answer = 'ended';
    refuse();
    await vi.waitFor(() => expect(phase()).toBe('stopped'));
    expect(connection.link.get()).toEqual({ phase: 'stopped', reason: 'signed_out' });
    clock.advance(600_000);
    connection.tryNow();
    expect(server.dials).toHaveLength(1);
  });

  it('waits and tries again when the server cannot be asked', async () => {
    signIn.answer = 'unreachable';
    refuse();
    await vi.waitFor(() => expect(phase()).toBe('waiting'));
  });

  it('asks before it dials when it has none, and not for somebody who hung up', async () => {
    connection.stop();
    signIn.token = null;
    connection.start();
    expect(server.dials).toHaveLength(1);
    await vi.waitFor(() => expect(server.dials).toHaveLength(2));
    connection.stop();
    signIn.token = null;
    connection.start();
    connection.stop();
    await Promise.resolve();
    await Promise.resolve();
    expect(server.dials).toHaveLength(2);
    expect(phase()).toBe('idle');
  });
});

it('hands a fresh token to the socket that is up, and to no other', () => {
  connection.reauthorize('early');
  connection.start();
  server.socket.accept();
  connection.reauthorize('fresh');
  expect(server.socket.ofType('reauth')).toEqual([{ type: 'reauth', token: 'fresh' }]);
  server.socket.say({ type: 'authenticated', user_id: 'me' });
  expect(phase()).toBe('online');
});

it('hangs up and stays down when stopped', () => {
  connection.start();
  server.socket.accept();
  connection.stop();
  clock.advance(600_000);
  expect(server.socket.closed).toBe(true);
  expect(server.dials).toHaveLength(1);
});
