// The stock client of Socket.IO 4.8 on our server: whatever it can do, works.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { pause } from "./support/deadline.mjs";
import { Harness, PATIENT } from "./support/harness.mjs";
import { asked, client, collected, connected, EVENT_MS, heard, WAYS } from "./support/socketio.mjs";

// `message` comes back as `message-back`.
const echo = await Harness.start("socketio-harness", PATIENT);
// Events of every kind, and connection state recovery: its events bear an offset behind their arguments.
const app = await Harness.start("socketio-app-harness");
after(async () => {
  await echo.end();
  await app.end();
});

const ARGUMENTS = [
  [],
  ["text"],
  ["", "😀 пойду \u0000\u001e\u2028 \"quoted\" \\ back", "2probe", "42[]"],
  [0, -1, 1.5, 1e300, 9007199254740991, null, true, false],
  [{}, [], { deep: { deeper: [{ deepest: [[[]]] }] } }, { "": "", "a b": 1 }],
  [{ constructor: 1, toString: 2, _placeholder: false, num: 0 }],
  ["x".repeat(200_000)],
  ["half a pair \ud83d", { "\ude00": "\ude00\ud83d" }],
];

const bytes = (...values) => Buffer.from(values);
const BINARY = [
  [bytes(1, 2, 3)],
  [Buffer.alloc(0)],
  [new Uint8Array([4, 5]), new Uint16Array([6]), new Float64Array([7.5]), new DataView(new ArrayBuffer(3))],
  [new ArrayBuffer(9)],
  ["text", { deep: [bytes(0x1e), { deeper: bytes(0xff) }] }, null, bytes(52, 50)],
  [Buffer.alloc(300_000, 7)],
  Array.from({ length: 10 }, (_, index) => bytes(index)),
];

/** What arrives for what was sent: every kind of bytes as a Buffer. */
function arrived(value) {
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return value.map(arrived);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, arrived(inner)]));
  return value;
}

for (const [way, transports] of Object.entries(WAYS)) {
  describe(`Socket.IO over ${way}`, () => {
    test("connects, with an id of its own, and is told what it said of itself", async (t) => {
      const auth = { token: "abc", deep: [1, { name: "ü" }] };
      const socket = client(t, echo, { transports, auth });
      const told = heard(socket, "auth");
      await heard(socket, "connect");
      assert.deepEqual(await told, [auth]);
      assert.match(socket.id, /^[\w-]{20}$/);
      assert.notEqual(socket.id, socket.io.engine.id);
      assert.deepEqual(await heard(client(t, echo, { transports }), "auth"), [{}]);
    });

    test("events go both ways with arguments of every kind", async (t) => {
      const socket = await connected(t, echo, { transports });
      for (const sent of ARGUMENTS) {
        socket.emit("message", ...sent);
        assert.deepEqual(await heard(socket, "message-back"), sent);
      }
    });

    test("the server acknowledges with arguments of every kind", async (t) => {
      const socket = await connected(t, echo, { transports });
      for (const sent of ARGUMENTS) assert.deepEqual(await asked(socket, "message-with-ack", ...sent), sent);
      const many = await Promise.all(Array.from({ length: 100 }, (_, index) => asked(socket, "message-with-ack", index)));
      assert.deepEqual(many, Array.from({ length: 100 }, (_, index) => [index]));
    });

    test("binary of every kind goes both ways, in events and in acknowledgements", async (t) => {
      const socket = await connected(t, echo, { transports });
      for (const sent of BINARY) {
        socket.emit("message", ...sent);
        assert.deepEqual(await heard(socket, "message-back"), arrived(sent));
        assert.deepEqual(await asked(socket, "message-with-ack", ...sent), arrived(sent));
      }
    });

    test("the client acknowledges what the server asks", async (t) => {
      const socket = await connected(t, app, { transports });
      socket.on("ack", (answer) => answer(5, { test: true }));
      socket.emit("ack");
      await heard(socket, "got it");
    });

    test("what is not acknowledged fails in its time, and the next is still answered", async (t) => {
      const socket = await connected(t, app, { transports });
      await assert.rejects(socket.timeout(100).emitWithAck("nobody listens to this"), /timed out/);
      assert.equal(await socket.timeout(EVENT_MS).emitWithAck("echo", "still"), "still");
    });

    test("the application's events arrive as what they are", async (t) => {
      const socket = await connected(t, app, { transports });
      const shown = async (asking, telling, ...sent) => {
        socket.emit(asking, ...sent);
        const [first, second] = await heard(socket, telling);
        return second === undefined ? undefined : first;
      };
      assert.equal(await shown("hi", "hi"), undefined);
      assert.equal(await shown("false", "false"), false);
      assert.deepEqual(await shown("doge", "doge"), Buffer.from("asdfasdf"));
      assert.deepEqual(await shown("getbin", "takebin"), Buffer.from("asdfasdf"));
      assert.equal(await shown("buffa", "buffack", bytes(1)), undefined);
      assert.equal(await shown("jsonbuff", "jsonbuff-ack", { hello: "lol", message: bytes(1), goodbye: "gotcha" }), undefined);
      const now = Date.now();
      for (const date of [await shown("getDate", "takeDate"), (await shown("getDateObj", "takeDateObj")).date, (await asked(socket, "getAckDate", {}))[0]]) {
        assert.ok(Math.abs(new Date(date) - now) < 60_000, date);
      }
      socket.emit("getUtf8");
      const texts = (await collected(socket, "takeUtf8", 5)).map(([text]) => text);
      assert.deepEqual(texts, ["てすと", "Я Б Г Д Ж Й", "Ä ä Ü ü ß", "utf8 — string", "utf8 — string"]);
    });

    test("it disconnects and connects again, by itself and when it is cut", async (t) => {
      const socket = await connected(t, echo, { transports });
      const ids = new Set([socket.id]);
      const goodbye = heard(socket, "disconnect");
      socket.disconnect();
      assert.equal((await goodbye)[0], "io client disconnect");
      socket.connect();
      await heard(socket, "connect");
      ids.add(socket.id);
      const cut = heard(socket, "disconnect");
      socket.io.engine.close();
      assert.equal((await cut)[0], "forced close");
      await heard(socket, "connect");
      ids.add(socket.id);
      assert.equal(ids.size, 3);
      assert.deepEqual(await asked(socket, "message-with-ack", "there"), ["there"]);
    });

    test("who is cut off goes on where it was, again and again, even before it heard anything", async (t) => {
      const socket = await connected(t, app, { transports });
      const { id } = socket;
      for (let turn = 0; turn < 4; ++turn) {
        const [gone, back] = [heard(socket, "disconnect"), heard(socket, "connect")];
        socket.io.engine.close();
        await gone;
        const hi = turn % 2 ? heard(socket, "hi") : null;
        if (hi) socket.emit("hi");
        await back;
        await hi;
        assert.deepEqual([socket.id, socket.recovered], [id, true], `turn ${turn}`);
        assert.deepEqual(await asked(socket, "getId"), [id]);
      }
      const back = heard(socket, "disconnect");
      socket.disconnect();
      await back;
      socket.connect();
      await heard(socket, "connect");
      assert.notEqual(socket.id, id, "a goodbye is for good");
      assert.equal(socket.recovered, false);
    });

    test("a thousand events go out and come back, each once and in order, whatever the transport does", async (t) => {
      const socket = client(t, echo, { transports });
      const back = collected(socket, "message-back", 1000, 60_000);
      await heard(socket.io, "open");
      const used = new Set();
      let sent = 0;
      // Fast at first, then slowly until it has gone over, and the rest.
      while (sent < 1000) {
        const name = socket.io.engine.transport.name;
        used.add(name);
        const most = name === transports.at(-1) ? 1000 : 900;
        for (let count = 0; count < 10 && sent < most; ++count) socket.emit("message", sent++);
        await pause(1);
      }
      assert.deepEqual((await back).flat(), Array.from({ length: 1000 }, (_, index) => index));
      t.diagnostic(`sent over ${[...used].join(" and ")}`);
    });
  });
}
