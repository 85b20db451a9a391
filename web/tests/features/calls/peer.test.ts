import { beforeEach, describe, expect, it } from 'vitest';
import { NO_TRACKS } from '@/features/calls/lines';
import { Peer } from '@/features/calls/peer';
import { FakePc, FakeTrack, calm, trackOf } from '../../support/fake_rtc';
import { HandClock } from '../../support/hand_clock';

const words = { microphone: true, camera: false, screen: false };
const budget = { bitrate: 1, shrink: 1 };

class Side {
  readonly pcs: FakePc[] = [];
  readonly sent: { session: string; description: RTCSessionDescriptionInit }[] = [];
  readonly peer: Peer;
  other: Side | null = null;
  // What is sent waits while the wire is slow.
  held: (() => void)[] | null = null;

  constructor(begins: boolean, clock: HandClock) {
    this.peer = new Peer({
      connect: () => {
        const pc = new FakePc();
        this.pcs.push(pc);
        return pc.asPc();
      },
      describe: (session, description) => {
        this.sent.push({ session, description });
        this.carry(() => this.other?.peer.described(session, description));
      },
      suggest: (session, candidate) =>
        this.carry(() => this.other?.peer.suggested(session, candidate)),
      begins, polite: begins, clock, makeId: () => `s${this.pcs.length}`,
    });
    this.peer.send(NO_TRACKS, words, budget);
  }

  get pc(): FakePc {
    const pc = this.pcs.at(-1);
    if (pc === undefined) throw new Error('no connection');
    return pc;
  }

  get link(): string {
    return this.peer.state.get().link;
  }

  release(): void {
    for (const carry of this.held?.splice(0) ?? []) carry();
    this.held = null;
  }

  private carry(action: () => void): void {
    if (this.held === null) action();
    else this.held.push(action);
  }
}

let clock: HandClock;
let comer: Side;
let host: Side;

beforeEach(async () => {
  clock = new HandClock();
  comer = new Side(true, clock);
  host = new Side(false, clock);
  [comer.other, host.other] = [host, comer];
  host.peer.start();
  comer.peer.start();
  await calm();
});

describe('two people', () => {
  it('agree with one offer and one answer, made by who came later', () => {
    expect(comer.sent.map(({ description }) => description.type)).toEqual(['offer']);
    expect(host.sent.map(({ description }) => description.type)).toEqual(['answer']);
    expect(comer.pc.signalingState).toBe('stable');
    expect(host.pc.signalingState).toBe('stable');
    expect(host.pc.transceivers.map(({ direction }) => direction))
      .toEqual(['sendrecv', 'sendrecv', 'sendrecv']);
  });

  it('send what they have, and change it without another word', async () => {
    const sound = trackOf(new FakeTrack('audio', 'mic'));
    const screen = trackOf(new FakeTrack('video', 'screen'));
    host.peer.send({ sound, camera: null, screen }, words, budget);
    await calm();
    expect(host.pc.transceivers.map(({ sender }) => sender.track)).toEqual([sound, null, screen]);
    expect(comer.sent).toHaveLength(1);
    expect(host.sent).toHaveLength(1);
  });

  it('tell each other what is muted, when the channel opens and on each change', () => {
    const { channel } = comer.pc;
    channel.readyState = 'open';
    channel.onopen?.();
    comer.peer.send(NO_TRACKS, { ...words, microphone: false }, budget);
    expect(channel.sent.map((text) => JSON.parse(text) as object))
      .toEqual([words, { ...words, microphone: false }]);
    host.pc.channel.onmessage?.({ data: channel.sent[1] ?? '' });
    expect(host.peer.state.get().words).toEqual({ ...words, microphone: false });
    host.pc.channel.onmessage?.({ data: 'x'.repeat(2_000) });
    expect(host.peer.state.get().words).toEqual({ ...words, microphone: false });
  });

  it('survive that both make an offer at once: the polite one gives way', async () => {
    comer.held = [];
    host.held = [];
    comer.peer.restart();
    host.peer.restart();
    await calm();
    expect([comer.pc.signalingState, host.pc.signalingState])
      .toEqual(['have-local-offer', 'have-local-offer']);
    comer.release();
    host.release();
    await calm();
    expect([comer.pc.signalingState, host.pc.signalingState]).toEqual(['stable', 'stable']);
    expect(comer.pc.remoteDescription?.type).toBe('offer');
    expect(host.pc.remoteDescription?.sdp).toBe(comer.sent.at(-1)?.description.sdp);
  });
});

describe('candidates', () => {
  it('that come before the description wait for it, in order', async () => {
    const late = new Side(false, clock);
    late.peer.start();
    late.peer.described('x', { type: 'offer', sdp: 'offer x' });
    for (const candidate of ['a', 'b', 'c']) late.peer.suggested('x', { candidate });
    await calm();
    expect(late.pc.candidates.map(({ candidate }) => candidate)).toEqual(['a', 'b', 'c']);
  });

  it('and answers of another session are late news, and dropped', async () => {
    const before = host.pc.remoteDescription;
    comer.peer.described('other', { type: 'answer', sdp: 'late' });
    comer.peer.described('other', { type: 'offer', sdp: 'late' });
    comer.peer.suggested('other', { candidate: 'late' });
    await calm();
    expect(comer.pcs).toHaveLength(1);
    expect(comer.pc.candidates).toEqual([]);
    expect(host.pc.remoteDescription).toBe(before);
  });

  it('of an offer that was ignored are ignored with it', async () => {
    comer.held = [];
    host.held = [];
    comer.peer.restart();
    host.peer.restart();
    await calm();
    comer.release();
    host.peer.suggested(host.sent[0]?.session ?? '', { candidate: 'of the ignored offer' });
    await calm();
    expect(host.pc.candidates).toEqual([]);
  });
});

describe('after a failure', () => {
  it('looks for another way once the line has been unstable for a while', () => {
    comer.pc.become('connected');
    comer.pc.become('disconnected');
    expect(comer.link).toBe('unstable');
    clock.advance(2_999);
    expect(comer.pc.restarts).toBe(0);
    clock.advance(1);
    expect(comer.pc.restarts).toBe(1);
  });

  it('does nothing when the line is back by itself', () => {
    comer.pc.become('disconnected');
    comer.pc.become('connected');
    clock.advance(60_000);
    expect(comer.link).toBe('connected');
    expect(comer.pc.restarts).toBe(0);
    expect(comer.pcs).toHaveLength(1);
  });

  it('starts over when another way did not help, and the other side follows', async () => {
    comer.pc.become('connected');
    host.pc.become('connected');
    comer.pc.become('failed');
    clock.advance(0);
    expect(comer.pc.restarts).toBe(1);
    clock.advance(8_000);
    await calm();
    expect(comer.pcs).toHaveLength(2);
    expect(comer.pcs[0]?.closed).toBe(true);
    expect(host.pcs).toHaveLength(2);
    expect(host.pc.remoteDescription?.sdp).toBe(comer.pc.localDescription?.sdp);
    expect([comer.link, host.link]).toEqual(['lost', 'connecting']);
    comer.pc.become('connected');
    expect(comer.link).toBe('connected');
    clock.advance(120_000);
    expect(comer.pcs).toHaveLength(2);
  });

  it('begins again when nobody answers, ever more slowly, and ends with the call', async () => {
    const lonely = new Side(true, clock);
    lonely.peer.start();
    clock.advance(14_999);
    expect(lonely.pcs).toHaveLength(1);
    clock.advance(1);
    expect(lonely.link).toBe('lost');
    expect(lonely.pcs).toHaveLength(2);
    clock.advance(8_000 + 16_000 + 24_000 + 30_000);
    expect(lonely.pcs).toHaveLength(6);
    lonely.peer.close();
    clock.advance(600_000);
    expect(lonely.pcs).toHaveLength(6);
    expect(lonely.pc.closed).toBe(true);
  });

  it('waits for who begins when it is the one who answers', async () => {
    comer.pc.become('connected');
    host.pc.become('failed');
    clock.advance(60_000);
    await calm();
    expect(host.pcs).toHaveLength(1);
    expect(host.pc.restarts).toBeGreaterThan(0);
  });
});

it('hears how loud the other one is', () => {
  comer.pc.level = 0.4;
  expect(comer.peer.loudness()).toBe(0.4);
  comer.peer.close();
  expect(comer.peer.loudness()).toBe(0);
});
