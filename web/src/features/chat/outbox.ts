import type { Clock } from '@/lib/clock';
import type { KeyValue } from '@/lib/key_value';
import type { Message } from '@/lib/message';
import { Store } from '@/lib/store';
import { texts } from '@/lib/texts';

export type PendingState = 'sending' | 'waiting' | 'failed';

// A message that the server has not confirmed. `shownAs` is the id of a live message that looks
// like this one and came before the confirmation did: the two are drawn once.
export interface Pending {
  clientId: string;
  content: string;
  createdAt: number;
  state: PendingState;
  reason: string;
  shownAs: string | null;
}

export interface OutboxParts {
  // False when there is no line to the room: then it waits for `flush`.
  transmit: (content: string, clientId: string) => boolean;
  overdue: () => void;
  clock: Clock;
  kept: KeyValue;
  key: string;
  makeId: () => string;
}

const ANSWER_WITHIN_MS = 10_000;
const TRIES_MAX = 3;
const SENDS_MAX = 10;
export const PENDING_MAX = 100;

// What was written but not confirmed, in the order of writing. Every message keeps its client id
// over retries, reconnections and reloads of the page, so the server stores it once however often
// it is sent.
export class Outbox {
  readonly pending: Store<Pending[]>;
  private readonly parts: OutboxParts;
  private readonly timers = new Map<string, () => void>();
  private readonly tries = new Map<string, number>();

  constructor(parts: OutboxParts) {
    this.parts = parts;
    this.pending = new Store(readKept(parts.kept.read(parts.key)));
    this.pending.subscribe(() => this.keep());
  }

  // False when too much is waiting already: then the text stays in the composer.
  post(content: string): boolean {
    const { clock, makeId } = this.parts;
    if (this.pending.get().length >= PENDING_MAX) return false;
    const clientId = makeId();
    const entry: Pending = {
      clientId, content, createdAt: clock.now(), state: 'waiting', reason: '', shownAs: null,
    };
    this.pending.set([...this.pending.get(), entry]);
    this.transmit(clientId);
    return true;
  }

  // The line to the room stands: everything that waits goes out again, in order.
  flush(): void {
    for (const { clientId, state } of this.pending.get()) {
      if (state !== 'failed') this.transmit(clientId);
    }
  }

  // The line is gone: whether the server has what was under way is not known.
  cut(): void {
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.pending.set(this.pending.get().map((entry) =>
      entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry));
  }

  retry(clientId: string): void {
    this.tries.delete(clientId);
    this.change(clientId, { state: 'waiting', reason: '' });
    this.transmit(clientId);
  }

  // The server has it (or the person gave it up). Returns what it was.
  settle(clientId: string): Pending | null {
    const entry = this.find(clientId);
    this.forget(clientId);
    this.pending.set(this.pending.get().filter((other) => other.clientId !== clientId));
    return entry;
  }

  // One's own message came back before its confirmation.
  recognise(message: Message): Pending | null {
    const entry = this.pending.get().find((other) =>
      other.shownAs === null && other.content === message.content) ?? null;
    if (entry !== null) this.change(entry.clientId, { shownAs: message.id });
    return entry;
  }

  // An error without a client id is about the oldest message under way: one socket's frames are
  // answered in order.
  refuse(clientId: string | null, reason: string): void {
    const id = clientId ?? this.pending.get().find((entry) => entry.state === 'sending')?.clientId;
    if (id === undefined) return;
    this.forget(id);
    this.change(id, { state: 'failed', reason });
  }

  private transmit(clientId: string): void {
    const entry = this.find(clientId);
    const tries = this.tries.get(clientId) ?? 0;
    if (tries >= SENDS_MAX) return this.refuse(clientId, texts.chat.noAnswer);
    if (entry === null || !this.parts.transmit(entry.content, clientId)) return;
    this.tries.set(clientId, tries + 1);
    this.timers.get(clientId)?.();
    this.timers.set(clientId, this.parts.clock.after(ANSWER_WITHIN_MS, () => {
      this.unanswered(clientId);
    }));
    this.change(clientId, { state: 'sending' });
  }

  private unanswered(clientId: string): void {
    if ((this.tries.get(clientId) ?? 0) >= TRIES_MAX) {
      this.refuse(clientId, texts.chat.noAnswer);
    } else {
      this.parts.overdue();
    }
  }

  private forget(clientId: string): void {
    this.timers.get(clientId)?.();
    this.timers.delete(clientId);
    this.tries.delete(clientId);
  }

  private find(clientId: string): Pending | null {
    return this.pending.get().find((entry) => entry.clientId === clientId) ?? null;
  }

  private change(clientId: string, part: Partial<Pending>): void {
    this.pending.set(this.pending.get().map((entry) =>
      entry.clientId === clientId ? { ...entry, ...part } : entry));
  }

  private keep(): void {
    const { kept, key } = this.parts;
    const entries = this.pending.get();
    kept.write(key, entries.length === 0 ? null : JSON.stringify(entries));
  }
}

function readKept(text: string | null): Pending[] {
  if (text === null) return [];
  try {
    return (JSON.parse(text) as Pending[])
      .filter((entry) => typeof entry.clientId === 'string' && typeof entry.content === 'string')
      .map((entry) => ({
        ...entry, state: entry.state === 'failed' ? 'failed' : 'waiting', shownAs: null,
      }));
  } catch {
    return [];
  }
}
