import { dayOf, formatDay } from '@/lib/format';
import type { Message, Person } from '@/lib/message';
import type { Notice } from './conversation';
import type { Pending } from './outbox';
import type { Gap, TimelineState } from './timeline';

// What the list draws, top to bottom. Keys stay with what a row shows, so that scrolling and
// arriving messages never rebuild one.
export type Row =
  | { kind: 'day'; key: string; label: string }
  | { kind: 'unread'; key: string }
  | { kind: 'gap'; key: string; gap: Gap }
  | { kind: 'notice'; key: string; joined: string[]; left: string[] }
  | { kind: 'message'; key: string; message: Message; leads: boolean; pending: Pending | null;
      confirmed: boolean };

export interface RowSource {
  timeline: TimelineState;
  pending: Pending[];
  notices: Notice[];
  unreadFrom: number | null;
  me: Person;
  roomId: string;
  now: number;
}

const GROUP_WITHIN_MS = 5 * 60_000;

export function buildRows(source: RowSource): Row[] {
  const { timeline, pending, me, roomId } = source;
  const rows = new RowList(source);
  for (const message of timeline.messages) rows.addMessage(message);
  rows.endMessages();
  const shown = new Set(timeline.messages.map((message) => message.id));
  for (const entry of pending) {
    if (entry.shownAs !== null && shown.has(entry.shownAs)) continue;
    rows.addPending(entry, {
      id: entry.clientId, seq: Number.MAX_SAFE_INTEGER, roomId, senderId: me.id,
      senderName: me.name, content: entry.content, createdAt: entry.createdAt,
      clientId: entry.clientId,
    });
  }
  return rows.finish();
}

class RowList {
  private readonly rows: Row[] = [];
  private readonly source: RowSource;
  private day = Number.NaN;
  private group: Message | null = null;
  private nextNotice = 0;
  private marked = false;
  private gapShown = false;
  private lastOwn = -1;

  constructor(source: RowSource) {
    this.source = source;
  }

  private add(row: Row): void {
    this.rows.push(row);
    this.group = null;
  }

  addMessage(message: Message): void {
    const { timeline: { gap }, unreadFrom, me } = this.source;
    this.addNotices(message.seq - 1);
    this.addDay(message.createdAt);
    if (gap !== null && message.seq > gap.after) this.addGap(gap);
    const firstUnread = unreadFrom !== null && message.seq >= unreadFrom;
    if (firstUnread && !this.marked && message.senderId !== me.id) {
      this.marked = true;
      this.add({ kind: 'unread', key: 'unread' });
    }
    this.push(message, null);
  }

  endMessages(): void {
    this.addGap(this.source.timeline.gap);
  }

  addPending(pending: Pending, message: Message): void {
    this.addNotices(Number.MAX_SAFE_INTEGER);
    this.addDay(message.createdAt);
    this.push(message, pending);
  }

  // One's latest confirmed message says so; the others need not.
  finish(): Row[] {
    this.addNotices(Number.MAX_SAFE_INTEGER);
    const own = this.rows[this.lastOwn];
    if (own?.kind === 'message') this.rows[this.lastOwn] = { ...own, confirmed: true };
    return this.rows;
  }

  private push(message: Message, pending: Pending | null): void {
    const leads = this.group === null || this.group.senderId !== message.senderId
      || message.createdAt - this.group.createdAt > GROUP_WITHIN_MS;
    if (message.senderId === this.source.me.id && pending === null) this.lastOwn = this.rows.length;
    const key = message.clientId ?? message.id;
    this.rows.push({ kind: 'message', key, message, leads, pending, confirmed: false });
    this.group = leads ? message : this.group;
  }

  private addDay(at: number): void {
    const day = dayOf(at);
    if (day === this.day) return;
    this.day = day;
    this.add({ kind: 'day', key: `day${day}`, label: formatDay(day, this.source.now) });
  }

  private addGap(gap: Gap | null): void {
    if (gap === null || this.gapShown) return;
    this.gapShown = true;
    this.add({ kind: 'gap', key: 'gap', gap });
  }

  // Those who came and went between two messages are one line, each with where they ended up.
  private addNotices(upToSeq: number): void {
    const { notices, timeline } = this.source;
    const oldest = timeline.messages[0]?.seq ?? 0;
    const last = new Map<string, Notice>();
    let key = '';
    for (; this.nextNotice < notices.length; this.nextNotice += 1) {
      const notice = notices[this.nextNotice];
      if (notice === undefined || notice.afterSeq > upToSeq) break;
      if (notice.afterSeq < oldest && !timeline.reachedStart) continue;
      if (key === '') key = notice.key;
      last.set(notice.person.id, notice);
    }
    if (last.size === 0) return;
    const names = (event: Notice['event']) =>
      [...last.values()].filter((n) => n.event === event).map((n) => n.person.name);
    this.add({ kind: 'notice', key, joined: names('joined'), left: names('left') });
  }
}
