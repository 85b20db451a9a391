import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '@/lib/key_value';
import { PENDING_MAX } from '@/features/chat/outbox';
import { connected, liveMessage } from '../../support/fake_server';
import { settled } from '../../support/hand_clock';
import { TestRoom } from '../../support/room';

function sent(clientId: string, seq: number, duplicate = false) {
  return {
    type: 'sent', client_msg_id: clientId, id: `m${seq}`, seq, duplicate,
    created_at: '2026-01-02T03:04:05Z',
  };
}

async function inRoom(count = 0, kept = memoryKeyValue(), keptForTab = memoryKeyValue()) {
  const room = new TestRoom(count, kept, keptForTab);
  room.conversation.enter();
  room.server.socket.accept();
  room.server.socket.say(connected('general', count, 'e1'));
  await settled();
  return room;
}

describe('a message on its way', () => {
  it('is shown at once, and settled by its confirmation', async () => {
    const room = await inRoom();
    room.conversation.post('hello');
    expect(room.pending).toMatchObject([{ clientId: 'c1', content: 'hello', state: 'sending' }]);
    room.server.socket.say(sent('c1', 1));
    expect(room.pending).toEqual([]);
    expect(room.conversation.timeline.state.get().messages).toMatchObject([
      { id: 'm1', seq: 1, content: 'hello', senderId: 'me', clientId: 'c1' },
    ]);
  });

  it('is one message, whether its own copy comes before or after the confirmation', async () => {
    const mine = { sender_id: 'me', sender_name: 'My Self', content: 'hello' };
    const before = await inRoom();
    before.conversation.post('hello');
    before.server.socket.say(liveMessage(1, mine));
    expect(before.pending).toMatchObject([{ shownAs: 'm1' }]);
    before.server.socket.say(sent('c1', 1));
    expect(before.pending).toEqual([]);
    expect(before.seqs).toEqual([1]);

    const after = await inRoom();
    after.conversation.post('hello');
    after.server.socket.say(sent('c1', 1), liveMessage(1, mine));
    expect(after.pending).toEqual([]);
    expect(after.seqs).toEqual([1]);
    expect(after.conversation.timeline.state.get().messages[0]?.clientId).toBe('c1');
  });

  it('waits while there is no line, and goes out with the same id when there is', async () => {
    const room = await inRoom();
    room.server.socket.end(1006);
    room.conversation.post('one');
    room.conversation.post('two');
    expect(room.pending.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    room.reconnect();
    expect(room.server.socket.ofType('message')).toEqual([]);
    room.server.socket.say(connected('general', 0, 'e1', true));
    expect(room.server.socket.ofType('message')).toMatchObject([
      { content: 'one', client_msg_id: 'c1' }, { content: 'two', client_msg_id: 'c2' },
    ]);
  });

  it('is sent again after a cut, and a duplicate is settled like a first', async () => {
    const room = await inRoom();
    room.conversation.post('hello');
    room.server.socket.end(1006);
    expect(room.pending).toMatchObject([{ state: 'waiting' }]);
    room.reconnect();
    room.server.socket.say(connected('general', 1, 'e1', true),
      liveMessage(1, { sender_id: 'me', content: 'hello' }), sent('c1', 1, true));
    expect(room.server.socket.ofType('message')).toMatchObject([{ client_msg_id: 'c1' }]);
    expect(room.pending).toEqual([]);
    expect(room.seqs).toEqual([1]);
  });

  it('takes a silent server for a dead line, and says so in the end', async () => {
    const room = await inRoom();
    room.conversation.post('hello');
    for (let i = 0; i < 2; i += 1) {
      room.clock.advance(10_000);
      expect(room.connection.link.get().phase).toBe('waiting');
      room.reconnect();
      room.server.socket.say(connected('general', 0, 'e1', true));
    }
    room.clock.advance(10_000);
    expect(room.pending).toMatchObject([{ state: 'failed' }]);
    room.conversation.outbox.retry('c1');
    expect(room.server.socket.ofType('message')).toHaveLength(2);
    room.server.socket.say(sent('c1', 1));
    expect(room.pending).toEqual([]);
  });

  it('fails with the words of the server, and can be given up', async () => {
    const room = await inRoom();
    room.conversation.post('first');
    room.conversation.post('second');
    room.server.socket.say({ type: 'error', error: 'Too many messages' });
    expect(room.pending).toMatchObject([
      { clientId: 'c1', state: 'failed', reason: 'Too many messages' },
      { clientId: 'c2', state: 'sending' },
    ]);
    room.conversation.outbox.settle('c1');
    expect(room.pending).toMatchObject([{ clientId: 'c2' }]);
  });

  it('joins again when the server has forgotten that we are in the room', async () => {
    const room = await inRoom();
    room.conversation.post('hello');
    room.server.socket.say({ type: 'error', error: 'Not connected to this room' });
    expect(room.server.socket.ofType('connect')).toHaveLength(2);
    room.server.socket.say(connected('general', 0, 'e1', true));
    expect(room.server.socket.ofType('message')).toHaveLength(2);
  });

  it('ends a quarrel about membership instead of going on for ever', async () => {
    const room = await inRoom();
    room.conversation.post('hello');
    for (let i = 0; i < 20; i += 1) {
      room.server.socket.say({ type: 'error', error: 'Not connected to this room' },
        connected('general', 0, 'e1', true));
    }
    expect(room.pending).toMatchObject([{ state: 'failed' }]);
    expect(room.server.socket.ofType('message').length).toBeLessThanOrEqual(10);
  });

  it('outlives a reload of the page', async () => {
    const keptForTab = memoryKeyValue();
    const first = await inRoom(0, memoryKeyValue(), keptForTab);
    first.server.socket.end(1006);
    first.conversation.post('do not lose me');
    const second = await inRoom(0, memoryKeyValue(), keptForTab);
    expect(second.server.socket.ofType('message')).toMatchObject([
      { content: 'do not lose me', client_msg_id: 'c1' },
    ]);
    second.server.socket.say(sent('c1', 1));
    const third = await inRoom(1, memoryKeyValue(), keptForTab);
    expect(third.pending).toEqual([]);
  });
});

it('keeps no more unsent messages than it can answer for', async () => {
  const room = await inRoom();
  room.server.socket.end(1006);
  for (let i = 0; i < PENDING_MAX; i += 1) expect(room.conversation.post(`${i}`)).toBe(true);
  expect(room.conversation.post('one too many')).toBe(false);
  expect(room.pending).toHaveLength(PENDING_MAX);
});
