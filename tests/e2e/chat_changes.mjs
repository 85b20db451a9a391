// What is done to messages beside saying them: edits, deletions, reactions, read marks, typing.

import assert from "node:assert/strict";
import test from "node:test";

import { chat, get, post, say, signUp, Socket } from "./support/client.mjs";
import { pause } from "./support/deadline.mjs";
import { TIME } from "./support/shapes.mjs";
import { adminOf, seeded, started } from "./support/started.mjs";

const history = async (server, user, room = "general") =>
  (await get(server, `/api/chat/rooms/${room}/messages`, { token: user.token })).body;
const unread = async (server, user) =>
  (await get(server, "/api/chat/rooms", { token: user.token })).body.find(({ id }) => id === "general").unread;

async function inside(server, user, connect = { since_seq: 0 }) {
  const socket = await chat(server, user, "general", { connect });
  if ("since_seq" in connect) await socket.until("presence");
  return socket;
}

async function told(socket, content) {
  say(socket, "general", content);
  return socket.until((frame) => frame.type === "message" && frame.content === content);
}

/** Waits until the store has done all that this socket asked for. */
async function settled(socket) {
  socket.send({ type: "delete", id: "00000000-0000-0000-0000-000000000000" });
  await socket.until(({ error }) => error === "Message not found");
}

test("an edit and a deletion take a seq of their own, and recovery and history tell the present", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [speaker, reader, plain] = [await inside(server, ann), await inside(server, bob), await inside(server, bob, {})];
  const { epoch } = reader.connected;
  const first = await told(speaker, "helo");
  const second = await told(speaker, "a secret");
  speaker.send({ type: "edit", id: first.id, content: "hello" });
  const { edited_at, ...edited } = await reader.until("edited");
  assert.match(edited_at, TIME);
  assert.deepEqual(edited, { type: "edited", id: first.id, room_id: "general", seq: 3, version: 2, user_id: ann.id, content: "hello" });
  speaker.send({ type: "delete", id: second.id });
  const { deleted_at, ...deleted } = await reader.until("deleted");
  assert.match(deleted_at, TIME);
  assert.deepEqual(deleted, { type: "deleted", id: second.id, room_id: "general", seq: 4, version: 2, user_id: ann.id, content: null });
  const items = await history(server, bob);
  assert.deepEqual(items.map(({ seq, content, version }) => [seq, content, version]), [[2, null, 2], [1, "hello", 2]]);
  assert.equal(items[0].deleted, true);
  const back = await chat(server, bob, "general", { connect: { since_seq: 0, epoch } });
  assert.deepEqual([back.connected.recovered, back.connected.head_seq], [true, 4]);
  const missed = [];
  for (let count = 0; count < 4; ++count) missed.push(await back.next());
  assert.deepEqual(missed.map(({ type, seq, content }) => [type, seq, content]), [
    ["message", 1, "hello"], ["message", 2, null], ["edited", 3, "hello"], ["deleted", 4, null],
  ]);
  assert.equal((await told(speaker, "next")).seq, 5);
  await plain.until(({ content }) => content === "next");
  assert.deepEqual(plain.frames.filter(({ type }) => !["message", "user_joined"].includes(type)), [], "a plain client hears documented frames only");
  await Promise.all([speaker, reader, plain, back].map((socket) => socket.leave()));
});

test("only the sender and moderators change a message", async (t) => {
  const server = await started(t);
  const [ann, bob, admin] = [await signUp(server), await signUp(server), await adminOf(server)];
  const [speaker, other, moderator] = [await inside(server, ann), await inside(server, bob), await inside(server, admin)];
  const { id } = await told(speaker, "mine");
  other.send({ type: "edit", id, content: "yours" });
  assert.equal((await other.until("error")).error, "Only one's own messages can be changed");
  other.send({ type: "edit", id: ann.id, content: "what?" });
  assert.equal((await other.until("error")).error, "Message not found");
  speaker.send({ type: "edit", id, content: "" });
  assert.equal((await speaker.until("error")).error, "Message content must be 1 to 4096 bytes");
  moderator.send({ type: "delete", id });
  assert.equal((await other.until("deleted")).user_id, admin.id);
  speaker.send({ type: "edit", id, content: "again" });
  assert.equal((await speaker.until("error")).error, "The message was deleted");
  await Promise.all([speaker, other, moderator].map((socket) => socket.leave()));
});

test("reactions are counted, once for each person, and in the history", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [one, two] = [await inside(server, ann), await inside(server, bob)];
  const { id } = await told(one, "nice");
  const react = async (socket, emoji, on, counts) => {
    socket.send({ type: "react", id, emoji, on });
    for (const each of [one, two]) assert.deepEqual(await each.until("reactions"), { type: "reactions", id, room_id: "general", counts });
  };
  await react(one, "👍", true, { "👍": 1 });
  await react(two, "👍", true, { "👍": 2 });
  await react(two, "🎉", true, { "🎉": 1, "👍": 2 });
  await react(one, "👍", false, { "🎉": 1, "👍": 1 });
  assert.deepEqual((await history(server, ann))[0].reactions, { "🎉": 1, "👍": 1 });
  two.send({ type: "react", id, emoji: "x".repeat(33), on: true });
  assert.equal((await two.until("error")).error, "An emoji must be 1 to 32 bytes");
  await Promise.all([one.leave(), two.leave()]);
});

test("DELIV-10 unread equals head minus read mark, after any mix of reads on two devices", async (t) => {
  const random = seeded(t);
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [phone, laptop, writer] = [await inside(server, ann), await inside(server, ann), await inside(server, bob)];
  let [head, mark] = [0, 0];
  for (let round = 0; round < 60; ++round) {
    const device = random(0, 1) ? phone : laptop;
    const choice = random(0, 9);
    if (choice < 4) head = (await told(writer, `message ${round}`)).seq;
    else if (choice === 4) mark = head = (await told(device, `mine ${round}`)).seq;
    else {
      const seq = random(0, head);
      device.send({ type: "read", room_id: "general", seq });
      mark = Math.max(mark, seq);
    }
    if (round % 10 === 9) {
      for (const socket of [phone, laptop]) await settled(socket);
      assert.equal(await unread(server, ann), head - mark);
    }
  }
  await told(writer, "the last but one");
  const { seq } = await told(writer, "the last");
  phone.send({ type: "read", room_id: "general", seq: seq - 1 });
  laptop.send({ type: "read", room_id: "general", seq: 1 });
  await writer.until((frame) => frame.type === "read" && frame.user_id === ann.id && frame.seq === seq - 1);
  await settled(laptop);
  assert.equal(await unread(server, ann), 1);
  await server.restart();
  assert.equal(await unread(server, ann), 1);
});

test("read marks reach the others, coalesced, and the reader's other devices too", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [phone, laptop, writer] = [await inside(server, ann), await inside(server, ann), await inside(server, bob)];
  for (let count = 1; count <= 40; ++count) await told(writer, `message ${count}`);
  const since = performance.now();
  for (let seq = 1; seq <= 40; ++seq) phone.send({ type: "read", room_id: "general", seq });
  const last = (frame) => frame.type === "read" && frame.seq === 40;
  for (const socket of [laptop, writer]) assert.equal((await socket.until(last)).user_id, ann.id);
  const seconds = (performance.now() - since) / 1000;
  const heard = writer.frames.filter(({ type }) => type === "read").length + 1;
  assert.ok(heard <= 2 + 2 * seconds, `${heard} in ${seconds} s`);
  assert.deepEqual(phone.frames.filter(({ type }) => type === "read"), []);
  await Promise.all([phone, laptop, writer].map((socket) => socket.leave()));
});

test("typing is told to the others at most once a second for each person, and never stored", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [one, two, other] = [await inside(server, ann), await inside(server, ann), await inside(server, bob)];
  const since = performance.now();
  for (let count = 0; count < 50; ++count) {
    for (const socket of [one, two]) socket.send({ type: "typing", room_id: "general" });
    await pause(20);
  }
  const seconds = (performance.now() - since) / 1000;
  const frame = await other.until("typing");
  assert.deepEqual(frame, { type: "typing", room_id: "general", user_id: ann.id, name: ann.full_name });
  await told(other, "done");
  const heard = other.frames.filter(({ type }) => type === "typing").length + 1;
  assert.ok(heard <= 1 + seconds, `${heard} in ${seconds} s`);
  assert.deepEqual((await history(server, bob)).map(({ content }) => content), ["done"]);
  one.send({ type: "typing", room_id: "support" });
  assert.equal((await one.until("error")).error, "Not connected to this room");
  await Promise.all([one, two, other].map((socket) => socket.leave()));
});

test("what is done to messages wants a signed-in socket", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  await post(server, "/api/chat/rooms/general/messages", { content: "x" }, { token: ann.token });
  const [{ id }] = await history(server, ann);
  for (const frame of [{ type: "edit", id, content: "y" }, { type: "delete", id }, { type: "react", id, emoji: "x", on: true }, { type: "read", room_id: "general", seq: 1 }]) {
    const socket = await Socket.open(server.ws("/api/chat/ws"));
    socket.send(frame);
    assert.equal((await socket.until("error")).error, "Not authenticated");
    assert.equal((await socket.untilClosed()).code, 1008);
  }
  assert.equal((await history(server, ann))[0].content, "x");
});
