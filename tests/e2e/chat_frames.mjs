// What a chat socket takes for a message, what it refuses, and how: accounts.md 3.5.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chat, get, post, say, signUp, Socket } from "./support/client.mjs";
import { frameBytes, RawConnection } from "./support/raw_connection.mjs";
import { started } from "./support/started.mjs";

const BAD_FORMAT = { type: "error", error: "Invalid message format" };

test("USERS-28 what is no message of ours is told so, and the socket stays", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const socket = await chat(server, ann, "general");
  await socket.until("user_joined");
  const { id: user_id, token } = ann;
  const room_id = "general";
  const bad = [
    "", " ", "{", "nonsense", "null", "[]", '"message"', "1e999", '{"type":', "{}", '{"type":null}', '{"type":1}',
    { type: "unknown" }, { type: "Message", room_id, content: "x" }, { room_id, content: "x" },
    { type: "message", content: "x" }, { type: "message", room_id }, { type: "message", room_id, content: 1 },
    { type: "message", room_id: 1, content: "x" }, { type: "message", room_id, content: null },
    { type: "message", room_id, content: ["x"] }, { type: "message", room_id, content: "x", client_msg_id: 1 },
    { type: "message", room_id, content: "x", client_msg_id: "" },
    { type: "message", room_id, content: "x", client_msg_id: "é".repeat(65) },
    { type: "connect", user_id }, { type: "connect", user_id, room_id: {} }, { type: "connect", user_id: 5, room_id },
    { type: "disconnect", user_id }, { type: "authorization" }, { type: "authorization", token: 7 }, { type: "reauth" },
    '{"type":"message","type":"message","room_id":"general","content":"x"}',
    '{"type":"message","room_id":"general","content":"\\ud800"}',
    '{"type":"message","room_id":"general","content":"x"} {}',
    "[".repeat(5000), `${'{"a":'.repeat(2000)}1${"}".repeat(2000)}`,
  ];
  for (const frame of bad) {
    socket.send(frame);
    assert.deepEqual(await socket.next(), BAD_FORMAT, JSON.stringify(frame).slice(0, 90));
  }
  for (const bytes of [Buffer.alloc(0), Buffer.from('{"type":"message"}'), Buffer.alloc(60_000, 0xff)]) {
    socket.send(bytes);
    assert.deepEqual(await socket.next(), { type: "error", error: "Binary messages are not supported" });
  }
  say(socket, room_id, "still usable", { client_msg_id: "é".repeat(64), unknown: { token } });
  assert.equal((await socket.until("message")).content, "still usable");
  const { body } = await get(server, "/api/chat/rooms/general/messages", { token });
  assert.deepEqual(body.map(({ content }) => content), ["still usable"]);
  await socket.leave();
});

test("content is 1 to 4096 bytes, on the socket and over REST", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const socket = await chat(server, ann, "general");
  const sentence = "Message content must be 1 to 4096 bytes";
  const over = (content) => post(server, "/api/chat/rooms/general/messages", { content }, { token: ann.token });
  for (const content of ["", "x".repeat(4097), "é".repeat(2049), "x".repeat(50_000)]) {
    say(socket, "general", content);
    assert.deepEqual(await socket.until("error"), { type: "error", error: sentence });
    const answer = await over(content);
    assert.equal(answer.status, 400);
    assert.equal(answer.body.message, sentence);
  }
  for (const content of ["x", " ", "\u0000", "x".repeat(4096), "é".repeat(2048), "😀".repeat(1024)]) {
    say(socket, "general", content);
    assert.equal((await socket.until("message")).content, content);
    assert.equal((await over(content)).status, 201);
    assert.equal((await socket.until("message")).content, content);
  }
  await socket.leave();
});

test("fragments are put together, with pings between them, and pings are answered", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const socket = await chat(server, ann, "general");
  const frame = Buffer.from(JSON.stringify({ type: "message", room_id: "general", content: "in parts, é and 😀" }));
  const pongs = [];
  socket.raw.on("pong", (payload) => pongs.push(payload.toString()));
  for (let at = 0; at < frame.length; ++at) {
    socket.raw.send(frame.subarray(at, at + 1), { binary: false, fin: at === frame.length - 1 });
    if (at === 10) socket.raw.ping("between");
  }
  assert.equal((await socket.until("message")).content, "in parts, é and 😀");
  assert.deepEqual(pongs, ["between"]);
  await socket.leave();
});

test("a frame above 64 KiB closes 1009, one of 64 KiB does not", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const most = await chat(server, ann, "general");
  most.send("x".repeat(65_536));
  assert.deepEqual(await most.until("error"), BAD_FORMAT);
  for (const send of [
    (socket) => socket.send("x".repeat(65_537)),
    (socket) => socket.send(Buffer.alloc(200_000)),
    (socket) => {
      for (let count = 0; count < 5; ++count) socket.raw.send("x".repeat(20_000), { fin: false });
    },
  ]) {
    const socket = await chat(server, ann, "general");
    send(socket);
    assert.equal((await socket.untilClosed()).code, 1009);
  }
  await most.leave();
});

test("a small frame that inflates above 64 KiB closes 1009", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const options = { perMessageDeflate: { threshold: 0 } };
  const socket = await chat(server, ann, "general", { options });
  assert.match(socket.raw.extensions, /permessage-deflate/);
  socket.send("x".repeat(4_000_000));
  assert.equal((await socket.untilClosed()).code, 1009);
});

test("text that is not UTF-8 closes 1007, whole or in fragments", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const bad = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80]];
  for (const bytes of bad) {
    for (const parts of [[bytes], bytes.map((byte) => [byte])]) {
      const raw = await RawConnection.open(server);
      await raw.upgrade(`/api/chat/ws?token=${ann.token}`);
      parts.forEach((part, index) => {
        const fin = index === parts.length - 1;
        raw.write(frameBytes(Buffer.from(part), { fin, opcode: index === 0 ? 1 : 0 }));
      });
      assert.equal(await raw.closeCode(), 1007, `${bytes} in ${parts.length}`);
    }
  }
});

test("permessage-deflate is spoken both ways, and those without it hear the same", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const options = { perMessageDeflate: { threshold: 0 } };
  const small = await chat(server, ann, "general", { options, connect: { since_seq: 0 } });
  const plain = await chat(server, bob, "general", { connect: { since_seq: 0 } });
  assert.match(small.raw.extensions, /permessage-deflate/);
  const texts = Array.from({ length: 50 }, (_, index) => `${index} ${"again and again ".repeat(index * 4)}`);
  for (const [index, text] of texts.entries()) say(index % 2 ? small : plain, "general", text);
  const heard = { small: [], plain: [] };
  for (const _ of texts) {
    heard.small.push(await small.until("message"));
    heard.plain.push(await plain.until("message"));
  }
  assert.deepEqual(heard.small, heard.plain);
  assert.deepEqual(new Set(heard.small.map(({ content }) => content)), new Set(texts));
  await Promise.all([small.leave(), plain.leave()]);
});

test("the client's close is echoed with its code, and what follows it is dropped", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  for (const code of [1000, 3999, 4999]) {
    const socket = await chat(server, ann, "general");
    socket.raw.close(code, "goodbye");
    assert.equal((await socket.untilClosed()).code, code);
  }
  const raw = await RawConnection.open(server);
  await raw.upgrade(`/api/chat/ws?token=${ann.token}`);
  const connect = frameBytes(JSON.stringify({ type: "connect", user_id: ann.id, room_id: "general" }));
  const message = frameBytes(JSON.stringify({ type: "message", room_id: "general", content: "after goodbye" }));
  raw.write(Buffer.concat([connect, frameBytes([0x03, 0xe8], { opcode: 8 }), message]));
  assert.equal(await raw.closeCode(), 1000);
  await raw.ended();
  const { body } = await get(server, "/api/chat/rooms/general/messages", { token: ann.token });
  assert.deepEqual(body, []);
});

test("many commands in one packet, and one command in many, are the same to the server", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const raw = await RawConnection.open(server);
  await raw.upgrade();
  const commands = [
    { type: "authorization", token: ann.token },
    { type: "connect", user_id: ann.id, room_id: "general" },
    ...Array.from({ length: 30 }, (_, index) => ({ type: "message", room_id: "general", content: `${index}` })),
    { type: "disconnect", user_id: ann.id, room_id: "general" },
  ];
  const bytes = Buffer.concat(commands.map((command) => frameBytes(JSON.stringify(command))));
  raw.write(bytes);
  const types = [];
  while (types.at(-1) !== "disconnected") types.push(JSON.parse((await raw.frame()).payload).type);
  assert.deepEqual(types.slice(0, 3), ["authenticated", "connected", "user_joined"]);
  const slow = await RawConnection.open(server);
  await slow.upgrade();
  for (const byte of bytes.subarray(0, 500)) slow.write(Buffer.from([byte]));
  slow.write(bytes.subarray(500));
  assert.equal(JSON.parse((await slow.frame()).payload).type, "authenticated");
  assert.equal(JSON.parse((await slow.frame()).payload).type, "connected");
  const listens = await Socket.open(server.ws(`/api/chat/ws?token=${ann.token}`));
  await listens.leave();
});
