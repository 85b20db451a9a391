// The stock client of Socket.IO 4.8 on our server: namespaces, handshakes, and connections that come and go.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { eventually, pause } from "./support/deadline.mjs";
import { Harness, PATIENT } from "./support/harness.mjs";
import { asked, client, connected, EVENT_MS, heard, upgraded } from "./support/socketio.mjs";

// `message` comes back as `message-back`.
const echo = await Harness.start("socketio-harness", PATIENT);
// Events of every kind, and connection state recovery: its events bear an offset behind their arguments.
const app = await Harness.start("socketio-app-harness");
after(async () => {
  await echo.end();
  await app.end();
});

describe("Socket.IO, namespaces", { concurrency: true }, () => {
  test("two namespaces share one connection, and each has its id, its auth and its events", async (t) => {
    const socket = client(t, echo, { auth: { of: "main" } });
    const custom = socket.io.socket("/custom", { auth: { of: "custom" } });
    t.after(() => custom.disconnect());
    custom.connect();
    assert.deepEqual(await Promise.all([heard(socket, "auth"), heard(custom, "auth")]), [[{ of: "main" }], [{ of: "custom" }]]);
    assert.notEqual(socket.id, custom.id);
    custom.emit("message", "custom", Buffer.from([1]));
    socket.emit("message", "main");
    assert.deepEqual(await Promise.all([heard(custom, "message-back"), heard(socket, "message-back")]), [["custom", Buffer.from([1])], ["main"]]);
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
    const harness = await Harness.started(t, "socketio-harness", { PING_TIMEOUT_MS: "1000", CONNECT_TIMEOUT_MS: PATIENT.CONNECT_TIMEOUT_MS });
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
        await eventually(() => answered.length >= sent, "every answer", 60_000);
        assert.deepEqual(answered, Array.from({ length: sent }, (_, index) => index));
      }),
    );
  });
});
