// One order for everybody, nothing missed, nothing twice: DELIV-1, DELIV-3, DELIV-4, DELIV-5.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chat, get, post, say, signUp } from "./support/client.mjs";
import { assertGapFree, history, messagesArrived, messagesOf } from "./support/history.mjs";
import { adminOf, newRoom, seeded, started } from "./support/started.mjs";

const since = (seq, epoch) => ({ connect: { since_seq: seq, epoch } });

test("DELIV-1 ten clients send 1,000 messages at once: one order, gap-free, for every subscriber", async (t) => {
  // All ten readers share this process: what they owe while it is busy is not what is tried here.
  const server = await started(t, { UNREAD_BYTES_MAX: "67108864" });
  const users = [];
  for (let count = 0; count < 10; ++count) users.push(await signUp(server));
  const options = { perMessageDeflate: true };
  const sockets = await Promise.all(
    users.map((user, index) => chat(server, user, "general", [{}, since(0), { options, ...since(0) }][index % 3])),
  );
  for (let count = 0; count < 1000; ++count) {
    for (const [index, socket] of sockets.entries()) {
      say(socket, "general", `${index}/${count}`, index % 2 ? { client_msg_id: `${count}` } : {});
    }
  }
  const [first, ...others] = await Promise.all(sockets.map((socket) => messagesArrived(socket, 10_000, 110_000)));
  assertGapFree(first);
  const order = first.map(({ id, seq, content }) => `${seq} ${id} ${content}`);
  for (const other of others) assert.deepEqual(other.map(({ id, seq, content }) => `${seq} ${id} ${content}`), order);
  for (const [index, user] of users.entries()) {
    const own = first.filter(({ sender_id }) => sender_id === user.id).map(({ content }) => content);
    assert.deepEqual(own, Array.from({ length: 1000 }, (_, count) => `${index}/${count}`), "one socket's order is kept");
  }
  const stored = await history(server, users[0], "general");
  assert.deepEqual(stored.map(({ id, seq, content }) => `${seq} ${id} ${content}`), order);
  for (const socket of sockets) socket.drop();
});

test("DELIV-3 a client cut at random moments gets exactly what it missed, in order, before anything live", async (t) => {
  const server = await started(t);
  const pick = seeded(t);
  const [ann, bob, eve] = [await signUp(server), await signUp(server), await signUp(server)];
  const senders = [await chat(server, ann, "general"), await chat(server, bob, "general")];
  const total = 3000;
  let said = 0;
  const speak = (count) => {
    for (let turn = 0; turn < count && said < total; ++turn) say(senders[said % 2], "general", `${++said}`);
  };
  const seen = [];
  let epoch;
  let cuts = 0;
  while (seen.length < total) {
    const last = seen.length;
    const socket = await chat(server, eve, "general", since(last, epoch));
    if (epoch) assert.deepEqual([socket.connected.recovered, socket.connected.epoch], [true, epoch]);
    epoch = socket.connected.epoch;
    const wanted = pick(0, 120);
    speak(wanted + pick(0, 80));
    await messagesArrived(socket, Math.min(wanted, said - last));
    if (pick(0, 1)) speak(pick(0, 100));
    socket.drop();
    await socket.untilClosed();
    seen.push(...messagesOf(socket));
    assertGapFree(seen);
    ++cuts;
  }
  t.diagnostic(`${cuts} cuts`);
  assert.deepEqual(seen.map(({ id }) => id), (await history(server, eve, "general")).map(({ id }) => id));
  for (const socket of senders) socket.drop();
});

test("DELIV-3 what was missed comes after connected and before the notice of joining", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  for (let count = 1; count <= 250; ++count) {
    await post(server, "/api/chat/rooms/general/messages", { content: `${count}` }, { token: ann.token });
  }
  const { epoch } = (await get(server, "/api/chat/rooms", { token: ann.token })).body.find(({ id }) => id === "general");
  const socket = await chat(server, ann, "general", since(7, epoch));
  assert.deepEqual([socket.connected.head_seq, socket.connected.recovered], [250, true]);
  await socket.until("presence");
  assertGapFree(socket.frames.slice(0, 243), 8);
  assert.equal(socket.frames[243].type, "user_joined");
  await socket.leave();
});

test("DELIV-4 a wrong epoch, an impossible position or a gap beyond 1,000: recovered false, nothing partial", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  await newRoom(server, await adminOf(server), "long");
  const speaker = await chat(server, ann, "long", since(0));
  const { epoch } = speaker.connected;
  for (let count = 1; count <= 1005; ++count) say(speaker, "long", `${count}`);
  await messagesArrived(speaker, 1005);
  const cases = [
    [{ since_seq: 4, epoch }, false],
    [{ since_seq: 0, epoch }, false],
    [{ since_seq: 1006, epoch }, false],
    [{ since_seq: 2 ** 53, epoch }, false],
    [{ since_seq: 1000, epoch: `${epoch}x` }, false],
    [{ since_seq: 1000, epoch: "" }, false],
    [{ since_seq: 1000 }, false],
    [{ since_seq: 1000, epoch: null }, false],
    [{ since_seq: -1, epoch }, false],
    [{ since_seq: "1000", epoch }, false],
    [{ since_seq: 1000.5, epoch }, false],
    [{ since_seq: 5, epoch }, true],
    [{ since_seq: 1004, epoch }, true],
    [{ since_seq: 1005, epoch }, true],
  ];
  for (const [connect, recovered] of cases) {
    const socket = await chat(server, bob, "long", { connect });
    const name = JSON.stringify(connect);
    assert.deepEqual([socket.connected.recovered, socket.connected.head_seq, socket.connected.epoch], [recovered, 1005, epoch], name);
    await socket.until("presence");
    const missed = messagesOf(socket);
    if (recovered) assertGapFree(missed, connect.since_seq + 1);
    assert.equal(missed.length, recovered ? 1005 - connect.since_seq : 0, name);
    await socket.leave();
  }
  speaker.drop();
});

test("DELIV-5 one client_msg_id five times, from two sockets at once and across a restart: stored and told once", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const again = { client_msg_id: "m-1" };
  const join = (user) => chat(server, user, "general", since(0));
  const [one, two, watch] = [await join(ann), await join(ann), await join(bob)];
  const answers = [];
  for (const socket of [one, two, one, two]) say(socket, "general", "once", again);
  for (const socket of [one, two, one, two]) answers.push(await socket.until("sent"));
  say(one, "general", "another text, the same id", again);
  answers.push(await one.until("sent"));
  say(two, "general", "last");
  await watch.until(({ content }) => content === "last");
  assert.deepEqual(messagesOf(watch).map(({ content }) => content), ["once"]);
  await Promise.all([one.leave(), two.leave(), watch.leave()]);
  await server.restart();
  const late = await join(ann);
  say(late, "general", "once", again);
  answers.push(await late.until("sent"));
  const { id, seq, created_at } = answers[0];
  for (const answer of answers) {
    const { duplicate, ...rest } = answer;
    assert.equal(typeof duplicate, "boolean");
    assert.deepEqual(rest, { type: "sent", client_msg_id: "m-1", id, seq, created_at });
  }
  assert.equal(answers.filter(({ duplicate }) => !duplicate).length, 1, "one was the first");
  const stored = await history(server, bob, "general");
  assert.deepEqual(stored.map(({ content }) => content), ["once", "last"]);
  assert.equal(stored[0].id, id);
  await late.leave();
});

test("DELIV-5 the id belongs to a room and a sender; REST's Idempotency-Key is the same id", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [first, second] = [await chat(server, ann, "general"), await chat(server, bob, "general")];
  first.send({ type: "connect", user_id: ann.id, room_id: "support", keep: true });
  await first.until(({ room_id }) => room_id === "support");
  const sent = async (socket, room) => {
    say(socket, room, "mine", { client_msg_id: "k" });
    return socket.until("sent");
  };
  const answers = [await sent(first, "general"), await sent(second, "general"), await sent(first, "support")];
  assert.deepEqual(answers.map(({ duplicate, seq }) => [duplicate, seq]), [[false, 1], [false, 2], [false, 1]]);
  const options = { token: ann.token, headers: { "idempotency-key": "k" } };
  const { status, body } = await post(server, "/api/chat/rooms/general/messages", { content: "mine" }, options);
  assert.ok(status === 200 || status === 201, `${status}`);
  assert.deepEqual([body.id, body.seq, body.duplicate], [answers[0].id, 1, true]);
  await Promise.all([first.leave(), second.leave()]);
});
