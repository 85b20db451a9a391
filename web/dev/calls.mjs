import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const HELD_MS = 20_000;
const RING_MS = 30_000;

// The calls socket and ringing as the client needs them, for one browser or a few. In memory.
export class Calls {
  constructor({ users, tokens, tellPerson, roomPeople }) {
    Object.assign(this, { users, tokens, tellPerson, roomPeople });
    this.tickets = new Map();
    this.rooms = new Map();
    this.sockets = new Map();
    this.rings = new Map();
    this.inboxes = new Map();
    this.numbers = new Map();
  }

  numberOf(user) {
    if (!this.numbers.has(user.id)) this.numbers.set(user.id, this.numbers.size + 1);
    return this.numbers.get(user.id);
  }

  ticket(user) {
    const ticket = randomUUID();
    this.tickets.set(ticket, user);
    return { ticket, expires_in: 30 };
  }

  redeem(ticket) {
    const user = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    return user;
  }

  connect(socket, user) {
    const id = this.numberOf(user);
    const guest = { socket, user, id, room: null };
    const before = this.sockets.get(id);
    this.sockets.set(id, guest);
    if (before) {
      before.socket.close(1008, 'Duplicate connection detected');
      guest.held = before.room;
    }
    socket.on('message', (text) => this.receive(guest, JSON.parse(text.toString())));
    socket.on('close', (code) => this.closed(guest, code));
  }

  receive(guest, frame) {
    const { msg_type: type, to, payload } = frame;
    if (type === 0) return this.enter(guest, this.create(), 5);
    if (type === 1) return this.join(guest, payload);
    if (type === 4) return this.leave(guest);
    const peer = guest.room?.members.get(to);
    if (peer) this.say(peer.guest, { msg_type: type, from: guest.id, to, payload });
  }

  create() {
    const room = { id: randomInt(1, 2 ** 47), members: new Map() };
    this.rooms.set(room.id, room);
    return room;
  }

  join(guest, { room_id: id, seat }) {
    const room = this.rooms.get(id);
    if (!room) return this.say(guest, { msg_type: 6, err: 'room not found' });
    const before = room.members.get(guest.id);
    if (before && before.seat !== seat) this.remove(room, guest.id);
    return this.enter(guest, room, 6);
  }

  enter(guest, room, type) {
    const before = room.members.get(guest.id);
    clearTimeout(before?.timer);
    const seat = randomBytes(16).toString('hex');
    const others = [...room.members.values()].filter(({ guest: { id } }) => id !== guest.id);
    room.members.set(guest.id, { guest, seat });
    guest.room = room;
    const host = room.members.keys().next().value;
    const peers = others.map(({ guest: { id, user } }) =>
      ({ id, user_id: user.id, name: user.full_name, polite: true }));
    this.say(guest, { msg_type: type, payload: {
      room_id: room.id, clients: [...room.members.keys()], host, peers, ice_servers: [], seat,
    } });
    for (const { guest: other } of others) {
      this.say(other, { msg_type: 16, from: guest.id, payload: {
        room_id: room.id, id: guest.id, user_id: guest.user.id, name: guest.user.full_name,
        polite: false, resumed: before !== undefined,
      } });
    }
  }

  leave(guest) {
    if (guest.room) this.remove(guest.room, guest.id);
    guest.room = null;
  }

  remove(room, id) {
    const member = room.members.get(id);
    clearTimeout(member?.timer);
    if (!room.members.delete(id)) return;
    const host = room.members.keys().next().value;
    if (host === undefined) this.rooms.delete(room.id);
    this.tell(room, { msg_type: 4, from: id, payload: { room_id: room.id, host } });
  }

  closed(guest, code) {
    if (this.sockets.get(guest.id) === guest) this.sockets.delete(guest.id);
    const { room } = guest;
    const member = room?.members.get(guest.id);
    if (member?.guest !== guest) return;
    if (code === 1000 || code === 1001) return void this.leave(guest);
    this.tell(room, { msg_type: 17, from: guest.id, payload: { room_id: room.id, seconds: 20 } });
    member.timer = setTimeout(() => this.remove(room, guest.id), HELD_MS);
  }

  tell(room, frame) {
    for (const { guest } of room.members.values()) {
      if (guest.id !== frame.from) this.say(guest, frame);
    }
  }

  say(guest, frame) {
    if (guest.socket.readyState === 1) guest.socket.send(JSON.stringify(frame));
  }

  ring(caller, { room_id: roomId, user_id: userId, chat_room_id: chatRoomId }) {
    const present = userId ? [userId] : this.roomPeople(chatRoomId);
    const callees = present.filter((id) => id !== caller.id);
    const ring = { id: randomUUID(), roomId, caller, chatRoomId, callees: new Map() };
    const event = this.eventOf(ring, 'ringing', { expires_in: 30 });
    for (const id of callees) {
      ring.callees.set(id, this.tellPerson(id, event) ? 'ringing' : 'offline');
      if (ring.callees.get(id) === 'offline') this.miss(ring, id);
    }
    this.rings.set(ring.id, ring);
    setTimeout(() => this.endRing(ring, 'missed'), RING_MS);
    return { ring_id: ring.id, room_id: roomId, expires_in: 30,
      callees: [...ring.callees].map(([user_id, state]) => ({ user_id, state })) };
  }

  answer(user, ringId, word) {
    const ring = this.rings.get(ringId);
    if (ring?.callees.get(user.id) !== 'ringing') return null;
    ring.callees.set(user.id, word);
    this.tellPerson(user.id, this.eventOf(ring, word === 'accepted' ? 'answered_elsewhere'
      : 'declined_elsewhere', {}));
    this.tellPerson(ring.caller.id, this.eventOf(ring, word, { user_id: user.id }));
    return { room_id: ring.roomId };
  }

  endRing(ring, word) {
    for (const [id, state] of ring?.callees ?? []) {
      if (state !== 'ringing') continue;
      ring.callees.set(id, 'missed');
      this.miss(ring, id);
      this.tellPerson(id, this.eventOf(ring, word, {}));
      this.tellPerson(ring.caller.id, this.eventOf(ring, 'missed', { user_id: id }));
    }
  }

  miss({ id, roomId, caller }, userId) {
    const inbox = this.inboxes.get(userId) ?? [];
    this.inboxes.set(userId, inbox);
    inbox.push({ seq: inbox.length + 1, type: 'missed_call', read: false,
      created_at: new Date().toISOString(),
      data: { ring_id: id, room_id: roomId,
        from: { user_id: caller.id, name: caller.full_name } } });
  }

  inbox(user, afterSeq) {
    const items = this.inboxes.get(user.id) ?? [];
    return { items: items.slice(afterSeq, afterSeq + 100), head_seq: items.length, epoch: 'e',
      unread: items.length };
  }

  eventOf({ id, roomId, caller, chatRoomId }, event, more) {
    return { type: 'call', event, ring_id: id, room_id: roomId, chat_room_id: chatRoomId,
      from: { user_id: caller.id, name: caller.full_name }, ...more };
  }
}
