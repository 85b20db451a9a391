// Rooms and what passes through them, in both dialects: calls.md 4.3, CALL-7 to CALL-16 and CALL-20.

import assert from "node:assert/strict";
import { test } from "node:test";

import { candidate, newPeer, offer, Peer } from "./support/calls.mjs";
import { started } from "./support/started.mjs";

/** `count` peers in one room, the host first; each has heard its own answer. */
async function inRoom(server, count, options = []) {
  const peers = [];
  for (let i = 0; i < count; ++i) peers.push(await newPeer(server, options[i]));
  const room = await peers[0].create();
  for (const each of peers.slice(1)) assert.equal((await each.join(room)).err, undefined);
  return { room, peers };
}

test("CALL-7 a bare frame and the document's example make rooms, whose numbers nobody can guess", async (t) => {
  const server = await started(t);
  const host = await newPeer(server);
  const rooms = new Set();
  for (const frame of [{ msg_type: 0 }, { msg_type: 0, from: 1, payload: {} }, { msg_type: 0 }]) {
    const answer = await host.send(frame).next();
    assert.deepEqual(Object.keys(answer), ["msg_type", "payload"]);
    assert.equal(answer.msg_type, 5);
    assert.deepEqual(Object.keys(answer.payload), ["room_id"]);
    rooms.add(answer.payload.room_id);
  }
  assert.equal(rooms.size, 3);
  for (const room of rooms) assert.ok(Number.isSafeInteger(room) && room > 1000 && room < 2 ** 48, `${room}`);
});

test("CALL-8 who joins is told of everybody, itself too; the host is told nothing", async (t) => {
  const server = await started(t);
  const [host, second, third] = [await newPeer(server), await newPeer(server), await newPeer(server)];
  const room_id = await host.create();
  assert.deepEqual(await second.join(room_id), { msg_type: 6, payload: { room_id, clients: [host.id, second.id] } });
  assert.deepEqual(await third.join(room_id), { msg_type: 6, payload: { room_id, clients: [host.id, second.id, third.id] } });
  await host.never(() => true);
});

test("CALL-9 an offer arrives where it is meant for, under its sender's own number, and nowhere else", async (t) => {
  const server = await started(t);
  const { peers: [a, b, c] } = await inRoom(server, 3);
  const payload = { ...offer("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"), unknown: [1.5, null, { ü: "☎" }] };
  b.say("sdp", { from: c.id, to: a.id, payload });
  assert.deepEqual(await a.next(), { msg_type: 2, from: b.id, to: a.id, payload });
  a.say("sdp", { from: 4711, to: b.id, payload });
  assert.deepEqual(await b.next(), { msg_type: 2, from: a.id, to: b.id, payload });
  await c.never(() => true);
});

test("CALL-9 a payload passes byte for byte", async (t) => {
  const server = await started(t);
  const { peers: [a, b] } = await inRoom(server, 2);
  const payload = '{ "b":1.50, "a" : "\\u00e9\\/", "b":2, "n":12345678901234567890 }';
  const heard = new Promise((resolve) => a.raw.once("message", (bytes) => resolve(bytes.toString())));
  b.send(`{"payload": ${payload},"to":${a.id},"msg_type":2}`);
  assert.equal(await heard, `{"msg_type":2,"from":${b.id},"to":${a.id},"payload":${payload}}`);
});

test("CALL-10 a hundred candidates arrive in their order", async (t) => {
  const server = await started(t);
  const { peers: [a, b] } = await inRoom(server, 2);
  for (let i = 0; i < 100; ++i) b.say("ice", { to: a.id, payload: candidate(i) });
  for (let i = 0; i < 100; ++i) {
    assert.deepEqual(await a.next(), { msg_type: 3, from: b.id, to: a.id, payload: candidate(i) });
  }
});

test("CALL-11 a signal to somebody in another room, to nobody, or from outside is refused", async (t) => {
  const server = await started(t);
  const { peers: [a] } = await inRoom(server, 1);
  const { peers: [b] } = await inRoom(server, 1);
  const outside = await newPeer(server);
  for (const [from, to] of [[a, b.id], [a, 999_999], [a, 0], [a, -1], [outside, a.id]]) {
    for (const [name, number] of [["sdp", 2], ["ice", 3]]) {
      from.say(name, { to, payload: offer("x") });
      assert.deepEqual(await from.next(), { msg_type: number, err: "peer not in room" });
    }
  }
  await b.never(() => true);
  await a.never(() => true, 1);
});

test("CALL-12 an unknown room cannot be joined, and a failed join keeps the room that one is in", async (t) => {
  const server = await started(t);
  const { room, peers: [a, b] } = await inRoom(server, 2);
  assert.deepEqual(await b.join(4711), { msg_type: 6, err: "room not found" });
  assert.deepEqual(await b.join(room), { msg_type: 6, err: "already in room" });
  b.say("sdp", { to: a.id, payload: offer("still here") });
  assert.equal((await a.next()).from, b.id);
  const outside = await newPeer(server);
  assert.deepEqual(await outside.join(-1), { msg_type: 6, err: "room not found" });
  outside.say("join");
  assert.deepEqual(await outside.next(), { msg_type: 6, err: "room not found" });
  outside.say("leave");
  assert.deepEqual(await outside.next(), { msg_type: 4, err: "not in a room" });
});

test("CALL-13 who leaves stays connected, is spoken to no more, and may join again", async (t) => {
  const server = await started(t);
  const { room, peers: [a, b, c] } = await inRoom(server, 3);
  b.say("leave");
  for (const each of [a, c]) {
    assert.deepEqual(await each.next(), { msg_type: 4, from: b.id, payload: { room_id: room, host: a.id } });
  }
  a.say("sdp", { to: b.id, payload: offer("gone?") });
  assert.deepEqual(await a.next(), { msg_type: 2, err: "peer not in room" });
  b.say("sdp", { to: a.id, payload: offer("gone!") });
  assert.deepEqual(await b.next(), { msg_type: 2, err: "peer not in room" });
  assert.deepEqual((await b.join(room)).payload.clients, [a.id, c.id, b.id]);
  a.say("sdp", { to: b.id, payload: offer("back") });
  assert.equal((await b.next()).from, a.id);
});

test("CALL-14 the host passes on in the order of joining; the last one's leaving ends the room", async (t) => {
  const server = await started(t);
  const { room, peers: [a, b, c] } = await inRoom(server, 3);
  a.say("leave");
  assert.deepEqual(await b.next(), { msg_type: 4, from: a.id, payload: { room_id: room, host: b.id } });
  assert.deepEqual(await c.next(), { msg_type: 4, from: a.id, payload: { room_id: room, host: b.id } });
  assert.deepEqual((await a.join(room)).payload.clients, [b.id, c.id, a.id]);
  b.say("leave");
  assert.equal((await c.next()).payload.host, c.id);
  c.say("leave");
  await a.until((frame) => frame.from === c.id);
  a.say("leave");
  a.say("leave");
  await a.until((frame) => frame.err === "not in a room");
  assert.deepEqual(await b.join(room), { msg_type: 6, err: "room not found" });
});

test("CALL-14 joining or making another room leaves the one before", async (t) => {
  const server = await started(t);
  const { room, peers: [a, b] } = await inRoom(server, 2);
  const other = await b.create();
  assert.deepEqual(await a.next(), { msg_type: 4, from: b.id, payload: { room_id: room, host: a.id } });
  await a.join(other);
  assert.deepEqual(await b.join(room), { msg_type: 6, err: "room not found" });
});

test("CALL-15 a connection's end is a leaving, said or not", async (t) => {
  const server = await started(t);
  const { room, peers: [a, b, c] } = await inRoom(server, 3);
  b.drop();
  assert.deepEqual(await a.next(), { msg_type: 4, from: b.id, payload: { room_id: room, host: a.id } });
  assert.equal((await c.next()).from, b.id);
  a.raw.close(1000);
  assert.deepEqual(await c.next(), { msg_type: 4, from: a.id, payload: { room_id: room, host: c.id } });
});

test("CALL-16 what is no frame of ours makes no room and harms nobody", async (t) => {
  const server = await started(t);
  const { peers: [a, b] } = await inRoom(server, 2);
  for (const [frame, code] of [
    ['{"payload":{}}', 1008],
    ["{}", 1008],
    ["[]", 1008],
    ['{"msg_type":"0"}', 1008],
    ['{"msg_type":256}', 1008],
    ['{"msg_type":2,"to":"1"}', 1008],
    ["{", 1007],
    ["hello", 1007],
    [`{"msg_type":0,"payload":"${"x".repeat(70_000)}"}`, 1009],
  ]) {
    const odd = await newPeer(server);
    odd.send(frame);
    assert.equal((await odd.untilClosed()).code, code, frame.slice(0, 40));
    assert.deepEqual(odd.frames, []);
  }
  const quiet = await newPeer(server);
  for (const msg_type of [5, 6, 7, 16, 18, 255]) quiet.send({ msg_type });
  await quiet.never(() => true);
  assert.ok(await quiet.create());
  a.say("sdp", { to: b.id, payload: offer("alive") });
  assert.equal((await b.next()).from, a.id);
});

test("CALL-16 a binary frame is read as JSON, as the source does", async (t) => {
  const server = await started(t);
  const host = await newPeer(server);
  host.send(Buffer.from('{"msg_type":0}'));
  assert.equal((await host.next()).msg_type, 5);
});

test("CALL-20 the sequence of the Go client's own test, in its numbers", async (t) => {
  const server = await started(t);
  const host = await newPeer(server);
  const guest = await newPeer(server);
  const created = await host.send({ type: 2 }).next();
  assert.equal(created.type, 3);
  const { room_id } = created.payload;
  assert.deepEqual(await guest.send({ type: 4, payload: { room_id } }).next(), {
    type: 5,
    payload: { room_id, clients: [host.id, guest.id] },
  });
  guest.send({ type: 7, to: host.id, payload: offer("o") });
  assert.deepEqual(await host.next(), { type: 7, from: guest.id, to: host.id, payload: offer("o") });
  host.send({ type: 8, to: guest.id, payload: candidate(1) });
  assert.deepEqual(await guest.next(), { type: 8, from: host.id, to: guest.id, payload: candidate(1) });
  host.send({ type: 0 });
  assert.deepEqual(await host.next(), { type: 1 });
  guest.send({ type: 6 });
  assert.deepEqual(await host.next(), { type: 6, from: guest.id, payload: { room_id, host: host.id } });
  host.send({ type: 4, payload: { room_id: 1 } });
  assert.deepEqual(await host.next(), { type: 5, err: "room not found" });
});

test("CALL-20 both dialects in one room, each peer in the one that it last spoke", async (t) => {
  const server = await started(t);
  const { room, peers: [a, b] } = await inRoom(server, 2, [{}, { dialect: "source" }]);
  b.say("sdp", { to: a.id, payload: offer("from the source") });
  assert.deepEqual(await a.next(), { msg_type: 2, from: b.id, to: a.id, payload: offer("from the source") });
  a.say("ice", { to: b.id, payload: candidate(1) });
  assert.deepEqual(await b.next(), { type: 8, from: a.id, to: b.id, payload: candidate(1) });
  b.send({ msg_type: 2, to: a.id, payload: offer("changed my mind") });
  await a.next();
  a.say("leave");
  assert.deepEqual(await b.next(), { msg_type: 4, from: a.id, payload: { room_id: room, host: b.id } });
});

test("CALL-9 frames are not confused by permessage-deflate", async (t) => {
  const server = await started(t);
  const { peers: [a, b] } = await inRoom(server, 2, [{ perMessageDeflate: true }, { perMessageDeflate: true }]);
  const payload = offer("v=0\r\n".repeat(2000));
  b.say("sdp", { to: a.id, payload });
  assert.deepEqual((await a.next()).payload, payload);
  assert.ok(a instanceof Peer);
});
