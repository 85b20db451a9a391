// WebSocket frames that break RFC 6455: each closes its own socket with the right code, and only that.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { chat, get, say, signUp } from "./support/client.mjs";
import { frameBytes, RawConnection } from "./support/raw_connection.mjs";
import { seeded, started } from "./support/started.mjs";

const DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
const text = JSON.stringify({ type: "message", room_id: "general", content: "x" });

async function upgraded(server, user, headers = "") {
  const raw = await RawConnection.open(server);
  await raw.upgrade(`/api/chat/ws?token=${user.token}`, headers);
  return raw;
}

test("broken frames close 1002, and the room goes on for the others", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const calm = await chat(server, bob, "general");
  const cases = {
    "not masked": frameBytes(text, { masked: false }),
    "an empty frame, not masked": frameBytes("", { masked: false }),
    "a reserved bit": frameBytes(text, { rsv: 1 }),
    "another reserved bit": frameBytes(text, { rsv: 2 }),
    "the compression bit that nobody agreed on": frameBytes(text, { rsv: 4 }),
    "a reserved opcode": frameBytes(text, { opcode: 3 }),
    "a reserved control opcode": frameBytes(text, { opcode: 11 }),
    "a ping in parts": frameBytes("x", { opcode: 9, fin: false }),
    "a ping of 126 bytes": frameBytes("x".repeat(126), { opcode: 9 }),
    "a close of one byte": frameBytes("x", { opcode: 8 }),
    "a continuation of nothing": frameBytes("x", { opcode: 0 }),
    "a message inside a message": Buffer.concat([frameBytes("a", { fin: false }), frameBytes("b")]),
    "a length written too long": frameBytes("x", { lengthBytes: 2 }),
    "a length written far too long": frameBytes("x", { lengthBytes: 8 }),
    "a length with its highest bit set": Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4]),
    "close code 1005": frameBytes([0x03, 0xed], { opcode: 8 }),
    "close code 1006": frameBytes([0x03, 0xee], { opcode: 8 }),
    "close code 999": frameBytes([0x03, 0xe7], { opcode: 8 }),
    "close code 5000": frameBytes([0x13, 0x88], { opcode: 8 }),
    "HTTP once more": Buffer.from("GET /livez HTTP/1.1\r\nHost: chat.test\r\n\r\n"),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    const raw = await upgraded(server, ann);
    raw.write(bytes);
    assert.equal(await raw.closeCode(), 1002, name);
    await raw.ended();
  }
  say(calm, "general", "undisturbed");
  assert.equal((await calm.until("message")).content, "undisturbed");
  await calm.leave();
});

test("vast lengths are refused before their bytes come: 1009", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  for (const length of [65_537, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    const raw = await upgraded(server, ann);
    raw.write(frameBytes("x", { length }));
    assert.equal(await raw.closeCode(), 1009, `${length}`);
  }
  const endless = await upgraded(server, ann);
  const part = frameBytes("x".repeat(1000), { fin: false, opcode: 0 });
  endless.write(frameBytes("x", { fin: false }));
  for (let count = 0; count < 100; ++count) endless.write(part);
  assert.equal(await endless.closeCode(), 1009);
  const crumbs = await upgraded(server, ann);
  crumbs.write(frameBytes("", { fin: false }));
  for (let count = 0; count < 3000; ++count) crumbs.write(frameBytes("", { fin: false, opcode: 0 }));
  assert.equal(await crumbs.closeCode(), 1008, "empty fragments without end");
});

test("compressed nonsense, bombs and hidden bytes: 1007 and 1009", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const compressed = (bytes) => deflateRawSync(bytes).subarray(0, -1);
  const cases = [
    ["nonsense", Buffer.from([0xff, 0xff, 0xff, 0xff]), 1007],
    ["a bomb", compressed(Buffer.alloc(20_000_000)), 1009],
    ["text that is not UTF-8", compressed(Buffer.from([0x22, 0xff, 0x22])), 1007],
  ];
  for (const [name, payload, code] of cases) {
    const raw = await upgraded(server, ann, DEFLATE);
    raw.write(frameBytes(payload, { rsv: 4 }));
    assert.equal(await raw.closeCode(), code, name);
  }
});

test("bytes at random end their own socket, never the server", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const pick = seeded(t);
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const raw = await upgraded(server, ann, index % 2 ? DEFLATE : "");
      for (let part = 0; part < 5; ++part) {
        raw.write(pick(0, 1) ? randomBytes(pick(1, 400)) : frameBytes(randomBytes(pick(0, 300)), {
          fin: pick(0, 1) === 1, rsv: [0, 0, 4, pick(0, 7)][pick(0, 3)], opcode: pick(0, 15), masked: pick(0, 9) > 0,
        }));
      }
      raw.socket.end();
      await raw.ended(30_000);
    }),
  );
  const calm = await chat(server, ann, "general");
  say(calm, "general", "undisturbed");
  assert.equal((await calm.until("message")).content, "undisturbed");
  await calm.leave();
});

test("who asks without end and never reads the answers is not heard without end", async (t) => {
  const memory = { ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:quarantine_size_mb=1`.replace(/^:/, "") };
  const server = await started(t, memory);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const resident = async () => Number(/^api_memory_usage_bytes ([\d.e+]+)$/m.exec((await get(server, "/metrics")).text)[1]);
  const raw = await upgraded(server, ann);
  raw.socket.pause();
  const question = Buffer.concat(Array.from({ length: 2000 }, () => frameBytes("?")));
  const before = await resident();
  let asked = 0;
  // Each question of 7 bytes is answered with some 55: 1,000,000 of them would be queued as 55 MB.
  while (asked < 1_000_000 && !raw.error && !raw.socket.destroyed && raw.socket.writableLength < 8 << 20) {
    raw.write(question);
    asked += 2000;
    if (asked % 20_000 === 0) await get(server, "/livez");
  }
  const grown = (await resident()) - before;
  t.diagnostic(`${asked} questions, grown ${(grown / 2 ** 20).toFixed(1)} MiB`);
  assert.ok(grown < 24 * 2 ** 20, `memory grew by ${(grown / 2 ** 20).toFixed(1)} MiB`);
  const calm = await chat(server, bob, "general");
  say(calm, "general", "undisturbed");
  assert.equal((await calm.until("message")).content, "undisturbed");
  await calm.leave();
});
