// Which of the rows are in the page. At most ROWS_MAX are, however long a history is; the window
// moves a STEP at a time when the reader comes near one of its ends.
export const ROWS_MAX = 240;
export const STEP = 80;

// `startKey` null: the window is the newest rows and follows them. Else it stays where it starts,
// and grows at its end until `endKey`, or the newest row when that is null, or the bound.
export interface RowWindow {
  startKey: string | null;
  endKey: string | null;
}

export interface Span {
  start: number;
  end: number;
}

export const atEnd: RowWindow = { startKey: null, endKey: null };

// The window's indices among rows that may have grown at both ends since it was set.
export function spanOf(keys: string[], window: RowWindow): Span {
  const end = window.endKey === null ? keys.length : keys.indexOf(window.endKey) + 1 || keys.length;
  const found = window.startKey === null ? -1 : keys.indexOf(window.startKey);
  const start = found === -1 ? Math.max(0, end - STEP) : found;
  return { start, end: Math.min(end, start + ROWS_MAX) };
}

export function moveUp(keys: string[], window: RowWindow): RowWindow {
  const { start, end } = spanOf(keys, window);
  const from = Math.max(0, start - STEP);
  return between(keys, from, Math.min(end, from + ROWS_MAX));
}

export function moveDown(keys: string[], window: RowWindow): RowWindow {
  const { start, end } = spanOf(keys, window);
  const to = Math.min(keys.length, end + STEP);
  return between(keys, Math.max(start, to - ROWS_MAX), to);
}

// These rows go away by themselves, so no window may be hung on them.
const passing = new Set<string | undefined>(['gap', 'unread']);

function between(keys: string[], from: number, to: number): RowWindow {
  const start = from > 0 && passing.has(keys[from]) ? from - 1 : from;
  const last = passing.has(keys[to - 1]) ? to : to - 1;
  return { startKey: keys[start] ?? null, endKey: to >= keys.length ? null : keys[last] ?? null };
}
