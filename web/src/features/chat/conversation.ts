import type { ServerFrame } from '@/realtime/frames';
import type { Clock } from '@/lib/clock';
import type { KeyValue } from '@/lib/key_value';
import type { Message, Person, Room } from '@/lib/message';
import { Store } from '@/lib/store';
import { Outbox } from './outbox';
import { People } from './people';
import { ReadMark } from './read_mark';
import { Timeline, type FetchPage } from './timeline';

// Somebody came or went, between the messages with `afterSeq` and the next.
export interface Notice {
  key: string;
  event: 'joined' | 'left';
  person: Person;
  at: number;
  afterSeq: number;
}

// What the live region says: the latest messages from others, oldest first.
export interface Arrival {
  id: string;
  name: string;
  content: string;
}

export interface Line {
  isJoined(roomId: string): boolean;
  sendMessage(roomId: string, content: string, clientId: string): boolean;
  rejoin(roomId: string): void;
  suspect(): void;
}

export interface ConversationParts {
  room: Room;
  me: Person;
  line: Line;
  fetchPage: FetchPage;
  clock: Clock;
  kept: KeyValue;
  keptForTab: KeyValue;
  makeId: () => string;
}

const NOTICES_MAX = 100;
const ARRIVALS_MAX = 5;

// One room as its reader sees it: what was said, what is on its way, who is here, what is unread.
export class Conversation {
  readonly room: Room;
  readonly me: Person;
  readonly timeline: Timeline;
  readonly outbox: Outbox;
  readonly people = new People();
  readonly readMark: ReadMark;
  readonly notices = new Store<Notice[]>([]);
  readonly arrivals = new Store<Arrival[]>([]);
  readonly unreadFrom = new Store<number | null>(null);

  private readonly line: Line;
  private readonly clock: Clock;
  private epoch: string | null = null;
  private head = 0;
  private entered = false;
  private reading = false;

  constructor(parts: ConversationParts) {
    const { room, me, line, clock, kept, keptForTab, makeId } = parts;
    this.room = room;
    this.me = me;
    this.line = line;
    this.clock = clock;
    this.timeline = new Timeline(parts.fetchPage);
    this.readMark = new ReadMark(kept, me.id, room.id);
    this.outbox = new Outbox({
      transmit: (content, clientId) => line.sendMessage(room.id, content, clientId),
      overdue: () => line.suspect(),
      clock, kept: keptForTab, key: `switchboard.outbox.${me.id}.${room.id}`, makeId,
    });
  }

  // The room is on the screen.
  enter(): void {
    this.entered = true;
    this.unreadFrom.set(this.readMark.firstUnread());
    void this.timeline.open();
  }

  leave(): void {
    this.entered = false;
    this.reading = false;
    this.unreadFrom.set(null);
    this.timeline.trim();
  }

  // Whether the newest message is before the reader's eyes.
  setReading(reading: boolean): void {
    this.reading = reading && this.entered;
    if (this.reading) this.readMark.readAll();
  }

  now(): number {
    return this.clock.now();
  }

  post(content: string): boolean {
    if (!this.outbox.post(content)) return false;
    this.unreadFrom.set(null);
    return true;
  }

  cut(): void {
    this.outbox.cut();
    this.people.cut();
  }

  receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'connected':
        return this.joined(frame.headSeq ?? 0, frame.epoch, frame.recovered);
      case 'message':
        return this.arrived(frame.message);
      case 'sent':
        return this.confirmed(frame.clientId, frame.id, frame.seq, frame.createdAt);
      case 'edited':
      case 'deleted':
        return this.timeline.changed(frame.id, frame.content);
      case 'notice':
        return this.noticed(frame.event, frame.person, frame.at);
      case 'presence':
        return this.people.changed(frame.joined, frame.left, frame.count);
      case 'error':
        return this.refused(frame.error, frame.clientId);
      default:
    }
  }

  private joined(headSeq: number, epoch: string | null, recovered: boolean): void {
    const restored = this.epoch !== null && epoch !== this.epoch;
    this.epoch = epoch;
    this.people.joined();
    if (!recovered) {
      this.head = restored ? headSeq : Math.max(this.head, headSeq);
      this.readMark.joined(headSeq);
      if (this.entered && !this.reading) this.unreadFrom.set(this.readMark.firstUnread());
      if (this.reading) this.readMark.readAll();
    }
    void this.timeline.joined(headSeq, recovered, restored);
    this.outbox.flush();
  }

  private arrived(message: Message): void {
    const mine = message.senderId === this.me.id;
    const recognised = mine ? this.recognise(message) : message;
    const isNew = message.seq > this.head;
    this.head = Math.max(this.head, message.seq);
    this.timeline.arrived(recognised);
    this.readMark.arrived(message.seq, mine);
    if (!isNew || mine) return;
    this.announce(message);
    if (this.reading) this.readMark.readAll();
    else if (this.entered && this.unreadFrom.get() === null) this.unreadFrom.set(message.seq);
  }

  // The row of a message on its way becomes the row of the message.
  private recognise(message: Message): Message {
    if (this.timeline.has(message.seq)) return message;
    const pending = this.outbox.recognise(message);
    return pending === null ? message : { ...message, clientId: pending.clientId };
  }

  private confirmed(clientId: string, id: string, seq: number, createdAt: number): void {
    const pending = this.outbox.settle(clientId);
    if (pending === null) return;
    const { room, me } = this;
    this.head = Math.max(this.head, seq);
    this.readMark.arrived(seq, true);
    this.timeline.arrived({
      id, seq, roomId: room.id, senderId: me.id, senderName: me.name, content: pending.content,
      createdAt, clientId,
    });
  }

  private noticed(event: 'joined' | 'left', person: Person, at: number): void {
    if (person.id === this.me.id) return;
    const before = this.notices.get();
    const last = before[before.length - 1];
    const number = Number(last?.key.slice(1) ?? 0) + 1;
    const notice = { key: `n${number}`, event, person, at, afterSeq: this.head };
    this.notices.set([...before, notice].slice(-NOTICES_MAX));
  }

  private refused(error: string, clientId: string | null): void {
    if (error === 'Not connected to this room') return this.line.rejoin(this.room.id);
    this.outbox.refuse(clientId, error);
  }

  private announce(message: Message): void {
    if (!this.entered || message.content === null) return;
    const arrival = { id: message.id, name: message.senderName, content: message.content };
    this.arrivals.set([...this.arrivals.get(), arrival].slice(-ARRIVALS_MAX));
  }
}
