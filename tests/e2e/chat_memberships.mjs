// Rooms that are not for everybody: who finds them, who may do what there, and that who is out hears nothing more.

import assert from "node:assert/strict";
import test from "node:test";

import { chat, del, get, post, request, say, signUp } from "./support/client.mjs";
import { assertError, TIME } from "./support/shapes.mjs";
import { adminOf, newRoom, started } from "./support/started.mjs";

const rooms = (server, user) => get(server, "/api/chat/rooms", { token: user.token });
const names = async (server, user) => (await rooms(server, user)).body.map(({ name }) => name);
const members = (server, user, room, json) => post(server, `/api/chat/rooms/${room}/members`, json, { token: user.token });
const remove = (server, user, room, { id }) => del(server, `/api/chat/rooms/${room}/members/${id}`, { token: user.token });
const history = (server, user, room) => get(server, `/api/chat/rooms/${room}/messages`, { token: user.token });
const content = (text) => Object.assign((frame) => frame.content === text, { toString: () => `"${text}"` });

async function privateRoom(server, owner, id) {
  const { status, text, body } = await post(server, "/api/chat/rooms", { id, name: `Den ${id}`, kind: "private" }, { token: owner.token });
  assert.equal(status, 201, text);
  return body;
}

/** Joins and waits until all that is said on joining has been heard. */
async function inside(server, user, room, connect = { since_seq: 0 }) {
  const socket = await chat(server, user, room, { connect });
  await socket.until("presence");
  return socket;
}

test("a private room is anybody's to make, and everybody else's secret", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  assertError(await post(server, "/api/chat/rooms", { id: "open", name: "Open" }, { token: ann.token }), 403);
  assertError(await post(server, "/api/chat/rooms", { name: "x", kind: "direct" }, { token: ann.token }), 400);
  const room = await privateRoom(server, ann, "den");
  assert.deepEqual([room.kind, room.role, room.unread, room.head_seq, room.last_message], ["private", "owner", 0, 0, null]);
  assert.match(room.created_at, TIME);
  const unnamed = await post(server, "/api/chat/rooms", { name: "No id", kind: "private" }, { token: ann.token });
  assert.equal(unnamed.status, 201);
  assert.deepEqual(await names(server, ann), ["Den den", "General Chat", "No id", "Support Channel"]);
  assert.deepEqual(await names(server, bob), ["General Chat", "Support Channel"]);
  const unknown = { message: "Chat room with ID den not found" };
  assertError(await history(server, bob, "den"), 404, unknown);
  assertError(await post(server, "/api/chat/rooms/den/messages", { content: "?" }, { token: bob.token }), 404, unknown);
  assertError(await get(server, "/api/chat/rooms/den/members", { token: bob.token }), 404, unknown);
  assertError(await members(server, bob, "den", { user_id: bob.id }), 404, unknown);
  const socket = await chat(server, bob);
  socket.send({ type: "connect", room_id: "den" });
  assert.deepEqual(await socket.next(), { type: "error", error: "Room not found" });
  await socket.leave();
});

test("members come and go, with roles that allow what they say", async (t) => {
  const server = await started(t);
  const [ann, bob, eve] = [await signUp(server), await signUp(server), await signUp(server)];
  await privateRoom(server, ann, "den");
  const added = await members(server, ann, "den", { user_id: bob.id });
  assert.equal(added.status, 201, added.text);
  const { joined_at, ...bobs } = added.body;
  assert.match(joined_at, TIME);
  assert.deepEqual(bobs, { user_id: bob.id, username: bob.username, full_name: bob.full_name, role: "member", read_seq: 0 });
  assertError(await members(server, bob, "den", { user_id: eve.id }), 403);
  assert.equal((await members(server, ann, "den", { user_id: bob.id, role: "moderator" })).status, 200);
  assert.equal((await members(server, bob, "den", { user_id: eve.id })).status, 201);
  assertError(await members(server, bob, "den", { user_id: eve.id, role: "owner" }), 403);
  assertError(await members(server, ann, "den", { user_id: eve.id, role: "king" }), 400);
  assertError(await members(server, ann, "den", { user_id: "nobody" }), 400);
  assertError(await members(server, ann, "den", { user_id: "0190163d-8694-739b-aea5-966c26f8ad91" }), 404);
  const list = await get(server, "/api/chat/rooms/den/members", { token: eve.token });
  assert.deepEqual(list.body.map(({ user_id, role }) => [user_id, role]), [[ann.id, "owner"], [bob.id, "moderator"], [eve.id, "member"]]);
  const rename = (user) => request(server, "PATCH", "/api/chat/rooms/den", { json: { name: "Lair" }, token: user.token });
  assertError(await rename(eve), 403);
  assert.equal((await rename(bob)).body.name, "Lair");
  assertError(await remove(server, ann, "den", ann), 409);
  assert.equal((await remove(server, eve, "den", eve)).status, 204);
  assertError(await history(server, eve, "den"), 404);
});

test("a direct room is one for each pair, and each finds the other's name on it", async (t) => {
  const server = await started(t);
  const [ann, bob, eve] = [await signUp(server), await signUp(server), await signUp(server)];
  const waiting = await inside(server, bob, "general");
  const direct = (from, to) => post(server, "/api/chat/direct", { user_id: to.id }, { token: from.token });
  const made = await direct(ann, bob);
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.body.kind, made.body.name, made.body.peer.user_id], ["direct", bob.full_name, bob.id]);
  const { id } = made.body;
  assert.deepEqual(await waiting.until("room_added"), { type: "room_added", room_id: id });
  const again = await direct(bob, ann);
  assert.deepEqual([again.status, again.body.id, again.body.name], [200, id, ann.full_name]);
  assertError(await direct(ann, ann), 400);
  assertError(await direct(ann, { id: "0190163d-8694-739b-aea5-966c26f8ad91" }), 404);
  assertError(await history(server, eve, id), 404);
  assertError(await members(server, ann, id, { user_id: eve.id }), 409);
  const [first, second] = [await chat(server, ann, id), await chat(server, bob, id)];
  say(first, id, "just us");
  assert.equal((await second.until(content("just us"))).sender_id, ann.id);
  const [room] = (await rooms(server, bob)).body.filter(({ kind }) => kind === "direct");
  assert.deepEqual([room.unread, room.head_seq, room.last_message.content], [1, 1, "just us"]);
  await Promise.all([first.leave(), second.leave(), waiting.leave()]);
});

test("DELIV-7 who is removed hears not one frame more, and is refused everywhere with 403", async (t) => {
  const server = await started(t, { SHARDS: "4" });
  const [ann, bob] = [await signUp(server), await signUp(server)];
  await privateRoom(server, ann, "den");
  assert.equal((await members(server, ann, "den", { user_id: bob.id })).status, 201);
  const speaker = await inside(server, ann, "den");
  const sockets = await Promise.all(Array.from({ length: 8 }, () => inside(server, bob, "den")));
  const { epoch } = sockets[0].connected;
  let sent = 0;
  const talk = setInterval(() => say(speaker, "den", `secret ${++sent}`), 1);
  try {
    await Promise.all(sockets.map((socket) => socket.until(content("secret 20"))));
    assert.equal((await remove(server, ann, "den", bob)).status, 204);
    const answered = sent;
    await speaker.until(content(`secret ${answered + 30}`));
    for (const socket of sockets) {
      await socket.until("disconnected");
      const late = socket.frames.filter(({ seq }) => seq > answered);
      assert.deepEqual(late, [], "frames of the room after the removal was answered");
      socket.frames = [];
      socket.send({ type: "message", room_id: "den", content: "me?" });
      assert.deepEqual(await socket.next(), { type: "error", error: "Not connected to this room" });
      socket.send({ type: "connect", room_id: "den", since_seq: 0, epoch });
      assert.deepEqual(await socket.next(), { type: "error", error: "You were removed from this room" });
    }
  } finally {
    clearInterval(talk);
  }
  assertError(await history(server, bob, "den"), 403);
  assertError(await post(server, "/api/chat/rooms/den/messages", { content: "me?" }, { token: bob.token }), 403);
  assertError(await get(server, "/api/chat/rooms/den/members", { token: bob.token }), 403);
  assert.deepEqual(await names(server, bob), ["General Chat", "Support Channel"]);
  await Promise.all([...sockets, speaker].map((socket) => socket.leave()));
});

test("a public room can be closed to one person, by its owner or any admin", async (t) => {
  const server = await started(t);
  const admin = await adminOf(server);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  await newRoom(server, admin, "hall");
  assertError(await remove(server, ann, "hall", bob), 403);
  assert.equal((await members(server, ann, "hall", { user_id: ann.id })).status, 201, "anyone may join");
  assert.equal((await remove(server, admin, "hall", bob)).status, 204);
  assertError(await history(server, bob, "hall"), 403);
  assert.equal((await members(server, admin, "hall", { user_id: bob.id })).status, 201);
  assert.equal((await history(server, bob, "hall")).status, 200);
});

test("DELIV-10 unread is head minus read mark, and what one says oneself is read", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const unread = async (user) => (await rooms(server, user)).body.find(({ id }) => id === "general").unread;
  for (let count = 0; count < 3; ++count) {
    await post(server, "/api/chat/rooms/general/messages", { content: "hello" }, { token: ann.token });
  }
  assert.deepEqual([await unread(ann), await unread(bob)], [0, 3]);
  await post(server, "/api/chat/rooms/general/messages", { content: "hello back" }, { token: bob.token });
  assert.deepEqual([await unread(ann), await unread(bob)], [1, 0]);
  await server.restart();
  assert.deepEqual([await unread(ann), await unread(bob)], [1, 0]);
});
