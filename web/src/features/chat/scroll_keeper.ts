import { Store } from '@/lib/store';

const AT_BOTTOM_PX = 48;

interface Anchor {
  key: string;
  top: number;
}

// Keeps the reader's place in a scrolled element while rows come and go. Pinned to the bottom, the
// newest row stays in sight; anywhere else the first visible row stays where it is, whatever grows
// above or below. Rows are the elements with `data-key`:
// messages, and not the divider of a day, which moves up when an older page comes in.
export class ScrollKeeper {
  readonly pinned = new Store(true);
  private element: HTMLElement | null = null;
  private anchors: Anchor[] = [];
  private moved: () => void = () => undefined;

  // For as long as the element is there; returns what ends it.
  attach(element: HTMLElement): () => void {
    this.element = element;
    const observer = new ResizeObserver(() => this.settle());
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    return () => {
      observer.disconnect();
      this.element = null;
    };
  }

  // The rows or their sizes have changed.
  settle(): void {
    const { element, anchors } = this;
    if (element === null) return;
    if (this.pinned.get()) element.scrollTop = element.scrollHeight;
    else restore(element, anchors);
    this.anchors = visible(element);
  }

  // The reader has moved. `endShown`: the newest row is among those that are drawn.
  scrolled(endShown: boolean): void {
    if (this.element === null) return;
    this.anchors = visible(this.element);
    this.pinned.set(endShown && this.below() <= AT_BOTTOM_PX);
    this.moved();
  }

  // `listener` hears of every move of the reader; returns what ends that.
  onScroll(listener: () => void): () => void {
    this.moved = listener;
    return () => {
      this.moved = () => undefined;
    };
  }

  pin(): void {
    this.pinned.set(true);
    this.settle();
  }

  above(): number {
    return this.element?.scrollTop ?? 0;
  }

  below(): number {
    if (this.element === null) return 0;
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight;
  }
}

function rowsOf(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>('[data-key]')];
}

// The rows in sight, topmost first.
function visible(element: HTMLElement): Anchor[] {
  const { top, bottom } = element.getBoundingClientRect();
  const rows = rowsOf(element);
  const anchors: Anchor[] = [];
  for (let i = firstBelow(rows, top); i < rows.length; i += 1) {
    const row = rows[i];
    const place = row?.getBoundingClientRect().top ?? bottom;
    if (place >= bottom) break;
    const key = row?.dataset['key'];
    if (key !== undefined) anchors.push({ key, top: place - top });
  }
  return anchors;
}

function firstBelow(rows: HTMLElement[], top: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= top) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Moves by what the topmost row that is still there was moved.
function restore(element: HTMLElement, anchors: Anchor[]): void {
  const rows = new Map(rowsOf(element).map((row) => [row.dataset['key'], row]));
  for (const { key, top } of anchors) {
    const row = rows.get(key);
    if (row === undefined) continue;
    const place = row.getBoundingClientRect().top - element.getBoundingClientRect().top;
    element.scrollTop += place - top;
    return;
  }
}
