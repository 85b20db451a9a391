import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '@/lib/key_value';
import { connected, liveMessage } from '../../support/fake_server';
import { settled } from '../../support/hand_clock';
import { TestRoom, range } from '../../support/room';

async function inRoom(count: number) {
  const room = new TestRoom(count);
  room.conversation.enter();
  room.server.socket.accept();
  room.server.socket.say(connected('general', count, 'e1'));
  await settled();
  return room;
}

describe('reading backwards', () => {
  it('loads the latest page, then earlier ones, down to the beginning', async () => {
    const room = await inRoom(120);
    expect(room.seqs).toEqual(range(71, 120));
    await room.conversation.timeline.loadOlder();
    await room.conversation.timeline.loadOlder();
    expect(room.seqs).toEqual(range(1, 120));
    expect(room.conversation.timeline.state.get().reachedStart).toBe(true);
    await room.conversation.timeline.loadOlder();
    expect(room.history.asked).toEqual([null, 71, 21]);
  });

  it('asks for one page at a time', async () => {
    const room = await inRoom(120);
    const { timeline } = room.conversation;
    await Promise.all([timeline.loadOlder(), timeline.loadOlder(), timeline.loadOlder()]);
    expect(room.history.asked).toEqual([null, 71]);
  });

  it('says what went wrong, and goes on when asked again', async () => {
    const room = await inRoom(120);
    room.history.failing = true;
    await room.conversation.timeline.loadOlder();
    expect(room.conversation.timeline.state.get()).toMatchObject({
      older: 'failed', failure: 'the disk is full',
    });
    room.history.failing = false;
    await room.conversation.timeline.loadOlder();
    expect(room.seqs).toEqual(range(21, 120));
  });

  it('opens again after a first page that failed', async () => {
    const room = new TestRoom(3);
    room.history.failing = true;
    room.conversation.enter();
    await settled();
    expect(room.conversation.timeline.state.get().history).toBe('failed');
    room.history.failing = false;
    room.server.socket.accept();
    room.server.socket.say(connected('general', 3, 'e1'));
    await settled();
    expect(room.seqs).toEqual([1, 2, 3]);
  });
});

describe('the seam between history and the live line', () => {
  it('reads again when the page is older than the line', async () => {
    const room = new TestRoom(2);
    room.conversation.enter();
    room.history.grow(2);
    room.server.socket.accept();
    const early = room.history.messages;
    room.history.messages = early.slice(0, 1);
    room.server.socket.say(connected('general', 2, 'e1'));
    await Promise.resolve();
    room.history.messages = early;
    await settled();
    expect(room.seqs).toEqual([1, 2]);
  });

  it('puts live messages and pages together without a repeat', async () => {
    const room = await inRoom(10);
    room.server.socket.say(liveMessage(11), liveMessage(12), liveMessage(11));
    expect(room.seqs).toEqual(range(1, 12));
  });

  it('shows edits and deletions of what is there', async () => {
    const room = await inRoom(3);
    room.server.socket.say(
      { type: 'edited', id: 'm2', room_id: 'general', seq: 4, content: 'better' },
      { type: 'deleted', id: 'm3', room_id: 'general', seq: 5 });
    const [, second, third] = room.conversation.timeline.state.get().messages;
    expect(second).toMatchObject({ content: 'better', edited: true });
    expect(third).toMatchObject({ content: null });
  });
});

describe('after a cut', () => {
  it('puts in what the server sends again, and asks for nothing more', async () => {
    const room = await inRoom(10);
    room.server.socket.end(1006);
    room.reconnect();
    room.server.socket.say(connected('general', 12, 'e1', true), liveMessage(11), liveMessage(12));
    await settled();
    expect(room.seqs).toEqual(range(1, 12));
    expect(room.history.asked).toEqual([null]);
  });

  it('fetches what was not recovered and fills the gap, page by page', async () => {
    const room = await inRoom(100);
    room.server.socket.end(1006);
    room.history.grow(300);
    room.reconnect();
    room.server.socket.say(connected('general', 300, 'e1', false), liveMessage(301));
    await settled();
    expect(room.seqs).toEqual(range(51, 301));
    expect(room.conversation.timeline.state.get().gap).toBeNull();
  });

  it('shows the gap for as long as it cannot be filled', async () => {
    const room = await inRoom(100);
    room.server.socket.end(1006);
    room.history.grow(300);
    room.history.failing = true;
    room.reconnect();
    room.server.socket.say(connected('general', 300, 'e1', false));
    await settled();
    expect(room.conversation.timeline.state.get().gap).toMatchObject({ after: 100, failed: true });
    room.server.socket.say(liveMessage(301));
    room.history.failing = false;
    await room.conversation.timeline.fillGap();
    expect(room.conversation.timeline.state.get().gap).toBeNull();
    expect(room.seqs).toEqual(range(51, 301));
  });

  it('starts over when the room was restored to another history', async () => {
    const room = await inRoom(100);
    room.server.socket.end(1006);
    room.history.messages = room.history.messages.slice(0, 4);
    room.reconnect();
    room.server.socket.say(connected('general', 4, 'e2', false));
    await settled();
    expect(room.seqs).toEqual([1, 2, 3, 4]);
    expect(room.conversation.timeline.state.get().restored).toBe(true);
  });
});

it('keeps a bound on what it remembers, and finds the rest again', async () => {
  const room = await inRoom(50);
  room.history.grow(4_100);
  for (let seq = 51; seq <= 4_100; seq += 1) room.server.socket.say(liveMessage(seq));
  expect(room.seqs.length).toBeLessThanOrEqual(4_000);
  const [oldest] = room.seqs;
  await room.conversation.timeline.loadOlder();
  expect(room.seqs[0]).toBe((oldest ?? 0) - 50);
});

describe('what is unread', () => {
  it('is nothing in a room that one sees for the first time', async () => {
    const room = await inRoom(30);
    expect(room.conversation.readMark.unread.get()).toBe(0);
  });

  it('is what came since one last read, also over a reload', async () => {
    const kept = memoryKeyValue();
    const first = new TestRoom(30, kept);
    first.server.socket.accept();
    first.server.socket.say(connected('general', 30, 'e1'));
    first.server.socket.say(liveMessage(31), liveMessage(32));
    expect(first.conversation.readMark.unread.get()).toBe(2);

    const second = new TestRoom(35, kept);
    second.server.socket.accept();
    second.server.socket.say(connected('general', 35, 'e1'));
    expect(second.conversation.readMark.unread.get()).toBe(5);
    second.conversation.enter();
    expect(second.conversation.unreadFrom.get()).toBe(31);
    second.conversation.setReading(true);
    expect(second.conversation.readMark.unread.get()).toBe(0);
    expect(second.conversation.unreadFrom.get()).toBe(31);
  });

  it('is announced only for new messages of others, in the room that is open', async () => {
    const room = await inRoom(3);
    room.server.socket.say(liveMessage(4), liveMessage(5, { sender_id: 'me' }));
    room.conversation.setReading(true);
    room.server.socket.say(liveMessage(6));
    expect(room.conversation.arrivals.get().map(({ id }) => id)).toEqual(['m4', 'm6']);
    expect(room.conversation.readMark.unread.get()).toBe(0);
    room.conversation.leave();
    room.server.socket.say(liveMessage(7));
    expect(room.conversation.arrivals.get()).toHaveLength(2);
    expect(room.conversation.readMark.unread.get()).toBe(1);
  });
});

it('tells who is here: a snapshot, then differences, and a snapshot again after a cut', async () => {
  const room = await inRoom(0);
  const ada = { user_id: 'ada', username: 'ada', full_name: 'Ada' };
  const bob = { user_id: 'bob', username: 'bob', full_name: 'Bob' };
  const say = (joined: object[], left: string[], count: number) => room.server.socket.say(
    { type: 'presence', room_id: 'general', joined, left, count });
  const names = () => room.conversation.people.here.get().people.map(({ name }) => name);
  say([bob, ada], [], 2);
  expect(names()).toEqual(['Ada', 'Bob']);
  say([], ['ada'], 1);
  expect(names()).toEqual(['Bob']);
  room.server.socket.end(1006);
  expect(room.conversation.people.here.get()).toMatchObject({ stale: true });
  room.reconnect();
  room.server.socket.say(connected('general', 0, 'e1', true));
  say([ada], [], 1);
  expect(names()).toEqual(['Ada']);
  say([], [], 700);
  expect(room.conversation.people.here.get().count).toBe(700);
});
