import { expect, it } from 'vitest';
import { dayOf, formatDay, formatDuration, hueOf, HUES, initials } from '@/lib/format';
import { formatRoute, parseRoute, type Route } from '@/lib/route';

it.each<Route>([
  { at: 'sign-in' }, { at: 'sign-up' }, { at: 'rooms' },
  { at: 'room', roomId: 'general', people: false },
  { at: 'room', roomId: 'a/b ü%', people: true },
  { at: 'call', callId: 2 ** 48 - 1 },
  { at: 'new-call', ring: null },
  { at: 'new-call', ring: { kind: 'room', id: 'a/b' } },
  { at: 'new-call', ring: { kind: 'person', id: 'p' } },
])('finds the way back to $at', (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

it('takes a broken address for the rooms, or for the room as it is written', () => {
  expect(parseRoute('#/nowhere')).toEqual({ at: 'rooms' });
  for (const call of ['', '0', '-1', '1.5', '1e3', '99999999999999999', 'x']) {
    expect(parseRoute(`#/call/${call}`)).toEqual({ at: 'rooms' });
  }
  expect(parseRoute('#/call/new/planet/mars')).toEqual({ at: 'new-call', ring: null });
  expect(parseRoute('#/rooms/%E0%A4')).toEqual({ at: 'room', roomId: '%E0%A4', people: false });
});

it('takes whole characters for initials', () => {
  expect(initials('Ada Lovelace')).toBe('AL');
  expect(initials('  grace  ')).toBe('G');
  expect(initials('😀 of  Smiles')).toBe('😀S');
  expect(initials('')).toBe('?');
});

it('gives a person a colour that stays', () => {
  expect(hueOf('one')).toBe(hueOf('one'));
  const hues = new Set(Array.from({ length: 200 }, (_, i) => hueOf(`user-${i}`)));
  expect(hues.size).toBe(HUES);
});

it('names today and yesterday, and other days by their date', () => {
  const now = new Date(2026, 4, 20, 9).getTime();
  expect(formatDay(dayOf(now), now)).toBe('Today');
  expect(formatDay(dayOf(now - 86_400_000), now)).toBe('Yesterday');
  expect(formatDay(dayOf(new Date(2025, 0, 2).getTime()), now)).toContain('2025');
});

it('counts a call’s time in minutes, and in hours when there are any', () => {
  expect([0, 59_999, 247_000, 3_847_000].map(formatDuration))
    .toEqual(['0:00', '0:59', '4:07', '1:04:07']);
  expect(formatDuration(-5)).toBe('0:00');
});
