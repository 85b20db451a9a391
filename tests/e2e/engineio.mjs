// Engine.IO 4 as its clients know it, spoken by hand: how a session opens, and what is said.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { ask, BAD_REQUEST, base64, EngineSocket, goneOver, greeted, greetedSocket, PATH, Polling, refusal, target, UNKNOWN_SESSION } from "./support/engineio.mjs";
import { Harness } from "./support/harness.mjs";

// A ping every 500 ms, 20 s for the pong, 100 bytes at most; greets with `hi`, and echoes.
const app = await Harness.start("engineio-app-harness");
after(() => app.end());

const UNKNOWN_TRANSPORT = '{"code":0,"message":"Transport unknown"}';
const BAD_METHOD = '{"code":2,"message":"Bad handshake method"}';
const FORBIDDEN = '{"code":4,"message":"Forbidden"}';
const BAD_VERSION = '{"code":5,"message":"Unsupported protocol version"}';

const FIVE_BYTES = Buffer.from([0, 1, 2, 3, 4]);

describe("Engine.IO, opening", { concurrency: true }, () => {
  test("a session over polling opens with its id, its timings and the offer to upgrade", async () => {
    const { answer, handshake } = await Polling.open(app);
    assert.equal(answer.headers.get("content-type"), "text/plain; charset=UTF-8");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    const { sid, ...rest } = handshake;
    assert.match(sid, /^[\w-]{20}$/);
    assert.deepEqual(rest, { upgrades: ["websocket"], pingInterval: 500, pingTimeout: 20000, maxPayload: 100 });
  });

  test("a session over a WebSocket opens with its id and nothing to upgrade to", async () => {
    const socket = await EngineSocket.open(app);
    const { sid, ...rest } = socket.handshake;
    assert.match(sid, /^[\w-]{20}$/);
    assert.deepEqual(rest, { upgrades: [], pingInterval: 500, pingTimeout: 20000, maxPayload: 100 });
    socket.drop();
  });

  test("no two sessions have the same id", async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, async () => (await Polling.open(app)).sid));
    assert.equal(new Set(ids).size, 50);
  });

  test("what cannot open or reach a session is refused with the code that clients know", async () => {
    const sid = (await greeted(app)).sid;
    const cases = [
      ["GET", `${PATH}?EIO=4`, UNKNOWN_TRANSPORT],
      ["GET", target({ transport: "abc" }), UNKNOWN_TRANSPORT],
      ["GET", target({ transport: "__proto__" }), UNKNOWN_TRANSPORT],
      ["GET", target({ transport: "abc", sid }), UNKNOWN_TRANSPORT],
      ["GET", target({ transport: "polling", sid: "abc" }), UNKNOWN_SESSION],
      ["GET", target({ transport: "polling", sid: "A".repeat(20) }), UNKNOWN_SESSION],
      ["POST", target({ transport: "polling", sid: "_".repeat(20) }), UNKNOWN_SESSION],
      ["POST", target({ transport: "polling" }), BAD_METHOD],
      ["PUT", target({ transport: "polling" }), BAD_METHOD],
      ["GET", target({ transport: "websocket" }), BAD_REQUEST],
      ["GET", target({ transport: "websocket", sid }), BAD_REQUEST],
      ["PUT", target({ transport: "polling", sid }), BAD_REQUEST],
      ["DELETE", target({ transport: "polling", sid }), BAD_REQUEST],
      ["GET", target({ transport: "polling", EIO: "3" }), BAD_VERSION],
      ["GET", `${PATH}?transport=polling`, BAD_VERSION],
      ["GET", target({ transport: "polling", EIO: "5" }), BAD_VERSION],
    ];
    for (const [method, where, body] of cases) {
      const { status, text, headers } = await ask(app, method, where);
      assert.equal(`${status} ${text}`, `400 ${body}`, `${method} ${where}`);
      assert.equal(headers.get("content-type"), "application/json");
      assert.equal(headers.get("access-control-allow-origin"), "*", "even a refusal may be read by a page");
    }
  });

  test("a WebSocket that cannot open or reach a session is refused with the same codes", async () => {
    const cases = [
      [`${PATH}?EIO=4`, UNKNOWN_TRANSPORT],
      [target({ transport: "abc" }), UNKNOWN_TRANSPORT],
      [target({ transport: "polling" }), BAD_REQUEST],
      [target({ transport: "websocket", EIO: "3" }), BAD_VERSION],
      [target({ transport: "websocket", sid: "abc" }), UNKNOWN_SESSION],
      [target({ transport: "websocket", sid: "A".repeat(20) }), UNKNOWN_SESSION],
    ];
    for (const [where, body] of cases) {
      const [status, text, headers] = await refusal(app, where);
      assert.equal(`${status} ${text}`, `400 ${body}`, where);
      assert.equal(headers["access-control-allow-origin"], "*");
    }
  });

  test("whom the application refuses gets 403, over either transport", async () => {
    const polled = await ask(app, "GET", target({ transport: "polling", deny: "1" }));
    assert.equal(`${polled.status} ${polled.text}`, `403 ${FORBIDDEN}`);
    const [status, text] = await refusal(app, target({ transport: "websocket", deny: "1" }));
    assert.equal(`${status} ${text}`, `403 ${FORBIDDEN}`);
  });

  test("the opening answer, and no other, sets the application's cookies", async () => {
    const polling = await Polling.open(app);
    const assertCookies = (cookies) => {
      assert.deepEqual(cookies.slice(0, 3), ["1=1; Max-Age=86400", "2=2; Path=/; HttpOnly; Secure; SameSite=Strict", "3=3; Max-Age=0"]);
      assert.match(cookies[3], /^4=4; Expires=\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
      assert.equal(cookies.length, 4);
    };
    assertCookies(polling.answer.headers.getSetCookie());
    assert.deepEqual((await polling.poll()).headers.getSetCookie(), []);
    const socket = await EngineSocket.open(app);
    assertCookies(socket.headers["set-cookie"]);
    socket.drop();
  });
});

describe("Engine.IO, messages", { concurrency: true }, () => {
  test("text goes both ways over polling, whatever its letters", async () => {
    const polling = await greeted(app);
    const posted = await polling.post("4hello");
    assert.equal(`${posted.status} ${posted.text} ${posted.headers.get("content-type")}`, "200 ok text/html");
    assert.equal(await polling.next(), "4hello");
    for (const text of ["", "0", "€", "😀 \u0000 \n", "пойду", "b", "2probe"]) {
      await polling.send(`4${text}`);
      assert.equal(await polling.next(), `4${text}`);
    }
    await polling.send("4give utf8");
    assert.equal(await polling.next(), "4пойду спать всем спокойной ночи");
  });

  test("text goes both ways over a WebSocket, whatever its letters", async () => {
    const socket = await greetedSocket(app);
    for (const text of ["", "0", "€", "😀 \u0000 \n\x1e", "пойду", "b", "2probe"]) {
      assert.equal(await socket.send(`4${text}`).next(), `4${text}`);
    }
    assert.equal(await socket.send("4give utf8").next(), "4пойду спать всем спокойной ночи");
    socket.drop();
  });

  test("binary goes both ways over polling, as base64", async () => {
    const polling = await greeted(app);
    await polling.send("4give binary");
    assert.equal(await polling.next(), base64(FIVE_BYTES));
    for (const bytes of [[], [0], [255, 254], [1, 2, 3], [4, 5, 6, 7]]) {
      await polling.send(base64(bytes));
      assert.equal(await polling.next(), base64(bytes));
    }
  });

  test("binary goes both ways over a WebSocket, in binary frames", async () => {
    const socket = await greetedSocket(app);
    assert.deepEqual(await socket.send("4give binary").next(), FIVE_BYTES);
    for (const bytes of [[], [0], [255, 254], [52, 1, 2], [0x1e, 0x62]]) {
      assert.deepEqual(await socket.send(Buffer.from(bytes)).next(), Buffer.from(bytes));
    }
    assert.deepEqual(await socket.send(base64([7, 8])).next(), Buffer.from([7, 8]), "who can send only text may");
    socket.drop();
  });

  test("several packets fit in one body, and are answered in their order", async () => {
    const polling = await greeted(app);
    await polling.send("4one", base64([2]), "4", "4three", base64([]));
    assert.deepEqual(await polling.take(5), ["4one", base64([2]), "4", "4three", base64([])]);
  });

  test("a poll waits until there is something to say, and then says it at once", async () => {
    const polling = await greeted(app);
    const started = performance.now();
    assert.equal((await polling.poll()).text, "2", "a heartbeat, if nothing else");
    assert.ok(performance.now() - started < 5000);
    const waiting = polling.poll();
    await polling.send("4now");
    assert.equal((await waiting).text, "4now");
  });

  test("sessions do not hear each other", async () => {
    const [one, other] = [await greeted(app), await greeted(app)];
    await Promise.all([one.send("4one"), other.send("4other")]);
    assert.equal(await other.next(), "4other");
    assert.equal(await one.next(), "4one");
  });

  test("the application sees the headers of the request that a message came with", async () => {
    const polling = await greeted(app);
    const headers = { "content-type": "text/plain;charset=UTF-8", cookie: "1=1; 2=2", "X-Mine": "Zoë's".replace("ë", "e") };
    assert.equal((await polling.post("4sendHeaders", { headers })).text, "ok");
    const seen = JSON.parse((await polling.next()).slice(1));
    assert.equal(seen.cookie, "1=1; 2=2");
    assert.equal(seen["x-mine"], "Zoe's");
    const socket = await greetedSocket(app, { headers: { "X-Opening": "yes" } });
    const opening = JSON.parse((await socket.send("4sendHeaders").next()).slice(1));
    assert.equal(opening["x-opening"], "yes");
    socket.drop();
  });
});

describe("Engine.IO, bounds", { concurrency: true }, () => {
  const full = `4${"x".repeat(99)}`;

  test("a frame of the most bytes is taken, and one more closes with 1009 and no reason", async () => {
    const socket = await greetedSocket(app);
    assert.equal(await socket.send(full).next(), full);
    const reason = new Promise((resolve) => socket.raw.on("close", (_, bytes) => resolve(bytes.toString())));
    assert.equal(await socket.send(`${full}x`).closeCode(), 1009);
    assert.equal(await reason, "");
    const binary = await greetedSocket(app);
    assert.deepEqual(await binary.send(Buffer.alloc(100)).next(), Buffer.alloc(100));
    assert.equal(await binary.send(Buffer.alloc(101)).closeCode(), 1009);
    const over = (await goneOver(app))[1];
    assert.equal(await over.send(`${full}x`).closeCode(), 1009);
  });

  test("a body of the most bytes is taken, and one more gets 413 and nothing else", async () => {
    const polling = await greeted(app);
    await polling.send(full);
    assert.equal(await polling.next(), full);
    for (const body of [`${full}x`, "4".repeat(100_000)]) {
      const { status, text, headers } = await polling.post(body);
      assert.equal(`${status} ${text}`, "413 ");
      assert.equal(headers.get("access-control-allow-origin"), "*", `${body.length} bytes`);
    }
  });

  test("binary bodies belong to an older protocol", async () => {
    const polling = await greeted(app);
    const { status, text } = await polling.post(Buffer.from("4x"), { headers: { "content-type": "application/octet-stream" } });
    assert.equal(`${status} ${text}`, `400 ${BAD_REQUEST}`);
  });
});

describe("Engine.IO, pages of other origins", { concurrency: true }, () => {
  test("every answer may be read by a page from anywhere", async () => {
    const headers = { origin: "https://elsewhere.example" };
    const polling = await greeted(app);
    const answers = [polling.answer, await polling.poll({ headers }), await polling.post("4x", { headers }), await polling.post("", { headers })];
    answers.push(await ask(app, "GET", target({ transport: "polling", deny: "1" }), { headers }));
    for (const { headers: said } of answers) assert.equal(said.get("access-control-allow-origin"), "*");
    const socket = await greetedSocket(app, { headers });
    assert.equal(socket.headers["access-control-allow-origin"], "*");
    socket.drop();
    const over = (await goneOver(app))[1];
    assert.equal(over.headers["access-control-allow-origin"], "*");
    over.drop();
  });

  test("a preflight is answered for the methods and headers that it asks about", async () => {
    const { status, text, headers } = await ask(app, "OPTIONS", target({ transport: "polling" }), {
      headers: {
        origin: "https://elsewhere.example", "access-control-request-method": "POST", "access-control-request-headers": "authorization,x-mine",
      },
    });
    assert.equal(`${status} ${text}`, "204 ");
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("access-control-allow-methods"), "GET,POST");
    assert.equal(headers.get("access-control-allow-headers"), "authorization,x-mine");
    assert.equal(headers.get("vary"), "Access-Control-Request-Headers");
    assert.equal(headers.get("content-length"), "0");
  });
});
