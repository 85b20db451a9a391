// The stock client of Socket.IO 4.8 on our server: whatever it can do, works.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { eventually, pause } from "./support/deadline.mjs";
import { Harness, PATIENT } from "./support/harness.mjs";
import { asked, client, collected, connected, EVENT_MS, heard, upgraded, WAYS } from "./support/socketio.mjs";

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
        const back = heard(socket, "connect");
        socket.io.engine.close();
        if (turn === 2) socket.emit("hi"), await heard(socket, "hi");
        await back;
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
      const back = collected(socket, "message-back", 1000);
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

describe("Socket.IO, namespaces", { concurrency: true }, () => {
  test("two namespaces share one connection, and each has its id, its auth and its events", async (t) => {
    const socket = client(t, echo, { auth: { of: "main" } });
    const custom = socket.io.socket("/custom", { auth: { of: "custom" } });
    t.after(() => custom.disconnect());
    custom.connect();
    assert.deepEqual(await Promise.all([heard(socket, "auth"), heard(custom, "auth")]), [[{ of: "main" }], [{ of: "custom" }]]);
    assert.notEqual(socket.id, custom.id);
    custom.emit("message", "custom", bytes(1));
    socket.emit("message", "main");
    assert.deepEqual(await Promise.all([heard(custom, "message-back"), heard(socket, "message-back")]), [["custom", bytes(1)], ["main"]]);
    custom.disconnect();
    assert.deepEqual(await asked(socket, "message-with-ack", "main goes on"), ["main goes on"]);
    custom.connect();
    await heard(custom, "connect");
    assert.deepEqual(await asked(custom, "message-with-ack", "again"), ["again"]);
  });

  test("a namespace that nobody has is refused, and the connection stays", async (t) => {
    const socket = await connected(t, echo);
    const nowhere = socket.io.socket("/nowhere");
    nowhere.connect();
    const [error] = await heard(nowhere, "connect_error");
    assert.equal(error.message, "Invalid namespace");
    assert.equal(nowhere.connected, false);
    assert.deepEqual(await asked(socket, "message-with-ack", 1), [1]);
  });

  test("whom an application refuses learns why", async (t) => {
    const [custom] = await heard(client(t, app, { name_space: "/no" }), "connect_error");
    assert.equal(custom.message, "Auth failed (custom namespace)");
    const [main] = await heard(client(t, app, { query: { fail: "1" } }), "connect_error");
    assert.equal(main.message, "Auth failed (main namespace)");
  });

  test("who was refused may try again on the same connection", async (t) => {
    const socket = client(t, app, { name_space: "/no" });
    await heard(socket, "connect_error");
    socket.connect();
    assert.equal((await heard(socket, "connect_error"))[0].message, "Auth failed (custom namespace)");
  });

  test("each of the application's namespaces lets clients in", async (t) => {
    for (const name_space of ["/foo", "/timeout_socket", "/valid", "/asd", "/abc"]) await connected(t, app, { name_space });
    const foo = await connected(t, app, { name_space: "/foo" });
    assert.deepEqual(await asked(foo, "getId"), [foo.id]);
  });

  test("the query arrives, be it in the address or beside it, whatever its letters", async (t) => {
    const [beside] = await heard(client(t, app, { name_space: "/abc", query: { "&a": "&=?a", "ü": "ö + ß" } }), "handshake");
    assert.deepEqual([beside.query["&a"], beside.query["ü"], beside.query.EIO], ["&=?a", "ö + ß", "4"]);
    const [within] = await heard(client(t, app, { name_space: "/abc?of=the address&empty=" }), "handshake");
    assert.deepEqual([within.query.of, within.query.empty], ["the address", ""]);
  });

  test("the handshake says who asked, from where, when and with what", async (t) => {
    const socket = client(t, app, { name_space: "/abc", auth: { token: "t" }, extraHeaders: { "X-Mine": "yes", Origin: "https://elsewhere.example" } });
    const [handshake] = await heard(socket, "handshake");
    assert.equal(handshake.headers["x-mine"], "yes");
    assert.equal(handshake.headers.host, new URL(app.url).host);
    assert.deepEqual(handshake.auth, { token: "t" });
    assert.match(handshake.url, /^\/socket\.io\/\?/);
    assert.equal(handshake.address, "127.0.0.1");
    assert.equal(handshake.xdomain, true);
    assert.equal(handshake.secure, false);
    assert.ok(Math.abs(handshake.issued - Date.now()) < 60_000);
    assert.ok(Math.abs(new Date(handshake.time) - handshake.issued) < 2000);
    const main = await connected(t, app);
    const [same] = await asked(main, "getHandshake");
    assert.deepEqual(Object.keys(same), ["headers", "query", "auth", "time", "issued", "url", "address", "xdomain", "secure"]);
    assert.deepEqual([same.auth, same.xdomain], [{}, false]);
  });
});

describe("Socket.IO, connections that come and go", { concurrency: true }, () => {
  test("what is said while it is away arrives when it is back, in order", async (t) => {
    const socket = client(t, app, { autoConnect: false });
    const answers = Promise.all([0, 1, 2].map((number) => asked(socket, "echo", number)));
    socket.connect();
    assert.deepEqual((await answers).flat(), [0, 1, 2]);
  });

  test("volatile events are dropped while it is away, and arrive when it is there", async (t) => {
    const socket = client(t, echo, { autoConnect: false, transports: ["websocket"] });
    socket.volatile.emit("message", "dropped");
    socket.connect();
    await heard(socket, "connect");
    const back = heard(socket, "message-back");
    // A transport that is not writable at this instant drops it, as it should.
    const again = setInterval(() => socket.volatile.emit("message", "volatile"), 20);
    assert.deepEqual(await back.finally(() => clearInterval(again)), ["volatile"]);
  });

  test("a client that retries is answered once for each, in order", async (t) => {
    const socket = client(t, app, { retries: 3, ackTimeout: EVENT_MS });
    const answers = Promise.all(Array.from({ length: 50 }, (_, index) => socket.emitWithAck("echo", index)));
    assert.deepEqual(await answers, Array.from({ length: 50 }, (_, index) => index));
  });

  test("a server that falls silent is left with `ping timeout`, and found again", async (t) => {
    const harness = await Harness.started(t, "socketio-harness");
    const sockets = await Promise.all([connected(t, harness, { transports: ["websocket"] }), connected(t, harness, { transports: ["polling"] })]);
    const gone = Promise.all(sockets.map((socket) => heard(socket, "disconnect")));
    harness.signal("SIGSTOP");
    assert.deepEqual((await gone.finally(() => harness.signal("SIGCONT"))).map(([reason]) => reason), ["ping timeout", "ping timeout"]);
    await Promise.all(sockets.map((socket) => socket.connected || heard(socket, "connect")));
    for (const socket of sockets) assert.deepEqual(await asked(socket, "message-with-ack", 1), [1]);
  });

  test("a server that dies is left with `transport close` or `transport error`, and found again", async (t) => {
    const harness = await Harness.started(t, "socketio-app-harness");
    const sockets = await Promise.all([connected(t, harness, { transports: ["websocket"] }), connected(t, harness, { transports: ["polling"] })]);
    await Promise.all(sockets.map((socket) => asked(socket, "echo", 1)));
    const gone = Promise.all(sockets.map((socket) => heard(socket, "disconnect")));
    await harness.kill9();
    assert.deepEqual((await gone).map(([reason]) => reason), ["transport close", "transport error"]);
    const back = Promise.all(sockets.map((socket) => heard(socket, "connect")));
    const late = asked(sockets[0], "echo", "said in between");
    await harness.start();
    await back;
    assert.deepEqual(await late, ["said in between"]);
  });

  test("who enters no namespace in time is closed", async (t) => {
    const harness = await Harness.started(t, "socketio-harness", { PING_TIMEOUT_MS: PATIENT.PING_TIMEOUT_MS });
    const socket = client(t, harness, { autoConnect: false });
    const { engine } = (socket.io.open(), socket.io);
    const started = performance.now();
    const [reason] = await heard(engine, "close");
    assert.equal(reason, "transport close");
    assert.ok(performance.now() - started > 900);
  });

  test("an application that takes its time to let clients in does not lose what they say meanwhile", async (t) => {
    const sockets = await Promise.all(Array.from({ length: 20 }, (_, index) => connected(t, app, { transports: [["polling"], ["websocket"]][index % 2] })));
    const answers = await Promise.all(sockets.map((socket, index) => asked(socket, "echo", index)));
    assert.deepEqual(answers.flat(), sockets.map((_, index) => index));
    assert.equal(new Set(sockets.map(({ id }) => id)).size, 20);
  });

  test("while it goes over, questions are answered each once and in order", async (t) => {
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const socket = client(t, app);
        const answered = [];
        let sent = 0;
        const over = heard(socket, "connect").then(() => upgraded(socket)).then(() => true);
        let done = false;
        over.then(() => (done = true));
        while (!done) {
          for (let count = 0; count < 5; ++count) socket.emit("echo", sent++, (number) => answered.push(number));
          await pause(1);
        }
        for (let count = 0; count < 20; ++count) socket.emit("echo", sent++, (number) => answered.push(number));
        await eventually(() => answered.length >= sent, "every answer", EVENT_MS);
        assert.deepEqual(answered, Array.from({ length: sent }, (_, index) => index));
      }),
    );
  });
});
