import { randomUUID } from 'node:crypto';

const SYSTEM = '00000000-0000-0000-0000-000000000000';
const RECOVERED_MAX = 1000;

// One room as the contract tells it: a gap-free stream, idempotent posting, recovery by position,
// presence as a snapshot and then differences. A test double in memory, for the browser's sake.
export class Room {
  constructor(id, name) {
    this.id = id;
    this.name = name;
    this.created_at = new Date().toISOString();
    this.epoch = randomUUID().slice(0, 8);
    this.messages = [];
    this.sent = new Map();
    this.members = new Set();
  }

  get head() {
    return this.messages.length;
  }

  page(limit, beforeSeq) {
    const end = beforeSeq === null ? this.head : Math.min(beforeSeq - 1, this.head);
    return this.messages.slice(Math.max(0, end - limit), end).reverse();
  }

  append(user, content, at = new Date()) {
    const message = {
      id: randomUUID(), seq: this.head + 1, sender_id: user.id, sender_name: user.full_name,
      content, room_id: this.id, created_at: at.toISOString(),
      user: { id: user.id, username: user.username, full_name: user.full_name },
    };
    this.messages.push(message);
    return message;
  }

  post(session, content, clientId) {
    const key = `${session.user.id} ${clientId}`;
    const duplicate = this.sent.has(key);
    const message = this.sent.get(key) ?? this.append(session.user, content);
    this.sent.set(key, message);
    const { id, seq, created_at } = message;
    session.send({ type: 'sent', client_msg_id: clientId, id, seq, duplicate, created_at });
    if (!duplicate) this.publish({ type: 'message', ...message, timestamp: created_at });
  }

  join(session, sinceSeq, epoch) {
    const recovered = epoch === this.epoch && sinceSeq <= this.head
      && this.head - sinceSeq <= RECOVERED_MAX;
    const first = !this.has(session.user) && !this.members.has(session);
    this.members.add(session);
    session.send({
      type: 'connected', room_id: this.id, head_seq: this.head, epoch: this.epoch, recovered,
    });
    if (recovered) {
      for (const message of this.messages.slice(sinceSeq)) {
        session.send({ type: 'message', ...message, timestamp: message.created_at });
      }
    }
    if (first) this.publish(this.notice('user_joined', session.user, 'has joined the chat'));
    session.send(this.presence([...this.people().values()], []));
    if (first) this.publish(this.presence([session.user], []), session);
  }

  leave(session) {
    if (!this.members.delete(session) || this.has(session.user)) return;
    this.publish(this.notice('user_left', session.user, 'has left the chat'));
    this.publish(this.presence([], [session.user.id]));
  }

  has(user) {
    return this.people().has(user.id);
  }

  people() {
    return new Map([...this.members].map(({ user }) => [user.id, user]));
  }

  publish(frame, except = null) {
    for (const session of this.members) if (session !== except) session.send(frame);
  }

  presence(joined, left) {
    return {
      type: 'presence', room_id: this.id, left, count: this.people().size,
      joined: joined.map(({ id, username, full_name }) => ({ user_id: id, username, full_name })),
    };
  }

  notice(type, user, sentence) {
    return {
      type, id: randomUUID(), sender_id: SYSTEM, sender_name: 'System', room_id: this.id,
      content: `${user.full_name} ${sentence}`, created_at: new Date().toISOString(),
      user: { id: user.id, username: user.username, full_name: user.full_name },
    };
  }
}
