// The Spark socket with a stock WebSocket client that behaves as the original browser code does.

import assert from "node:assert/strict";
import test from "node:test";

import { chat, get, post, put, say as sayInChat, Socket } from "./support/client.mjs";
import { RawConnection } from "./support/raw_connection.mjs";
import { aliveToken, auth, code, enter, live, newcomer, openSocket, PASSWORD, say, send, signUp, sparkServer, state } from "./support/spark.mjs";

const upgradeLines = (path, connection) => [
  `GET ${path} HTTP/1.1`, "Host: localhost", `Connection: ${connection}`, "Upgrade: websocket",
  "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "",
].join("\r\n");

test("SPARK-12 /ws upgrades for anybody; a plain GET is 400, another path 404", async (t) => {
  const server = await sparkServer(t);
  const http = server.listeners.spark.replace(/^ws/, "http");
  await (await openSocket(server)).leave();
  const raw = await RawConnection.open({ ...server, url: http, guests: (server.guests ??= []) });
  raw.write(upgradeLines("/ws", "keep-alive, Upgrade"));
  await raw.until(() => raw.bytes.includes("\r\n\r\n"), "an answer");
  assert.match(raw.bytes.toString("latin1"), /^HTTP\/1\.1 101 /);
  raw.socket.destroy();
  assert.equal((await fetch(http)).status, 400);
  assert.equal((await fetch(http.replace(/\/ws$/, "/other"))).status, 404);
  await assert.rejects(Socket.open(server.listeners.spark.replace(/\/ws$/, "/other")), { status: 404 });
});

test("SPARK-13 SPARK-15 an empty mailbox, and pings before and after", async (t) => {
  const server = await sparkServer(t);
  const ann = await signUp(server);
  const socket = await openSocket(server);
  const pong = { code: 705, message: "Pong", value: null };
  send(socket, ann, "#ping", { messageId: 1, message: "ping" });
  assert.deepEqual(await socket.next(), pong);
  send(socket, ann, "#email");
  assert.deepEqual(await socket.next(), { code: 703, message: "Total messages: 0", value: 0 });
  assert.deepEqual(await socket.next(), { code: 704, message: "New pre-loading message", value: null });
  socket.send({ messageType: "#ping" });
  assert.deepEqual(await socket.next(), pong);
  await socket.leave();
});

test("SPARK-14 SPARK-16 SPARK-20 SPARK-26 what was said is preloaded in its order, also after a restart", async (t) => {
  const server = await sparkServer(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const { socket } = await enter(server, ann);
  const texts = ["first", 'with "quotes", \\ and\nnew lines', "emoji 🦊 and \u2028", "last"];
  const ids = [];
  for (const [index, text] of texts.entries()) {
    const messageId = 1732609999000 + index;
    ids.push(messageId);
    say(socket, ann, bob, text, messageId);
    assert.deepEqual(await socket.next(), { messageId, state: 601, stateText: "recieved", stateDescription: null });
    assert.deepEqual(await socket.next(), { messageId, state: 602, stateText: "stored", stateDescription: null });
  }
  say(socket, ann, bob, "not this", ids[0]);
  await socket.until(state(601));
  assert.equal((await socket.until(state(602))).messageId, ids[0], "the same messageId is the same message");
  const check = async (user) => {
    const { socket: again, count, items } = await enter(server, user);
    assert.equal(count, texts.length);
    assert.deepEqual(items.map(({ id, rxId, message }) => [id, rxId, message]), texts.map((text, index) => [ids[index], ann.id, text]));
    for (const { timestamp } of items) assert.ok(Math.abs(timestamp - Date.now() / 1000) < 60, `${timestamp} is in seconds`);
    await again.leave();
  };
  await check(bob);
  await check(ann);
  await server.restart();
  await check(bob);
});

test("SPARK-14 ids are distinct even when two people use the same messageId", async (t) => {
  const server = await sparkServer(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  for (const [from, to] of [[ann, bob], [bob, ann]]) {
    const { socket } = await enter(server, from);
    say(socket, from, to, "same number", 1732609999000);
    await socket.until(state(602));
    await socket.leave();
  }
  const { socket, items } = await enter(server, ann);
  assert.deepEqual(items.map(({ id }) => id), [1732609999000, 1732609999001]);
  await socket.leave();
});

test("SPARK-17 SPARK-18 SPARK-19 what a message lacks, what is ignored, and what is no JSON", async (t) => {
  const server = await sparkServer(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const { socket } = await enter(server, ann);
  const fails = async (frame, description) => {
    send(socket, ann, "usermessage", { messageId: 5, rxEmail: bob.email, message: "hello", ...frame });
    assert.equal((await socket.next()).state, 601);
    const failed = await socket.next();
    assert.deepEqual([failed.messageId, failed.state, failed.stateText], [5, 607, "failed"]);
    if (description) assert.equal(failed.stateDescription, description);
  };
  for (const field of ["message", "id", "email"]) {
    for (const value of [undefined, null, 7, {}]) await fails({ [field]: value });
  }
  await fails({ email: bob.email }, "Not the sender's own email and id");
  await fails({ id: bob.id }, "Not the sender's own email and id");
  await fails({ rxEmail: newcomer().email }, "Recipient not found");
  await fails({ message: "" });
  await fails({ message: "x".repeat(4097) });
  send(socket, ann, "usermessage", { message: "no number" });
  send(socket, ann, "usermessage", { messageId: "5", message: "no number" });
  for (const messageType of ["#pong", "unknown", undefined, 7]) send(socket, ann, messageType);
  socket.send({ messageType: "#ping" });
  assert.equal((await socket.next()).code, 705);
  socket.send("not json");
  const { code: closed, reason } = await socket.untilClosed();
  assert.equal(closed, 1003);
  assert.match(reason, /^data binding failed: /);
});

test("SPARK-21 SPARK-24 a message reaches every tab of the recipient and the sender's others, live", async (t) => {
  const server = await sparkServer(t, { SHARDS: "3" });
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [{ socket: speaks }, { socket: other }] = [await enter(server, ann), await enter(server, ann)];
  const tabs = [(await enter(server, bob)).socket, (await enter(server, bob)).socket];
  const messageId = say(speaks, ann, bob, "hello Bob");
  const frames = await Promise.all([...tabs, other].map((socket) => socket.until(live("hello Bob"), 1000)));
  for (const frame of frames) {
    const { timestamp, ...rest } = frame;
    assert.ok(Math.abs(timestamp - Date.now() / 1000) < 60);
    assert.deepEqual(rest, { messageType: "usermessage", messageId, id: ann.id, email: ann.email, fullname: ann.fullname, rxEmail: bob.email, message: "hello Bob" });
  }
  const states = [];
  while (states.at(-1) !== 604) states.push((await speaks.until((frame) => frame.messageId === messageId)).state);
  assert.deepEqual(states, [601, 602, 603, 604]);
  await speaks.never(live("hello Bob"));
  say(tabs[0], bob, ann, "hello Ann");
  for (const socket of [speaks, other, tabs[1]]) await socket.until(live("hello Ann"), 1000);
  await Promise.all([speaks, other, ...tabs].map((socket) => socket.leave()));
});

test("a Spark message is a message of the direct room, and the room's messages come to Spark", async (t) => {
  const server = await sparkServer(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const { socket } = await enter(server, ann);
  say(socket, ann, bob, "from Spark");
  await socket.until(state(602));
  const { body } = await get(server, "/api/chat/rooms", { token: bob.jwtoken });
  const room = body.find(({ kind }) => kind === "direct");
  assert.deepEqual([room.name, room.unread, room.last_message.content], [ann.fullname, 1, "from Spark"]);
  const web = await chat(server, { id: bob.id, token: bob.jwtoken }, room.id);
  sayInChat(web, room.id, "from the chat socket");
  const frame = await socket.until(live("from the chat socket"), 1000);
  assert.deepEqual([frame.email, frame.rxEmail], [bob.email, ann.email]);
  assert.ok(Number.isSafeInteger(frame.messageId));
  await post(server, `/api/chat/rooms/${room.id}/messages`, { content: "over REST" }, { token: bob.jwtoken });
  await socket.until(live("over REST"), 1000);
  const { items, socket: again } = await enter(server, bob);
  assert.deepEqual(items.map(({ message }) => message), ["from Spark", "from the chat socket", "over REST"]);
  assert.equal(new Set(items.map(({ id }) => id)).size, 3);
  say(again, bob, null, "a note to myself");
  await again.until(state(602));
  const { items: annsItems, socket: anns } = await enter(server, ann);
  assert.equal(annsItems.length, 3, "what has no recipient is in one's own mailbox only");
  await Promise.all([socket, again, anns, web].map((each) => each.leave()));
});

test("SPARK-22 the others hear who comes and who goes, once for all of a person's tabs", async (t) => {
  const server = await sparkServer(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const { socket } = await enter(server, ann);
  const tabs = [(await enter(server, bob)).socket, (await enter(server, bob)).socket];
  const value = { id: bob.id, tagname: bob.tagname, fullname: bob.fullname };
  assert.deepEqual(await socket.until(code(702)), { code: 702, message: `${bob.fullname} joined the chat`, value: { ...value, online: true } });
  await tabs[0].leave();
  await socket.never(code(702));
  tabs[1].drop();
  assert.deepEqual(await socket.until(code(702)), { code: 702, message: `${bob.fullname} left the chat`, value: { ...value, online: false } });
  const stranger = await openSocket(server);
  const { socket: back } = await enter(server, bob);
  await socket.until(code(702));
  await stranger.never(code(702));
  await Promise.all([socket, back, stranger].map((each) => each.leave()));
});

test("SPARK-23 nobody reads a mailbox without its owner's token", async (t) => {
  const server = await sparkServer(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  for (const jwtoken of [undefined, null, "", "nonsense", `${ann.jwtoken}x`]) {
    const socket = await openSocket(server);
    socket.send({ messageType: "#email", email: ann.email, jwtoken });
    assert.equal((await socket.untilClosed()).code, 1008);
    assert.deepEqual(socket.frames, []);
  }
  const socket = await openSocket(server);
  send(socket, bob, "#email", { email: ann.email });
  socket.send({ messageType: "#ping" });
  assert.equal((await socket.next()).code, 705, "and no 703 before it");
  const unknown = await openSocket(server);
  unknown.send({ messageType: "usermessage", messageId: 1, message: "hi", rxEmail: ann.email, id: bob.id, email: bob.email });
  assert.equal((await unknown.next()).state, 601);
  assert.equal((await unknown.next()).state, 607);
  await Promise.all([socket.leave(), unknown.leave()]);
});

test("SPARK-25 #user tells what everybody may know, to those who are somebody", async (t) => {
  const server = await sparkServer(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const stranger = await openSocket(server);
  stranger.send({ messageType: "#user", email: ann.email });
  stranger.send({ messageType: "#ping" });
  assert.equal((await stranger.next()).code, 705);
  const { socket } = await enter(server, bob);
  socket.send({ messageType: "#user", email: ann.email });
  assert.deepEqual(await socket.next(), { id: ann.id, tagname: ann.tagname, fullname: ann.fullname, email: ann.email, avatar: null, websocketId: null, jwtoken: null });
  socket.send({ messageType: "#user", email: newcomer().email });
  socket.send({ messageType: "#ping" });
  assert.equal((await socket.next()).code, 705);
  await Promise.all([stranger.leave(), socket.leave()]);
});

test("DELIV-8 a deactivated account's Spark sockets close within a second", async (t) => {
  const server = await sparkServer(t);
  const ann = await signUp(server);
  const { socket } = await enter(server, ann);
  const { status, text } = await put(server, `/api/users/${ann.id}`, { active: false, current_password: PASSWORD }, { token: ann.jwtoken });
  assert.equal(status, 200, text);
  assert.equal((await socket.untilClosed(1000)).code, 4401);
});

test("the original front end, from sign-up to chat, as it drives the server", async (t) => {
  const server = await sparkServer(t);
  const browsers = await Promise.all([openSocket(server), openSocket(server)]);
  const people = [newcomer(), newcomer()];
  for (const [index, person] of people.entries()) {
    const token = await aliveToken(server);
    assert.equal((await auth(server, "login", token, person)).status, 404, "who is unknown is led to sign-up");
    assert.equal((await auth(server, "signup", token, person)).status, 202);
    const { status, user } = await auth(server, "login", token, { email: person.email, password: person.password });
    assert.equal(status, 202);
    people[index] = user;
    send(browsers[index], user, "#email");
    const total = (await browsers[index].until(code(703))).value;
    const seen = new Set();
    do {
      const { value } = await browsers[index].until(code(704));
      if (value) seen.add(value.id);
    } while (seen.size < total);
  }
  const [ann, bob] = people;
  for (let round = 0; round < 5; ++round) {
    send(browsers[0], ann, "#ping", { messageId: Date.now(), message: "ping" });
    await browsers[0].until(code(705));
    const messageId = say(browsers[0], ann, bob, `round ${round}`);
    for (const number of [601, 602]) assert.equal((await browsers[0].until(state(number))).messageId, messageId);
    await browsers[1].until(live(`round ${round}`));
  }
  await Promise.all(browsers.map((socket) => socket.leave()));
});
