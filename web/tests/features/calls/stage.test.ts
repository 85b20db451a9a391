import { describe, expect, it } from 'vitest';
import { cameraBudget, decodeWords, NO_TRACKS } from '@/features/calls/lines';
import type { MediaState } from '@/features/calls/media';
import type { Member } from '@/features/calls/mesh';
import { countOf, qualityOf, type Counted } from '@/features/calls/quality';
import { tilesOf, type Scene } from '@/features/calls/tiles';
import { FakeTrack, trackOf } from '../../support/fake_rtc';

const off = { on: false, starting: false, trouble: null, deviceId: null, track: null };
const media: MediaState = {
  microphone: off, camera: off, screen: null, devices: { microphone: [], camera: [] },
};
const picture = trackOf(new FakeTrack('video', 'v'));
const member = (id: number, more: Partial<Member> = {}): Member => ({
  id, userId: `u${id}`, name: `Person ${id}`, link: 'connected',
  words: { microphone: true, camera: true, screen: false },
  tracks: { ...NO_TRACKS, camera: picture, screen: picture }, ...more,
});
const scene = (more: Partial<Scene> = {}): Scene => ({
  me: { id: 'me', username: 'me', name: 'Me' }, media, members: [], callees: [],
  place: { roomId: 7, self: 9, host: 1, since: 1, met: true }, ...more,
});
const keys = (more: Partial<Scene>) => tilesOf(scene(more)).map(({ key }) => key);

describe('tiles', () => {
  it('are everybody in order of coming, oneself last, and screens before all', () => {
    const sharing = member(2, { words: { microphone: true, camera: true, screen: true } });
    expect(keys({ members: [member(1), sharing] })).toEqual(['s2', 'p1', 'p2', 'self']);
    expect(keys({ media: { ...media, screen: picture } })).toEqual(['self-screen', 'self']);
  });

  it('know the host, the muted, and who has no picture', () => {
    const quiet = member(2, { words: { microphone: false, camera: false, screen: false } });
    expect(tilesOf(scene({ members: [member(1), quiet] }))).toMatchObject([
      { id: 1, host: true, muted: false, track: picture },
      { id: 2, host: false, muted: true, track: null },
      { id: 0, host: false, muted: true, track: null },
    ]);
  });

  it('show what a client sends that says nothing about itself', () => {
    const other = member(3, { words: null });
    expect(tilesOf(scene({ members: [other] }))[0]).toMatchObject({ muted: false, track: picture });
  });

  it('hold a place for those whose device rings, until they are there or will not come', () => {
    const callee = (userId: string, state: 'ringing' | 'accepted' | 'declined') =>
      ({ ringId: 'r', userId, state, name: userId });
    const callees = [callee('u1', 'accepted'), callee('u5', 'ringing'), callee('u6', 'declined')];
    expect(keys({ members: [member(1)], callees })).toEqual(['p1', 'cu5', 'self']);
  });
});

describe('the quality of a line', () => {
  const counted = (more: Partial<Counted>): Counted =>
    ({ received: 0, lost: 0, roundTripMs: 20, relayed: false, ...more });

  it('is read out of what the browser counts', () => {
    expect(countOf([
      { type: 'inbound-rtp', packetsReceived: 90, packetsLost: 3 },
      { type: 'inbound-rtp', packetsReceived: 10, packetsLost: 1 },
      { type: 'transport', selectedCandidatePairId: 'pair' },
      { id: 'pair', type: 'candidate-pair', currentRoundTripTime: 0.0421, localCandidateId: 'l' },
      { id: 'l', type: 'local-candidate', candidateType: 'relay' },
    ])).toEqual({ received: 100, lost: 4, roundTripMs: 42, relayed: true });
  });

  it.each([
    [{ received: 200 }, 'good'], [{ received: 190, lost: 10 }, 'fair'],
    [{ received: 180, lost: 20 }, 'poor'], [{ received: 200, roundTripMs: 300 }, 'fair'],
    [{ received: 200, roundTripMs: 600 }, 'poor'], [{ received: 2, roundTripMs: null }, 'unknown'],
  ])('%o is %s', (more, quality) => {
    expect(qualityOf(null, counted(more))).toBe(quality);
  });

  it('is that of the last seconds, not of the whole call', () => {
    const before = counted({ received: 100, lost: 50 });
    expect(qualityOf(before, counted({ received: 300, lost: 50 }))).toBe('good');
  });
});

it('a picture costs less the more people there are', () => {
  const rates = [1, 2, 3, 4, 5].map((peers) => cameraBudget(peers).bitrate);
  expect(rates).toEqual([...rates].sort((a, b) => b - a));
  expect(5 * cameraBudget(5).bitrate).toBeLessThan(2_000_000);
});

it.each(['', '{', 'null', 7, 'x'.repeat(2_000)])('words that are none are no words: %s', (text) => {
  const words = decodeWords(text);
  expect(words === null || !(words.microphone || words.camera || words.screen)).toBe(true);
});
