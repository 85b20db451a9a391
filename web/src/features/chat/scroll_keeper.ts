import { Store } from '@/lib/store';

const AT_BOTTOM_PX = 48;

interface Anchor {
  key: string;
  top: number;
}

// Keeps the reader's place in a scrolled element while rows come and go. Pinned to the bottom, the
// newest row stays in sight; anywhere else the first visible row stays where it is, whatever grows
// above or below. Rows are the elements with `data-key`.
export class ScrollKeeper {
  readonly pinned = new Store(true);
  private element: HTMLElement | null = null;
  private anchor: Anchor | null = null;
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
    const { element, anchor } = this;
    if (element === null) return;
    if (this.pinned.get()) element.scrollTop = element.scrollHeight;
    else if (anchor !== null) restore(element, anchor);
    this.anchor = firstVisible(element);
  }

  // The reader has moved. `endShown`: the newest row is among those that are drawn.
  scrolled(endShown: boolean): void {
    if (this.element === null) return;
    this.anchor = firstVisible(this.element);
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

function firstVisible(element: HTMLElement): Anchor | null {
  const top = element.getBoundingClientRect().top;
  const rows = rowsOf(element);
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= top) low = middle + 1;
    else high = middle;
  }
  const row = rows[low];
  const key = row?.dataset['key'];
  if (row === undefined || key === undefined) return null;
  return { key, top: row.getBoundingClientRect().top - top };
}

function restore(element: HTMLElement, anchor: Anchor): void {
  const row = rowsOf(element).find((each) => each.dataset['key'] === anchor.key);
  if (row === undefined) return;
  const top = row.getBoundingClientRect().top - element.getBoundingClientRect().top;
  element.scrollTop += top - anchor.top;
}
