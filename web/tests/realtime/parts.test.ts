import { expect, it } from 'vitest';
import { BACKOFF_MAX_MS, BACKOFF_MIN_MS, backoff } from '@/realtime/backoff';
import { endingOf } from '@/realtime/close_codes';
import { decodeFrame } from '@/realtime/frames';

it('backs off anywhere below a bound that doubles and ends', () => {
  expect(backoff(0, 0.999)).toBe(999);
  expect(backoff(3, 0.5)).toBe(4_000);
  expect(backoff(50, 0.999)).toBeLessThanOrEqual(BACKOFF_MAX_MS);
  expect(backoff(50, 0.999)).toBeGreaterThan(BACKOFF_MAX_MS * 0.99);
  expect(backoff(5, 0)).toBe(BACKOFF_MIN_MS);
});

it('reads the wait out of a close reason, within reason', () => {
  expect(endingOf(1001, 'retry_after_ms=1234')).toEqual({ then: 'reconnect', afterMs: 1234 });
  expect(endingOf(1001, 'retry_after_ms=999999')).toEqual({ then: 'reconnect', afterMs: 60_000 });
  expect(endingOf(1001, 'going away')).toEqual({ then: 'reconnect', afterMs: null });
  expect(endingOf(1001, 'retry_after_ms=-5')).toEqual({ then: 'reconnect', afterMs: null });
});

it('decodes what it knows', () => {
  expect(decodeFrame(JSON.stringify({
    type: 'presence', room_id: 'r', joined: [{ user_id: 'u', username: 'ada', full_name: 'Ada' }, 7],
    left: ['x', 3], count: 4,
  }))).toEqual({
    type: 'presence', roomId: 'r', joined: [{ id: 'u', username: 'ada', name: 'Ada' }],
    left: ['x'], count: 4,
  });
  expect(decodeFrame(JSON.stringify({
    type: 'user_joined', room_id: 'r', content: 'Ada has joined the chat',
    created_at: '2026-01-02T03:04:05Z',
  }))).toEqual({
    type: 'notice', event: 'joined', roomId: 'r', at: Date.parse('2026-01-02T03:04:05Z'),
    person: { id: 'Ada', username: '', name: 'Ada' },
  });
});

it('decodes what rings, and nothing that does not say which ring it is', () => {
  const wire = { type: 'call', event: 'ringing', ring_id: 'r', room_id: 7,
    from: { user_id: 'ada', name: 'Ada' }, chat_room_id: 'general', expires_in: 30 };
  expect(decodeFrame(JSON.stringify(wire))).toEqual({ type: 'call', ring: {
    event: 'ringing', ringId: 'r', roomId: 7, from: { id: 'ada', name: 'Ada' },
    chatRoomId: 'general', userId: null, expiresIn: 30,
  } });
  for (const part of [{ event: 'sings' }, { ring_id: 7 }, { room_id: '7' }]) {
    expect(decodeFrame(JSON.stringify({ ...wire, ...part }))).toBeNull();
  }
  expect(decodeFrame(JSON.stringify({ ...wire, from: null }))).toMatchObject({
    ring: { from: { id: '', name: '' } },
  });
});

it.each([
  'null', '[]', '7', '"text"', '{', '{"type":"message","seq":"1","id":"x"}',
  '{"type":"sent","client_msg_id":"c"}', '{"type":"edited","id":"x"}', '{"type":"user_left"}',
])('decodes %s to nothing', (text) => {
  expect(decodeFrame(text)).toBeNull();
});
