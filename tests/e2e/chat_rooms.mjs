// Rooms, who hears what in them, and what is kept: accounts.md 3.4 and 3.5.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chat, get, post, say, signUp, Socket } from "./support/client.mjs";
import { eventually, pause } from "./support/deadline.mjs";
import { assertError, TIME, UUID } from "./support/shapes.mjs";
import { adminOf, newRoom, started } from "./support/started.mjs";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const content = (text) => Object.assign((frame) => frame.content === text, { toString: () => `"${text}"` });
const left = (user) => content(`${user.full_name} has left the chat`);
const joined = (user) => content(`${user.full_name} has joined the chat`);

/** Waits until the server has done all that came before on this socket. */
async function settled(socket) {
  socket.send({ type: "disconnect", room_id: "no such room", user_id: NOBODY });
  await socket.until(({ error }) => error === "Not connected to this room");
}

const connections = async (server) =>
  Number(/^api_active_connections (\d+)$/m.exec((await get(server, "/metrics")).text)[1]);

/** Waits until what was published so far in the room has reached the socket. */
async function heard(server, user, socket, room) {
  const text = `heard ${Math.random()}`;
  const answer = await post(server, `/api/chat/rooms/${room}/messages`, { content: text }, { token: user.token });
  assert.equal(answer.status, 201, answer.text);
  await socket.until(content(text));
}

test("USERS-19 rooms: the two first ones, by name, for those who are signed in", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const { status, body } = await get(server, "/api/chat/rooms", { token: ann.token });
  assert.equal(status, 200);
  assert.deepEqual(body.map(({ id, name }) => [id, name]), [["general", "General Chat"], ["support", "Support Channel"]]);
  for (const { created_at } of body) assert.match(created_at, TIME);
  await newRoom(server, await adminOf(server), "annexe");
  const { body: more } = await get(server, "/api/chat/rooms", { token: ann.token });
  assert.deepEqual(more.map(({ name }) => name), ["General Chat", "Room annexe", "Support Channel"]);
  assertError(await get(server, "/api/chat/rooms"), 401);
  assertError(await get(server, "/api/chat/rooms", { token: "nonsense" }), 401);
});

test("USERS-20 history: newest first, 50 unless asked, 404 for a room that is not", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const as = { token: ann.token };
  const target = "/api/chat/rooms/general/messages";
  assert.deepEqual((await get(server, target, as)).body, []);
  assertError(await get(server, "/api/chat/rooms/attic/messages", as), 404, { message: "Chat room with ID attic not found" });
  assertError(await get(server, target), 401);
  const socket = await chat(server, ann, "general");
  for (let count = 1; count <= 60; ++count) say(socket, "general", `message ${count}`);
  await socket.until(content("message 60"), 15_000);
  const { body } = await get(server, target, as);
  assert.deepEqual(body.map((item) => item.content), Array.from({ length: 50 }, (_, index) => `message ${60 - index}`));
  assert.deepEqual(body.map(({ seq }) => seq), Array.from({ length: 50 }, (_, index) => 60 - index));
  const page = async (query) => (await get(server, `${target}?${query}`, as)).body.map(({ seq }) => seq);
  assert.deepEqual(await page("limit=3"), [60, 59, 58]);
  assert.deepEqual(await page("limit=3&before_seq=11"), [10, 9, 8]);
  assert.deepEqual(await page("limit=3&after_seq=11"), [14, 13, 12]);
  assert.equal((await page("limit=200")).length, 60);
  for (const bad of ["limit=0", "limit=201", "limit=x", "before_seq=-1", "after_seq=1e3"]) {
    assertError(await get(server, `${target}?${bad}`, as), 400);
  }
  await socket.leave();
});

test("USERS-23 connected comes first, then the notice of joining, to all and to the joiner", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const first = await chat(server, ann);
  first.send({ type: "connect", user_id: ann.id, room_id: "general" });
  assert.deepEqual(await first.next(), { type: "connected", room_id: "general" });
  assert.equal((await first.next()).content, `${ann.full_name} has joined the chat`);
  const second = await chat(server, bob, "general");
  const notices = await Promise.all([first.next(), second.next()]);
  for (const notice of notices) {
    const { id, created_at, timestamp, ...rest } = notice;
    assert.match(id, UUID);
    assert.match(created_at, TIME);
    assert.equal(timestamp, created_at);
    assert.deepEqual(rest, {
      type: "user_joined",
      sender_id: NOBODY,
      sender_name: "System",
      content: `${bob.full_name} has joined the chat`,
      room_id: "general",
      user: { id: bob.id, username: bob.username, full_name: bob.full_name },
    });
  }
  await Promise.all([first.leave(), second.leave()]);
});

test("USERS-25 a message reaches all in the room and the sender, in both vocabularies, and is kept", async (t) => {
  const server = await started(t);
  const [ann, bob, eve] = [await signUp(server), await signUp(server), await signUp(server)];
  const [first, second] = [await chat(server, ann, "general"), await chat(server, bob, "general")];
  const elsewhere = await chat(server, eve, "support");
  const text = 'Hello "everyone"! \u0000 \\ \u2028 😀 \u{10ffff}';
  say(first, "general", text);
  const frames = await Promise.all([first.until("message"), second.until("message")]);
  assert.deepEqual(frames[0], frames[1]);
  const { id, created_at, timestamp, ...rest } = frames[0];
  assert.match(id, UUID);
  assert.match(created_at, TIME);
  assert.equal(timestamp, created_at);
  const user = { id: ann.id, username: ann.username, full_name: ann.full_name };
  const said = { sender_id: ann.id, sender_name: ann.full_name, content: text, room_id: "general", seq: 1 };
  assert.deepEqual(rest, { type: "message", ...said, user });
  const { body } = await get(server, "/api/chat/rooms/general/messages", { token: bob.token });
  const { username, full_name } = ann;
  assert.deepEqual(body, [{ id, user_id: ann.id, ...said, created_at, user: { username, full_name } }]);
  await heard(server, eve, elsewhere, "support");
  assert.deepEqual(elsewhere.frames.filter(({ room_id }) => room_id === "general"), []);
  await Promise.all([first.leave(), second.leave(), elsewhere.leave()]);
});

test("USERS-26 messages and goodbyes to a room that one is not in", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const socket = await chat(server, ann, "general");
  await socket.until(joined(ann));
  const refused = { type: "error", error: "Not connected to this room" };
  for (const type of ["message", "disconnect"]) {
    for (const room_id of ["support", "attic", ""]) {
      socket.send({ type, room_id, user_id: ann.id, content: "anybody?" });
      assert.deepEqual(await socket.next(), refused, `${type} ${room_id}`);
    }
  }
  for (const room_id of ["attic", "", "x".repeat(60_000), "../general", "general\u0000"]) {
    socket.send({ type: "connect", room_id, user_id: ann.id });
    assert.deepEqual(await socket.next(), { type: "error", error: "Room not found" }, room_id.slice(0, 20));
  }
  say(socket, "general", "still in general");
  assert.equal((await socket.until("message")).content, "still in general");
  await socket.leave();
});

test("USERS-27 who leaves gets disconnected only, the others the notice; a cut line gives it too", async (t) => {
  const server = await started(t);
  const [ann, bob, eve] = [await signUp(server), await signUp(server), await signUp(server)];
  const stays = await chat(server, ann, "general");
  const leaves = await chat(server, bob, "general");
  const drops = await chat(server, eve, "general");
  await leaves.until(joined(eve));
  leaves.frames = [];
  leaves.send({ type: "disconnect", user_id: bob.id, room_id: "general" });
  assert.deepEqual(await leaves.next(), { type: "disconnected", room_id: "general" });
  const notice = await stays.until(left(bob));
  assert.equal(notice.type, "user_left");
  assert.equal(notice.sender_name, "System");
  assert.equal(notice.user.id, bob.id);
  drops.drop();
  await stays.until(left(eve));
  await settled(leaves);
  assert.deepEqual(leaves.frames, []);
  say(leaves, "general", "and now?");
  assert.deepEqual(await leaves.next(), { type: "error", error: "Not connected to this room" });
  await Promise.all([stays.leave(), leaves.leave()]);
});

test("USERS-29 two sockets of a person both hear; the notices belong to the first and the last", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const watch = await chat(server, bob, "general");
  const [one, two] = [await chat(server, ann, "general"), await chat(server, ann, "general")];
  say(watch, "general", "both?");
  await Promise.all([one.until(content("both?")), two.until(content("both?"))]);
  const before = await connections(server);
  one.drop();
  await eventually(async () => (await connections(server)) < before, "the cut socket to be gone", 15_000);
  say(two, "general", "still here");
  await watch.until(content("still here"));
  assert.equal((await two.until(content("still here"))).sender_id, ann.id);
  assert.deepEqual(watch.frames.filter(left(ann)), []);
  assert.equal(watch.frames.filter(joined(ann)).length, 1);
  await two.leave();
  await watch.until(left(ann));
  await heard(server, bob, watch, "general");
  assert.deepEqual(watch.frames.filter(left(ann)), []);
  await watch.leave();
});

test("USERS-30 a plain connect switches rooms, and the old one is told", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [moves, stays] = [await chat(server, ann, "general"), await chat(server, bob, "general")];
  moves.send({ type: "connect", user_id: ann.id, room_id: "support" });
  assert.deepEqual(await moves.until(({ room_id }) => room_id === "support"), { type: "connected", room_id: "support" });
  await stays.until(left(ann));
  say(stays, "general", "who is left?");
  await stays.until(content("who is left?"));
  await heard(server, ann, moves, "support");
  assert.deepEqual(moves.frames.filter(content("who is left?")), []);
  say(moves, "general", "me?");
  assert.equal((await moves.until("error")).error, "Not connected to this room");
  await Promise.all([moves.leave(), stays.leave()]);
});

test("keep:true joins a room without leaving the others; each is left by itself", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const both = await chat(server, ann, "general");
  both.send({ type: "connect", user_id: ann.id, room_id: "support", keep: true });
  const { head_seq, epoch, recovered } = await both.until(({ type, room_id }) => type === "connected" && room_id === "support");
  assert.equal(head_seq, 0);
  assert.match(epoch, /^.+$/);
  assert.equal(recovered, false);
  for (const room of ["general", "support"]) await heard(server, bob, both, room);
  both.send({ type: "disconnect", user_id: ann.id, room_id: "general" });
  await both.until("disconnected");
  await heard(server, bob, both, "support");
  say(both, "general", "gone");
  assert.equal((await both.until("error")).error, "Not connected to this room");
  await both.leave();
});

test("presence goes to sockets that opted in: who is there, then who comes and goes", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const who = ({ id, username, full_name }) => ({ user_id: id, username, full_name });
  const plain = await chat(server, ann, "general");
  const opted = await chat(server, bob, "general", { connect: { since_seq: 0 } });
  assert.deepEqual(Object.keys(opted.connected).sort(), ["epoch", "head_seq", "recovered", "room_id", "type"]);
  const there = await opted.until("presence");
  assert.equal(there.room_id, "general");
  assert.equal(there.count, 2);
  assert.deepEqual(new Set(there.joined.map(({ user_id }) => user_id)), new Set([ann.id, bob.id]));
  assert.deepEqual(there.joined.find(({ user_id }) => user_id === ann.id), who(ann));
  const eve = await signUp(server);
  const third = await chat(server, eve, "general");
  const came = await opted.until(({ joined: people }) => people?.some(({ user_id }) => user_id === eve.id));
  assert.equal(came.count, 3);
  third.drop();
  const went = await opted.until(({ type, left: people }) => type === "presence" && people.includes(eve.id));
  assert.deepEqual([went.joined, went.count], [[], 2]);
  await heard(server, ann, plain, "general");
  assert.deepEqual(plain.frames.filter(({ type }) => type === "presence"), [], "a plain client sees documented frames only");
  await Promise.all([plain.leave(), opted.leave()]);
});

test("presence is told at most twice a second, however many come and go", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const watch = await chat(server, ann, "general", { connect: { since_seq: 0 } });
  await watch.until("presence");
  const since = performance.now();
  for (let round = 0; round < 40; ++round) (await chat(server, bob, "general")).drop();
  const seconds = (performance.now() - since) / 1000;
  await heard(server, ann, watch, "general");
  const told = watch.frames.filter(({ type }) => type === "presence").length;
  assert.ok(told <= 2 + 2 * seconds, `${told} in ${seconds.toFixed(1)} s`);
  await watch.leave();
});

test("joining the same room again is no second coming, and no message comes twice", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [speaks, again] = [await chat(server, bob, "general"), await chat(server, ann, "general")];
  await again.until(joined(ann));
  const total = 400;
  for (let count = 1; count <= total; ++count) {
    say(speaks, "general", `message ${count}`);
    if (count % 10 === 0) again.send({ type: "connect", user_id: ann.id, room_id: "general" });
    if (count % 40 === 0) await pause(0);
  }
  await again.until(content(`message ${total}`), 20_000);
  await settled(again);
  const seqs = again.frames.filter(({ type }) => type === "message").map(({ seq }) => seq);
  assert.deepEqual(seqs, Array.from({ length: total - 1 }, (_, index) => index + 1));
  assert.deepEqual(again.frames.filter(joined(ann)), []);
  await Promise.all([speaks.leave(), again.leave()]);
});

test("a socket that closes its half is gone from its rooms", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const watch = await chat(server, ann, "general");
  const half = await Socket.open(server.ws(`/api/chat/ws?token=${bob.token}`));
  half.send({ type: "connect", user_id: bob.id, room_id: "general" });
  await half.until("connected");
  half.raw._socket.end();
  await watch.until(left(bob));
  await watch.leave();
});
