import { Conversation } from '@/features/chat/conversation';
import { memoryKeyValue, type KeyValue } from '@/lib/key_value';
import type { Message } from '@/lib/message';
import type { Connection } from '@/realtime/connection';
import { FakeServer, connectTo } from './fake_server';
import { HandClock } from './hand_clock';

export const me = { id: 'me', username: 'me', name: 'My Self' };

export function stored(seq: number, fields: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`, seq, roomId: 'general', senderId: 'ada', senderName: 'Ada Lovelace',
    content: `text ${seq}`, createdAt: 1_700_000_000_000 + seq * 1000, ...fields,
  };
}

// A room's history on the other side of the REST API.
export class FakeHistory {
  messages: Message[] = [];
  failing = false;
  readonly asked: (number | null)[] = [];

  constructor(count: number) {
    this.grow(count);
  }

  grow(to: number): void {
    for (let seq = this.messages.length + 1; seq <= to; seq += 1) this.messages.push(stored(seq));
  }

  fetchPage = async (beforeSeq: number | null): Promise<Message[]> => {
    this.asked.push(beforeSeq);
    await Promise.resolve();
    if (this.failing) throw new Error('the disk is full');
    return this.messages.filter(({ seq }) => beforeSeq === null || seq < beforeSeq).slice(-50);
  };
}

// One conversation on a real connection to a fake server, at a clock moved by hand.
export class TestRoom {
  readonly clock = new HandClock();
  readonly server = new FakeServer();
  readonly connection: Connection = connectTo(this.server, this.clock);
  readonly history: FakeHistory;
  readonly conversation: Conversation;
  private ids = 0;

  constructor(count: number, kept: KeyValue = memoryKeyValue(), keptForTab = memoryKeyValue()) {
    this.history = new FakeHistory(count);
    this.conversation = new Conversation({
      room: { id: 'general', name: 'General Chat' }, me, line: this.connection, clock: this.clock,
      fetchPage: this.history.fetchPage, kept, keptForTab, makeId: () => `c${(this.ids += 1)}`,
    });
    this.connection.onFrame = (frame) => this.conversation.receive(frame);
    this.connection.onCut = () => this.conversation.cut();
    this.connection.join('general');
    this.connection.start();
  }

  get seqs(): number[] {
    return this.conversation.timeline.state.get().messages.map(({ seq }) => seq);
  }

  get pending() {
    return this.conversation.outbox.pending.get();
  }

  // Waits out the back-off and comes back.
  reconnect(): void {
    const link = this.connection.link.get();
    if (link.phase === 'waiting') this.clock.advance(link.retryAt - this.clock.now());
    this.server.socket.accept();
  }
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
