import type { ServerFrame } from '@/realtime/frames';
import type { Connection } from '@/realtime/connection';
import type { Clock } from '@/lib/clock';
import type { KeyValue } from '@/lib/key_value';
import type { Message, Person, Room } from '@/lib/message';
import { Store } from '@/lib/store';
import { Conversation } from './conversation';
import { Drafts } from './drafts';
import { Panel } from './panel';
import { PAGE } from './timeline';

export interface ChatApi {
  rooms(): Promise<Room[]>;
  messages(roomId: string, limit: number, beforeSeq: number | null): Promise<Message[]>;
}

export interface ChatParts {
  api: ChatApi;
  connection: Connection;
  me: Person;
  clock: Clock;
  kept: KeyValue;
  keptForTab: KeyValue;
  makeId: () => string;
}

export type Rooms =
  | { state: 'loading' }
  | { state: 'failed'; failure: string }
  | { state: 'ready'; rooms: Room[] };

const ROOMS_JOINED_MAX = 50;
const LAST_ROOM = 'switchboard.room.';

// The signed-in person's rooms over one connection.
export class Chat {
  readonly rooms = new Store<Rooms>({ state: 'loading' });
  readonly unread = new Store(0);
  readonly connection: Connection;
  readonly drafts: Drafts;
  readonly panel: Panel;
  readonly me: Person;

  private readonly parts: ChatParts;
  private readonly conversations = new Map<string, Conversation>();
  private current: Conversation | null = null;

  constructor(parts: ChatParts) {
    this.parts = parts;
    this.me = parts.me;
    this.connection = parts.connection;
    this.drafts = new Drafts(parts.kept, parts.me.id);
    this.panel = new Panel(parts.kept);
    this.connection.onFrame = (frame) => this.receive(frame);
    this.connection.onCut = () => this.conversations.forEach((each) => each.cut());
  }

  // Returns what ends it.
  start(): () => void {
    void this.loadRooms();
    this.connection.start();
    const unlisten = this.connection.link.subscribe(() => {
      const back = this.connection.link.get().phase === 'online';
      if (back && this.rooms.get().state === 'failed') void this.loadRooms();
    });
    return () => {
      unlisten();
      this.connection.stop();
      this.leave();
    };
  }

  async loadRooms(): Promise<void> {
    if (this.rooms.get().state === 'failed') this.rooms.set({ state: 'loading' });
    try {
      const rooms = await this.parts.api.rooms();
      for (const room of rooms.slice(0, ROOMS_JOINED_MAX)) this.conversation(room);
      this.rooms.set({ state: 'ready', rooms });
    } catch (reason) {
      if (this.rooms.get().state === 'ready') return;
      const failure = reason instanceof Error ? reason.message : String(reason);
      this.rooms.set({ state: 'failed', failure });
    }
  }

  // The conversation of a room that is there, or null.
  open(roomId: string): Conversation | null {
    const rooms = this.rooms.get();
    const room = rooms.state === 'ready' ? rooms.rooms.find(({ id }) => id === roomId) : undefined;
    if (room === undefined) return null;
    return this.conversation(room);
  }

  enter(conversation: Conversation): void {
    if (this.current === conversation) return;
    this.leave();
    this.current = conversation;
    this.parts.kept.write(LAST_ROOM + this.me.id, conversation.room.id);
    conversation.enter();
  }

  leave(): void {
    this.current?.leave();
    this.current = null;
  }

  // The name of somebody who is in one of the rooms now.
  personName(id: string): string | null {
    for (const { people } of this.conversations.values()) {
      const person = people.here.get().people.find((each) => each.id === id);
      if (person !== undefined) return person.name;
    }
    return null;
  }

  roomName(id: string): string | null {
    return this.open(id)?.room.name ?? null;
  }

  lastRoomId(): string | null {
    const rooms = this.rooms.get();
    if (rooms.state !== 'ready') return null;
    const last = this.parts.kept.read(LAST_ROOM + this.me.id);
    return rooms.rooms.find(({ id }) => id === last)?.id ?? rooms.rooms[0]?.id ?? null;
  }

  private conversation(room: Room): Conversation {
    const present = this.conversations.get(room.id);
    if (present !== undefined) return present;
    const { api, me, clock, kept, keptForTab, makeId, connection } = this.parts;
    const conversation = new Conversation({
      room, me, clock, kept, keptForTab, makeId, line: connection,
      fetchPage: (beforeSeq) => api.messages(room.id, PAGE, beforeSeq),
    });
    this.conversations.set(room.id, conversation);
    conversation.readMark.unread.subscribe(() => this.count());
    connection.join(room.id);
    return conversation;
  }

  private receive(frame: ServerFrame): void {
    if (frame.type === 'sent') {
      // A confirmation names the message, not the room.
      this.conversations.forEach((each) => each.receive(frame));
    } else if (frame.type === 'error') {
      this.failed(frame);
    } else if (frame.type === 'message') {
      this.conversations.get(frame.message.roomId)?.receive(frame);
    } else if ('roomId' in frame) {
      this.conversations.get(frame.roomId)?.receive(frame);
    }
  }

  // Nor does an error: it belongs to the conversation with something under way.
  private failed(frame: ServerFrame): void {
    for (const each of this.conversations.values()) {
      if (each.outbox.pending.get().some((entry) => entry.state === 'sending')) {
        return each.receive(frame);
      }
    }
  }

  private count(): void {
    let total = 0;
    for (const each of this.conversations.values()) total += each.readMark.unread.get();
    this.unread.set(total);
  }
}
