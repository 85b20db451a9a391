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
  const to = Math.min(end, from + ROWS_MAX);
  return { startKey: keys[from] ?? null, endKey: to === keys.length ? null : keys[to - 1] ?? null };
}

export function moveDown(keys: string[], window: RowWindow): RowWindow {
  const { start, end } = spanOf(keys, window);
  const to = Math.min(keys.length, end + STEP);
  const from = Math.max(start, to - ROWS_MAX);
  return {
    startKey: keys[from] ?? null, endKey: to === keys.length ? null : keys[to - 1] ?? null,
  };
}
