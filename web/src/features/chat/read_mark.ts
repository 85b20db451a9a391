import type { KeyValue } from '@/lib/key_value';
import { Store } from '@/lib/store';

// How far the reader has read in one room, kept over reloads, and how much is beyond it. The count
// is the stream's head minus the mark, and one's own messages move the mark.
export class ReadMark {
  readonly unread = new Store(0);
  private readonly kept: KeyValue;
  private readonly key: string;
  private mark: number | null;
  private head = 0;

  constructor(kept: KeyValue, userId: string, roomId: string) {
    this.kept = kept;
    this.key = `switchboard.read.${userId}.${roomId}`;
    const text = kept.read(this.key);
    this.mark = text !== null && /^\d+$/.test(text) ? Number(text) : null;
  }

  // The server's word on where the stream ends. Somebody who is here for the first time has not
  // missed what was said before.
  joined(headSeq: number): void {
    this.head = headSeq;
    if (this.mark === null || this.mark > headSeq) this.write(headSeq);
    this.count();
  }

  arrived(seq: number, mine: boolean): void {
    this.head = Math.max(this.head, seq);
    if (mine && seq > (this.mark ?? 0)) this.write(seq);
    this.count();
  }

  readAll(): void {
    if (this.head > (this.mark ?? 0)) this.write(this.head);
    this.count();
  }

  firstUnread(): number | null {
    return this.unread.get() > 0 && this.mark !== null ? this.mark + 1 : null;
  }

  private write(mark: number): void {
    this.mark = mark;
    this.kept.write(this.key, String(mark));
  }

  private count(): void {
    this.unread.set(Math.max(0, this.head - (this.mark ?? this.head)));
  }
}
