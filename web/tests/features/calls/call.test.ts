import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '@/lib/key_value';
import { CallRoom } from '../../support/call_room';
import { settled } from '../../support/hand_clock';

async function inCall(peers: [number, string][] = [], host = 1): Promise<CallRoom> {
  const room = new CallRoom();
  room.call.open(false);
  room.call.join();
  await room.admit(peers, host);
  return room;
}

describe('the way in', () => {
  it('is a lobby first: devices are on, and nobody is told', async () => {
    const room = new CallRoom();
    room.call.open(false);
    await settled();
    expect(room.phase).toBe('lobby');
    expect(room.devices.tracks).toHaveLength(2);
    expect(room.server.dials).toHaveLength(0);
  });

  it('leads through joining into the call, with a line to everybody', async () => {
    const room = new CallRoom();
    room.call.open(false);
    room.call.join();
    expect(room.phase).toBe('joining');
    room.call.join();
    await room.admit([[1, 'Ada'], [2, 'Bob']]);
    expect(room.phase).toBe('in-call');
    expect(room.server.dials).toHaveLength(1);
    expect(room.names).toEqual(['Ada', 'Bob']);
    expect(room.server.socket.sent.filter(({ msg_type: type }) => type === 2)).toHaveLength(2);
  });

  it('has no lobby for who accepted a ring', async () => {
    const room = new CallRoom();
    room.call.open(true);
    expect(room.phase).toBe('joining');
    await room.admit();
    expect(room.phase).toBe('in-call');
  });

  it('has no lobby after a reload, and shows the seat', async () => {
    const keptForTab = memoryKeyValue();
    const before = new CallRoom({ keptForTab });
    before.call.open(true);
    await before.admit();
    before.call.pageLeaves();
    const after = new CallRoom({ keptForTab });
    after.call.open(false);
    expect(after.phase).toBe('joining');
    await after.dial();
    expect(after.server.socket.sent[0]).toMatchObject({ payload: { room_id: 7, seat: 'seat' } });
  });

  it('is found again by a page that the browser had kept', async () => {
    const room = new CallRoom();
    room.call.open(true);
    await room.admit();
    room.call.pageLeaves();
    room.call.pageReturns();
    expect(room.phase).toBe('reconnecting');
    await room.admit([[1, 'Ada']]);
    expect(room.phase).toBe('in-call');
    expect(room.names).toEqual(['Ada']);
  });

  it('has a lobby again for who left on purpose', async () => {
    const keptForTab = memoryKeyValue();
    const before = new CallRoom({ keptForTab });
    before.call.open(true);
    await before.admit();
    before.call.leave();
    const after = new CallRoom({ keptForTab });
    after.call.open(false);
    expect(after.phase).toBe('lobby');
  });
});

describe('in the call', () => {
  it('those who come and go are named, and the host passes on', async () => {
    const room = await inCall([[1, 'Ada']]);
    room.arrive(3, 'Cay');
    expect(room.names).toEqual(['Ada', 'Cay']);
    room.depart(1, 9);
    expect(room.names).toEqual(['Cay']);
    expect(room.call.place.get()).toMatchObject({ self: 9, host: 9, met: true });
    expect(room.said)
      .toEqual(['Cay joined the call', 'Ada left the call', 'You are the host now']);
  });

  it('who comes back to a held seat is the same, on a new line', async () => {
    const room = await inCall();
    room.arrive(3, 'Cay');
    room.server.socket.say({ msg_type: 17, from: 3, payload: { room_id: 7, seconds: 20 } });
    room.arrive(3, 'Cay');
    expect(room.names).toEqual(['Cay']);
    expect(room.said).toEqual(['Cay joined the call']);
  });

  it('a cut is told, the media stays, and everything begins anew afterwards', async () => {
    const room = await inCall([[1, 'Ada']]);
    room.server.socket.end(1006);
    expect(room.call.phase.get()).toEqual({
      at: 'reconnecting', retryAt: room.clock.now() + 500,
    });
    expect(room.names).toEqual(['Ada']);
    expect(room.pcs[0]?.closed).toBe(false);
    room.clock.advance(500);
    expect(room.call.phase.get()).toEqual({ at: 'reconnecting', retryAt: null });
    await room.admit([[1, 'Ada'], [2, 'Bob']]);
    expect(room.phase).toBe('in-call');
    expect(room.names).toEqual(['Ada', 'Bob']);
    expect(room.pcs.filter(({ closed }) => !closed)).toHaveLength(2);
  });

  it('a changed network doubts the line and looks for other ways', async () => {
    const room = await inCall([[1, 'Ada']]);
    room.call.networkChanged();
    await settled();
    expect(room.phase).toBe('reconnecting');
    expect(room.server.dials).toHaveLength(2);
  });

  it('who speaks is seen, a breath longer than heard', async () => {
    const room = await inCall([[1, 'Ada']]);
    const { speaking } = room.call.parts.watch;
    const [pc] = room.pcs;
    if (pc === undefined) throw new Error('no line');
    pc.level = 0.3;
    room.clock.advance(150);
    expect([...speaking.get()]).toEqual([1]);
    pc.level = 0;
    room.loudness = 0.3;
    room.clock.advance(600);
    expect([...speaking.get()].sort()).toEqual([0, 1]);
    room.clock.advance(300);
    expect([...speaking.get()]).toEqual([0]);
  });
});

describe('the end', () => {
  it('closes every line and every device, and says why', async () => {
    const room = await inCall([[1, 'Ada']]);
    room.call.leave();
    expect(room.call.phase.get()).toEqual({ at: 'ended', reason: 'left' });
    expect(room.pcs.every(({ closed }) => closed)).toBe(true);
    expect(room.devices.tracks.every(({ stopped }) => stopped)).toBe(true);
    room.clock.advance(600_000);
    expect(room.server.dials).toHaveLength(1);
  });

  it('comes by the server too', async () => {
    const room = await inCall();
    room.server.socket.end(1008, 'Duplicate connection detected');
    expect(room.call.phase.get()).toEqual({ at: 'ended', reason: 'replaced' });
    expect(room.devices.tracks.every(({ stopped }) => stopped)).toBe(true);
  });

  it('can be taken back, without a ring for those who were called', async () => {
    const room = new CallRoom({ roomId: null, ringee: { kind: 'person', id: 'ada' } });
    room.call.open(true);
    await room.admit();
    room.call.leave();
    room.call.join();
    await room.admit();
    expect(room.phase).toBe('in-call');
    expect(room.rings).toEqual([[7, { kind: 'person', id: 'ada' }]]);
    expect(room.devices.tracks).toHaveLength(4);
  });
});
