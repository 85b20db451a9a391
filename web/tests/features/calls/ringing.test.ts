import { beforeEach, describe, expect, it } from 'vitest';
import type { MissedCall } from '@/api/calls';
import { Outgoing } from '@/features/calls/outgoing';
import { Ringing } from '@/features/calls/ringing';
import { memoryKeyValue } from '@/lib/key_value';
import type { RingEvent } from '@/lib/ring';
import { HandClock, settled } from '../../support/hand_clock';

const ada = { id: 'ada', name: 'Ada' };
const event = (word: RingEvent['event'], more: Partial<RingEvent> = {}): RingEvent => ({
  event: word, ringId: 'r1', roomId: 7, from: ada, chatRoomId: null, userId: null, expiresIn: 30,
  ...more,
});
const missed = (seq: number): MissedCall =>
  ({ seq, ringId: `r${seq}`, roomId: 7, from: ada, at: 1 });

let clock: HandClock;
let said: string[];
let inbox: MissedCall[];
let refusal: string | null;
let ringing: Ringing;
const kept = memoryKeyValue();

beforeEach(() => {
  clock = new HandClock();
  said = [];
  inbox = [];
  refusal = null;
  ringing = new Ringing({
    accept: async (id) => {
      said.push(`accept ${id}`);
      if (refusal !== null) throw new Error(refusal);
      return 7;
    },
    decline: async (id) => void said.push(`decline ${id}`),
    missed: async () => inbox,
    enter: (roomId) => said.push(`enter ${roomId}`),
    clock, kept, userId: 'me',
  });
});

const rings = () => ringing.incoming.get().map(({ ringId }) => ringId);

describe('an incoming call', () => {
  beforeEach(() => ringing.receive(event('ringing')));

  it('rings once, and leads into the call when accepted', async () => {
    ringing.receive(event('ringing'));
    expect(rings()).toEqual(['r1']);
    const answer = ringing.accept('r1');
    void ringing.accept('r1');
    await answer;
    expect(said).toEqual(['accept r1', 'enter 7']);
    expect(rings()).toEqual([]);
  });

  it('is gone at once when declined', async () => {
    await ringing.decline('r1');
    expect(said).toEqual(['decline r1']);
    expect(rings()).toEqual([]);
  });

  it.each(['answered_elsewhere', 'declined_elsewhere'] as const)('stops when %s', (word) => {
    ringing.receive(event(word));
    expect(rings()).toEqual([]);
  });

  it.each(['cancelled', 'missed'] as const)('becomes a missed call when %s', async (word) => {
    inbox = [missed(1)];
    ringing.receive(event(word));
    expect(rings()).toEqual([]);
    clock.advance(500);
    await settled();
    expect(ringing.missed.get()).toEqual([missed(1)]);
  });

  it('is looked for twice, because the inbox may be slower than the word', async () => {
    ringing.receive(event('cancelled'));
    clock.advance(500);
    await settled();
    expect(ringing.missed.get()).toEqual([]);
    inbox = [missed(1)];
    clock.advance(2_500);
    await settled();
    expect(ringing.missed.get()).toEqual([missed(1)]);
  });

  it('ends by itself when its end is lost', async () => {
    inbox = [missed(1)];
    clock.advance(29_999);
    expect(rings()).toEqual(['r1']);
    clock.advance(1);
    expect(rings()).toEqual([]);
    clock.advance(500);
    await settled();
    expect(ringing.missed.get()).toHaveLength(1);
  });

  it('says who was quicker, and goes', async () => {
    refusal = 'Answered on another device';
    await ringing.accept('r1');
    expect(ringing.incoming.get()).toMatchObject([{ failure: refusal }]);
    expect(said).toEqual(['accept r1']);
    clock.advance(4_000);
    expect(rings()).toEqual([]);
  });

  it('is one of three at most', () => {
    for (const ringId of ['r2', 'r3', 'r4']) ringing.receive(event('ringing', { ringId }));
    expect(rings()).toEqual(['r1', 'r2', 'r3']);
  });

  it('is silent until somebody wants a tone, and that is kept', () => {
    expect(ringing.tone.get()).toBe(false);
    ringing.chooseTone(true);
    expect(kept.read('switchboard.tone')).toBe('on');
    ringing.chooseTone(false);
  });
});

it('shows missed calls until they are cleared, and then only later ones', async () => {
  inbox = [missed(1), missed(2)];
  const stop = ringing.start();
  await settled();
  expect(ringing.missed.get()).toHaveLength(2);
  ringing.dismissMissed();
  inbox = [missed(1), missed(2), missed(3)];
  await ringing.loadMissed();
  expect(ringing.missed.get()).toEqual([missed(3)]);
  stop();
});

describe('an outgoing call', () => {
  let cancelled: string[];
  let answer: (callees: string[]) => void;
  let fail: (reason: Error) => void;
  let outgoing: Outgoing;

  beforeEach(() => {
    cancelled = [];
    outgoing = new Outgoing({
      ring: () => new Promise((resolve, reject) => {
        answer = (ids) => resolve({ ringId: 'r1', expiresIn: 30,
          callees: ids.map((userId) => ({ userId, state: 'ringing' })) });
        fail = reject;
      }),
      cancel: async (id) => void cancelled.push(id),
      clock,
    });
    void outgoing.ring(7, { kind: 'room', id: 'general' });
  });

  const states = () =>
    outgoing.state.get().callees.map(({ userId, state }) => `${userId} ${state}`);

  it('follows each callee', async () => {
    answer(['ada', 'bob', 'cay']);
    await settled();
    outgoing.receive(event('accepted', { userId: 'ada' }));
    outgoing.receive(event('busy', { userId: 'bob' }));
    outgoing.receive(event('declined', { userId: 'cay', ringId: 'another' }));
    expect(states()).toEqual(['ada accepted', 'bob busy', 'cay ringing']);
    clock.advance(33_000);
    expect(states()).toEqual(['ada accepted', 'bob busy', 'cay missed']);
  });

  it('loses no word that is quicker than the answer to its request', async () => {
    outgoing.receive(event('declined', { userId: 'ada' }));
    answer(['ada']);
    await settled();
    expect(states()).toEqual(['ada declined']);
  });

  it('ends with the call, also when the server had not answered yet', async () => {
    outgoing.cancel();
    answer(['ada']);
    await settled();
    expect(cancelled).toEqual(['r1']);
    expect(states()).toEqual([]);
  });

  it('is not called off when everybody has answered', async () => {
    answer(['ada']);
    await settled();
    outgoing.receive(event('declined', { userId: 'ada' }));
    outgoing.cancel();
    expect(cancelled).toEqual([]);
  });

  it('says why it did not ring', async () => {
    fail(new Error('Too many calls'));
    await settled();
    expect(outgoing.state.get()).toEqual({ asked: true, callees: [], failure: 'Too many calls' });
  });
});
