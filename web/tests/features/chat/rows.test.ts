import { expect, it } from 'vitest';
import type { Notice } from '@/features/chat/conversation';
import { atEnd, moveDown, moveUp, ROWS_MAX, spanOf } from '@/features/chat/row_window';
import { buildRows, type RowSource } from '@/features/chat/rows';
import type { Message } from '@/lib/message';
import { me, range, stored } from '../../support/room';

const noon = new Date(2026, 4, 20, 12).getTime();
const minutes = 60_000;

function rowsOf(messages: Message[], more: Partial<RowSource> = {}) {
  const timeline = {
    messages, history: 'ready', older: 'idle', failure: '', reachedStart: true, gap: null,
    restored: false,
  } as const;
  return buildRows({
    timeline, pending: [], notices: [], unreadFrom: null, me, roomId: 'general', now: noon, ...more,
  });
}

function said(rows: ReturnType<typeof rowsOf>): string[] {
  return rows.map((row) => {
    if (row.kind === 'message') return `${row.leads ? '*' : ''}${row.message.content}`;
    if (row.kind === 'day') return `-- ${row.label}`;
    if (row.kind === 'notice') return `+${row.joined.join(',')} -${row.left.join(',')}`;
    return row.kind;
  });
}

function notice(key: string, event: 'joined' | 'left', name: string, afterSeq: number): Notice {
  return { key, event, afterSeq, at: noon, person: { id: name, username: name, name } };
}

it('groups by person and time, and parts the days', () => {
  expect(said(rowsOf([
    stored(1, { createdAt: noon - 24 * 60 * minutes }),
    stored(2, { createdAt: noon }),
    stored(3, { createdAt: noon + 4 * minutes }),
    stored(4, { createdAt: noon + 6 * minutes }),
    stored(5, { createdAt: noon + 6 * minutes, senderId: 'bob' }),
  ]))).toEqual(['-- Yesterday', '*text 1', '-- Today', '*text 2', 'text 3', '*text 4', '*text 5']);
});

it('puts the unread line before the first message of another that is unread', () => {
  const messages = [1, 2, 3, 4].map((seq) => stored(seq, {
    createdAt: noon, senderId: seq === 3 ? 'me' : 'ada',
  }));
  expect(said(rowsOf(messages, { unreadFrom: 3 }))).toEqual(
    ['-- Today', '*text 1', 'text 2', '*text 3', 'unread', '*text 4']);
});

it('says in one line who came and went in between, each as they ended up', () => {
  const messages = [1, 2].map((seq) => stored(seq, { createdAt: noon }));
  expect(said(rowsOf(messages, { notices: [
    notice('n1', 'joined', 'Bob', 1), notice('n2', 'joined', 'Cy', 1), notice('n3', 'left', 'Bob', 1),
    notice('n4', 'left', 'Cy', 2),
  ] }))).toEqual(['-- Today', '*text 1', '+Cy -Bob', '*text 2', '+ -Cy']);
});

it('shows a gap where it is, also when nothing came after it yet', () => {
  const messages = [stored(1, { createdAt: noon }), stored(9, { createdAt: noon })];
  const timeline = {
    messages, history: 'ready', older: 'idle', failure: '', reachedStart: true, restored: false,
    gap: { after: 1, before: 9, failed: true },
  } as const;
  expect(said(rowsOf([], { timeline }))).toEqual(['-- Today', '*text 1', 'gap', '*text 9']);
  const short = { ...timeline, messages: messages.slice(0, 1) };
  expect(said(rowsOf([], { timeline: short }))).toEqual(['-- Today', '*text 1', 'gap']);
});

it('draws what is on its way last, and once', () => {
  const pending = (clientId: string, shownAs: string | null) => ({
    clientId, shownAs, content: clientId, createdAt: noon, state: 'sending' as const, reason: '',
  });
  const own = stored(1, { createdAt: noon, senderId: 'me', clientId: 'c1' });
  const rows = rowsOf([own], { pending: [pending('c1', 'm1'), pending('c2', null)] });
  expect(said(rows)).toEqual(['-- Today', '*text 1', 'c2']);
  expect(rows.map(({ key }) => key).slice(1)).toEqual(['c1', 'c2']);
  expect(rows[1]).toMatchObject({ confirmed: true });
});

const keys = (from: number, to: number) => range(from, to).map((n) => `k${n}`);

it('draws the newest rows of a long history, and no more than the bound', () => {
  const span = spanOf(keys(1, 5_000), atEnd);
  expect(span.end).toBe(5_000);
  expect(span.end - span.start).toBeLessThanOrEqual(ROWS_MAX);
});

it('moves over the whole history and back, with the rows in view always drawn', () => {
  const all = keys(1, 1_000);
  let rowWindow = atEnd;
  for (let guard = 0; spanOf(all, rowWindow).start > 0 && guard < 50; guard += 1) {
    const before = spanOf(all, rowWindow);
    rowWindow = moveUp(all, rowWindow);
    const after = spanOf(all, rowWindow);
    expect(after.start).toBeLessThan(before.start);
    expect(after.end).toBeGreaterThan(before.start + 20);
    expect(after.end - after.start).toBeLessThanOrEqual(ROWS_MAX);
  }
  expect(spanOf(all, rowWindow).start).toBe(0);
  for (let guard = 0; spanOf(all, rowWindow).end < 1_000 && guard < 50; guard += 1) {
    rowWindow = moveDown(all, rowWindow);
  }
  expect(spanOf(all, rowWindow).end).toBe(1_000);
  expect(rowWindow.endKey).toBeNull();
});

it('does not hang on a row that goes away', () => {
  const all = keys(1, 400);
  all[320 - 80] = 'unread';
  const before = spanOf(all, moveUp(all, atEnd));
  const rowWindow = moveUp(all, atEnd);
  const read = all.filter((key) => key !== 'unread');
  const after = spanOf(read, rowWindow);
  expect(before.start).toBe(239);
  expect(after).toEqual({ start: 239, end: 399 });
});

it('stays on its rows when the history grows at both ends', () => {
  const rowWindow = moveUp(keys(500, 800), moveUp(keys(500, 800), atEnd));
  const before = spanOf(keys(500, 800), rowWindow);
  const grown = keys(400, 900);
  const after = spanOf(grown, rowWindow);
  expect(grown[after.start]).toBe(keys(500, 800)[before.start]);
});
