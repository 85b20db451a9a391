import type { Message } from '@/lib/message';
import { Store } from '@/lib/store';

export const PAGE = 50;
const KEPT_MAX = 2_000;
const GAP_PAGES_MAX = 20;

// A stretch of the stream that is not here: what comes after `after` and before `before`.
export interface Gap {
  after: number;
  before: number;
  failed: boolean;
}

export interface TimelineState {
  messages: Message[];
  history: 'none' | 'loading' | 'ready' | 'failed';
  older: 'idle' | 'loading' | 'failed';
  failure: string;
  reachedStart: boolean;
  gap: Gap | null;
  restored: boolean;
}

const nothing: TimelineState = {
  messages: [], history: 'none', older: 'idle', failure: '', reachedStart: false, gap: null,
  restored: false,
};

export type FetchPage = (beforeSeq: number | null) => Promise<Message[]>;

// One room's messages in the order of `seq`, put together from pages of history and from what
// arrives live. It knows what it does not have: a gap stays visible until it is filled.
export class Timeline {
  readonly state = new Store<TimelineState>(nothing);
  private readonly fetchPage: FetchPage;
  private head = 0;
  private generation = 0;

  constructor(fetchPage: FetchPage) {
    this.fetchPage = fetchPage;
  }

  async open(): Promise<void> {
    const { history } = this.state.get();
    if (history === 'loading' || history === 'ready') return;
    await this.loadLatest(null);
  }

  async loadOlder(): Promise<void> {
    const { history, older, reachedStart, messages } = this.state.get();
    const oldest = messages[0];
    if (history !== 'ready' || older === 'loading' || reachedStart || !oldest) return;
    const generation = this.generation;
    this.state.patch({ older: 'loading' });
    try {
      const page = await this.fetchPage(oldest.seq);
      if (generation !== this.generation) return;
      this.merge(page, { older: 'idle', reachedStart: page.length < PAGE });
    } catch (reason) {
      if (generation === this.generation) this.failed({ older: 'failed' }, reason);
    }
  }

  async fillGap(): Promise<void> {
    const generation = this.generation;
    for (let pages = 0; pages < GAP_PAGES_MAX; pages += 1) {
      const { gap } = this.state.get();
      if (gap === null) return;
      this.state.patch({ gap: { ...gap, failed: false } });
      try {
        const page = await this.fetchPage(gap.before);
        if (generation !== this.generation) return;
        const oldest = page[0];
        const closed = page.length < PAGE || !oldest || oldest.seq <= gap.after + 1;
        this.merge(page, { gap: closed ? null : { ...gap, before: oldest.seq } });
      } catch (reason) {
        if (generation === this.generation) this.failed({ gap: { ...gap, failed: true } }, reason);
        return;
      }
    }
    const { gap } = this.state.get();
    if (gap !== null) this.state.patch({ gap: { ...gap, failed: true } });
  }

  // The socket is in the room again. What was missed follows on the socket when it was recovered;
  // else it is in the history only. `restored`: the stream is another one than before.
  async joined(headSeq: number, recovered: boolean, restored: boolean): Promise<void> {
    if (restored) {
      this.generation += 1;
      this.head = headSeq;
      const { history } = this.state.get();
      this.state.set({ ...nothing, restored: history !== 'none' });
      if (history !== 'none') await this.loadLatest(null);
      return;
    }
    if (recovered) return;
    this.head = headSeq;
    const { history } = this.state.get();
    const newest = this.newestSeq();
    if (history === 'ready' && newest < headSeq) await this.loadLatest(newest);
    if (history === 'failed') await this.open();
  }

  arrived(message: Message): void {
    if (this.state.get().history === 'none') return;
    this.merge([message], {});
    const { messages, history } = this.state.get();
    if (history === 'ready' && messages.length > 2 * KEPT_MAX) this.trim();
  }

  changed(id: string, content: string | null): void {
    const { messages } = this.state.get();
    if (!messages.some((message) => message.id === id)) return;
    this.state.patch({
      messages: messages.map((message) =>
        message.id === id ? { ...message, content, edited: content !== null } : message),
    });
  }

  // Forgets the oldest messages beyond what is kept; they come back when somebody scrolls to them.
  trim(): void {
    const { messages, gap } = this.state.get();
    if (messages.length <= KEPT_MAX || gap !== null) return;
    this.state.patch({ messages: messages.slice(-KEPT_MAX), reachedStart: false, older: 'idle' });
  }

  has(seq: number): boolean {
    return this.state.get().messages.some((message) => message.seq === seq);
  }

  // `after` is the newest message from before a cut, or null when nothing is here yet.
  private async loadLatest(after: number | null): Promise<void> {
    const generation = this.generation;
    if (after === null) this.state.patch({ history: 'loading' });
    try {
      let page = await this.fetchPage(null);
      const newest = page[page.length - 1]?.seq ?? 0;
      if (generation === this.generation && after === null && newest < this.head) {
        page = await this.fetchPage(null);   // the page was read before the socket had joined
      }
      if (generation !== this.generation) return;
      this.merge(page, { history: 'ready', ...this.edges(page, after) });
    } catch (reason) {
      if (generation !== this.generation) return;
      if (after === null) this.failed({ history: 'failed' }, reason);
      else this.failed({ gap: { after, before: this.firstAfter(after), failed: true } }, reason);
      return;
    }
    await this.fillGap();
  }

  private edges(page: Message[], after: number | null): Partial<TimelineState> {
    const whole = page.length < PAGE;
    if (after === null) return { reachedStart: whole };
    const oldest = page[0];
    if (whole || !oldest || oldest.seq <= after + 1) return { gap: null };
    const before = this.state.get().gap;
    return { gap: { after: before?.after ?? after, before: oldest.seq, failed: false } };
  }

  private firstAfter(seq: number): number {
    return this.state.get().messages.find((message) => message.seq > seq)?.seq ?? this.head + 1;
  }

  private newestSeq(): number {
    const { messages } = this.state.get();
    return messages[messages.length - 1]?.seq ?? 0;
  }

  private failed(part: Partial<TimelineState>, reason: unknown): void {
    const failure = reason instanceof Error ? reason.message : String(reason);
    this.state.patch({ ...part, failure });
  }

  private merge(incoming: Message[], part: Partial<TimelineState>): void {
    this.state.patch({ ...part, messages: mergeBySeq(this.state.get().messages, incoming) });
  }
}

// Both in the order of seq. Of two with one seq the incoming one wins, since history tells the
// present content; the row's identity stays.
export function mergeBySeq(present: Message[], incoming: Message[]): Message[] {
  const first = incoming[0];
  const last = present[present.length - 1];
  if (first === undefined) return present;
  if (last === undefined || last.seq < first.seq) return [...present, ...incoming];
  const bySeq = new Map(present.map((message) => [message.seq, message]));
  for (const message of incoming) {
    const clientId = message.clientId ?? bySeq.get(message.seq)?.clientId;
    bySeq.set(message.seq, clientId === undefined ? message : { ...message, clientId });
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
