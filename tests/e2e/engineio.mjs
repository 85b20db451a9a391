// Engine.IO 4 as its clients know it, spoken by hand: what is answered to what.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { eventually, pause } from "./support/deadline.mjs";
import { ask, EngineSocket, PATH, Polling, refusal, SEPARATOR, target } from "./support/engineio.mjs";
import { Harness } from "./support/harness.mjs";

// A ping every 500 ms, 20 s for the pong, 100 bytes at most; greets with `hi`, and echoes.
const app = await Harness.start("engineio-app-harness");
// A ping every 300 ms, 200 ms for the pong; echoes.
const strict = await Harness.start("engineio-harness");
after(async () => {
  await app.end();
  await strict.end();
});

const UNKNOWN_TRANSPORT = '{"code":0,"message":"Transport unknown"}';
const UNKNOWN_SESSION = '{"code":1,"message":"Session ID unknown"}';
const BAD_METHOD = '{"code":2,"message":"Bad handshake method"}';
const BAD_REQUEST = '{"code":3,"message":"Bad request"}';
const FORBIDDEN = '{"code":4,"message":"Forbidden"}';
const BAD_VERSION = '{"code":5,"message":"Unsupported protocol version"}';

const base64 = (bytes) => `b${Buffer.from(bytes).toString("base64")}`;
const FIVE_BYTES = Buffer.from([0, 1, 2, 3, 4]);

/** A session over polling that was greeted. */
async function greeted(options) {
  const polling = await Polling.open(app, options);
  assert.equal(await polling.next(), "4hi");
  return polling;
}

/** A WebSocket session that was greeted. */
async function greetedSocket(options) {
  const socket = await EngineSocket.open(app, options);
  assert.equal(await socket.next(), "4hi");
  return socket;
}

/** A session that went over to a WebSocket: `[polling, socket]`. */
async function upgraded() {
  const polling = await greeted();
  const socket = await EngineSocket.connect(app, target({ transport: "websocket", sid: polling.sid }));
  assert.equal(await socket.send("2probe").next(), "3probe");
  socket.send("5");
  return [polling, socket];
}

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
    const sid = (await greeted()).sid;
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
    const polling = await greeted();
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
    const socket = await greetedSocket();
    for (const text of ["", "0", "€", "😀 \u0000 \n\x1e", "пойду", "b", "2probe"]) {
      assert.equal(await socket.send(`4${text}`).next(), `4${text}`);
    }
    assert.equal(await socket.send("4give utf8").next(), "4пойду спать всем спокойной ночи");
    socket.drop();
  });

  test("binary goes both ways over polling, as base64", async () => {
    const polling = await greeted();
    await polling.send("4give binary");
    assert.equal(await polling.next(), base64(FIVE_BYTES));
    for (const bytes of [[], [0], [255, 254], [1, 2, 3], [4, 5, 6, 7]]) {
      await polling.send(base64(bytes));
      assert.equal(await polling.next(), base64(bytes));
    }
  });

  test("binary goes both ways over a WebSocket, in binary frames", async () => {
    const socket = await greetedSocket();
    assert.deepEqual(await socket.send("4give binary").next(), FIVE_BYTES);
    for (const bytes of [[], [0], [255, 254], [52, 1, 2], [0x1e, 0x62]]) {
      assert.deepEqual(await socket.send(Buffer.from(bytes)).next(), Buffer.from(bytes));
    }
    assert.deepEqual(await socket.send(base64([7, 8])).next(), Buffer.from([7, 8]), "who can send only text may");
    socket.drop();
  });

  test("several packets fit in one body, and are answered in their order", async () => {
    const polling = await greeted();
    await polling.send("4one", base64([2]), "4", "4three", base64([]));
    assert.deepEqual(await polling.take(5), ["4one", base64([2]), "4", "4three", base64([])]);
  });

  test("a poll waits until there is something to say, and then says it at once", async () => {
    const polling = await greeted();
    const started = performance.now();
    assert.equal((await polling.poll()).text, "2", "a heartbeat, if nothing else");
    assert.ok(performance.now() - started < 5000);
    const waiting = polling.poll();
    await polling.send("3", "4now");
    assert.equal((await waiting).text, "4now");
  });

  test("sessions do not hear each other", async () => {
    const [one, other] = [await greeted(), await greeted()];
    await Promise.all([one.send("4one"), other.send("4other")]);
    assert.equal(await other.next(), "4other");
    assert.equal(await one.next(), "4one");
  });

  test("the application sees the headers of the request that a message came with", async () => {
    const polling = await greeted();
    const headers = { "content-type": "text/plain;charset=UTF-8", cookie: "1=1; 2=2", "X-Mine": "Zoë's".replace("ë", "e") };
    assert.equal((await polling.post("4sendHeaders", { headers })).text, "ok");
    const seen = JSON.parse((await polling.next()).slice(1));
    assert.equal(seen.cookie, "1=1; 2=2");
    assert.equal(seen["x-mine"], "Zoe's");
    const socket = await greetedSocket({ headers: { "X-Opening": "yes" } });
    const opening = JSON.parse((await socket.send("4sendHeaders").next()).slice(1));
    assert.equal(opening["x-opening"], "yes");
    socket.drop();
  });
});

describe("Engine.IO, how a session ends", { concurrency: true }, () => {
  test("a body that cannot be read ends its session, and so does one without packets", async () => {
    const bodies = ["", "abc", "7", "9x", SEPARATOR, `4one${SEPARATOR}`, `${SEPARATOR}4one`, `4one${SEPARATOR}${SEPARATOR}4two`, "b!!!", "bAAA",
      "bAB==", `4${SEPARATOR}x`, Buffer.from([0x34, 0xff, 0xfe])];
    await Promise.all(
      bodies.map(async (body) => {
        const polling = await greeted();
        const { status, text } = await polling.post(body);
        assert.equal(`${status} ${text}`, `400 ${BAD_REQUEST}`, JSON.stringify(body));
        await polling.assertGone();
      }),
    );
  });

  test("a frame that cannot be read closes its WebSocket, without a code", async () => {
    for (const frame of ["", "abc", "7", "b!!!", "bAAA", "2", "2probe", "1"]) {
      const socket = await greetedSocket();
      assert.equal(await socket.send(frame).closeCode(), 1005, JSON.stringify(frame));
    }
  });

  test("two polls at once: the first hears the end of the session, the second is refused", async () => {
    const polling = await greeted();
    const first = polling.poll();
    await pause(50);
    const second = await polling.poll();
    // A heartbeat may have ended the first wait just before.
    const [one, other] = [(await first).text, second.text];
    assert.deepEqual([one, second.status, other], ["1", 400, BAD_REQUEST]);
    await polling.assertGone();
  });

  test("a poll that is given up ends its session", async () => {
    const polling = await greeted();
    const giving = new AbortController();
    const poll = polling.poll({ signal: giving.signal });
    await pause(50);
    giving.abort();
    await assert.rejects(poll, { name: "AbortError" });
    await eventually(async () => (await polling.post("4still there?")).text === UNKNOWN_SESSION, "it to be gone", 15_000);
  });

  test("a client's goodbye over polling releases its poll and is the end", async () => {
    const polling = await greeted();
    const waiting = polling.poll();
    await pause(50);
    await polling.send("1");
    assert.equal((await waiting).text, "6");
    await polling.assertGone();
  });

  test("what stands behind a goodbye is not heard", async () => {
    const polling = await greeted();
    await polling.send("4before", "1", "4behind");
    await polling.assertGone();
  });

  test("a WebSocket that is closed or cut takes its session with it", async () => {
    const [, socket] = await upgraded();
    const [polling, cut] = await upgraded();
    socket.raw.close();
    assert.equal(await socket.closeCode(), 1005);
    cut.drop();
    await eventually(async () => (await polling.poll()).text === UNKNOWN_SESSION, "it to be gone", 15_000);
  });
});

describe("Engine.IO, going over to a WebSocket", { concurrency: true }, () => {
  test("the poll that waits is released by the probe, and nothing is lost on the way", async () => {
    const polling = await greeted();
    const socket = await EngineSocket.connect(app, target({ transport: "websocket", sid: polling.sid }));
    const waiting = polling.poll();
    await pause(50);
    assert.equal(await socket.send("2probe").next(), "3probe");
    assert.match((await waiting).text, /^[26]$/);
    await polling.send("4between", base64([9]), "4the two");
    socket.send("5").send("4after");
    assert.deepEqual(await socket.take(4), ["4between", Buffer.from([9]), "4the two", "4after"]);
    socket.drop();
  });

  test("a thousand messages said before, during and after come back each once and in order", async () => {
    const polling = await greeted();
    let said = 0;
    const body = () => Array.from({ length: 10 }, () => `4${said++}`).join(SEPARATOR);
    const post = async () => assert.equal((await polling.post(body())).text, "ok");
    const back = [];
    let released = false;
    const polls = (async () => {
      while (!released) {
        const { text } = await polling.poll();
        for (const packet of text.split(SEPARATOR)) packet === "6" ? (released = true) : back.push(packet);
      }
    })();
    while (said < 400) await post();
    const socket = await EngineSocket.connect(app, target({ transport: "websocket", sid: polling.sid }));
    socket.send("2probe");
    while (said < 800) await post();
    assert.equal(await socket.next(), "3probe");
    released = true;
    await polls;
    while (said < 850) await post();
    socket.send("5");
    while (said < 1000) socket.send(`4${said++}`);
    const numbers = () => back.filter((packet) => packet[0] === "4");
    while (numbers().length < 1000) back.push(await socket.next());
    assert.deepEqual(numbers(), Array.from({ length: 1000 }, (_, index) => `4${index}`));
    socket.drop();
  });

  test("afterwards a poll is refused, and a post too, and the session goes on", async () => {
    const [polling, socket] = await upgraded();
    assert.equal(await socket.send("4one").next(), "4one");
    for (const { status, text } of [await polling.poll(), await polling.post("4two")]) {
      assert.equal(`${status} ${text}`, `400 ${BAD_REQUEST}`);
    }
    assert.equal(await socket.send("4three").next(), "4three");
    socket.drop();
  });

  test("no second WebSocket may take the session over: not after the first, not while it probes", async () => {
    const [{ sid }, socket] = await upgraded();
    assert.equal(await socket.send("4one").next(), "4one");
    const [status, text] = await refusal(app, target({ transport: "websocket", sid }));
    assert.equal(`${status} ${text}`, `400 ${BAD_REQUEST}`);
    assert.equal(await socket.send("4two").next(), "4two");
    socket.drop();
    const polling = await greeted();
    const where = target({ transport: "websocket", sid: polling.sid });
    const probing = await EngineSocket.connect(app, where);
    assert.equal(await probing.send("2probe").next(), "3probe");
    assert.equal((await refusal(app, where))[0], 400);
    probing.send("5");
    assert.equal(await probing.send("4mine").next(), "4mine");
    probing.drop();
  });

  test("a session that began as a WebSocket has nothing to go over to", async () => {
    const socket = await greetedSocket();
    const where = target({ transport: "websocket", sid: socket.handshake.sid });
    assert.equal((await refusal(app, where))[1], BAD_REQUEST);
    assert.equal(await socket.send("4on").next(), "4on");
    socket.drop();
  });

  test("a probe that is broken off, or is none, leaves the session to its polls", async () => {
    const polling = await greeted();
    const where = target({ transport: "websocket", sid: polling.sid });
    for (const frames of [["2probe"], ["5"], ["4early"], ["2probe", "2probe"], ["2probe", "4early"], ["2"], ["1"], [Buffer.from([1])]]) {
      const socket = await EngineSocket.connect(app, where);
      for (const frame of frames) socket.send(frame);
      if (frames.length === 1 && frames[0] === "2probe") {
        assert.equal(await socket.next(), "3probe");
        socket.drop();
        // Until the server has seen it, the way is taken.
        await eventually(() => EngineSocket.connect(app, where).then((next) => (next.drop(), true), () => false), "the way to be free", 15_000);
      } else {
        assert.equal(await socket.closeCode(), 1005, JSON.stringify(frames));
      }
      await polling.send("4still here");
      let packet;
      do packet = await polling.next();
      while (packet === "6");
      assert.equal(packet, "4still here");
    }
  });

  test("who takes longer than ten seconds to go over has to stay", async () => {
    const polling = await greeted();
    const socket = await EngineSocket.connect(app, target({ transport: "websocket", sid: polling.sid }));
    assert.equal(await socket.send("2probe").next(), "3probe");
    const started = performance.now();
    assert.equal(await socket.closeCode(30_000), 1005);
    assert.ok(performance.now() - started > 9000);
    await polling.send("4still here");
    let packet;
    do packet = await polling.next();
    while (packet === "6");
    assert.equal(packet, "4still here");
  });
});

describe("Engine.IO, bounds", { concurrency: true }, () => {
  const full = `4${"x".repeat(99)}`;

  test("a frame of the most bytes is taken, and one more closes with 1009 and no reason", async () => {
    const socket = await greetedSocket();
    assert.equal(await socket.send(full).next(), full);
    const reason = new Promise((resolve) => socket.raw.on("close", (_, bytes) => resolve(bytes.toString())));
    assert.equal(await socket.send(`${full}x`).closeCode(), 1009);
    assert.equal(await reason, "");
    const binary = await greetedSocket();
    assert.deepEqual(await binary.send(Buffer.alloc(100)).next(), Buffer.alloc(100));
    assert.equal(await binary.send(Buffer.alloc(101)).closeCode(), 1009);
    const upgradedSocket = (await upgraded())[1];
    assert.equal(await upgradedSocket.send(`${full}x`).closeCode(), 1009);
  });

  test("a body of the most bytes is taken, and one more gets 413 and nothing else", async () => {
    const polling = await greeted();
    await polling.send(full);
    assert.equal(await polling.next(), full);
    for (const body of [`${full}x`, "4".repeat(100_000)]) {
      const { status, text, headers } = await polling.post(body);
      assert.equal(`${status} ${text}`, "413 ");
      assert.equal(headers.get("access-control-allow-origin"), "*", `${body.length} bytes`);
    }
  });

  test("binary bodies belong to an older protocol", async () => {
    const polling = await greeted();
    const { status, text } = await polling.post(Buffer.from("4x"), { headers: { "content-type": "application/octet-stream" } });
    assert.equal(`${status} ${text}`, `400 ${BAD_REQUEST}`);
  });
});

describe("Engine.IO, pages of other origins", { concurrency: true }, () => {
  test("every answer may be read by a page from anywhere", async () => {
    const headers = { origin: "https://elsewhere.example" };
    const polling = await greeted();
    const answers = [polling.answer, await polling.poll({ headers }), await polling.post("4x", { headers }), await polling.post("", { headers })];
    answers.push(await ask(app, "GET", target({ transport: "polling", deny: "1" }), { headers }));
    for (const { headers: said } of answers) assert.equal(said.get("access-control-allow-origin"), "*");
    const socket = await greetedSocket({ headers });
    assert.equal(socket.headers["access-control-allow-origin"], "*");
    socket.drop();
    const over = (await upgraded())[1];
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

describe("Engine.IO, heartbeats", { concurrency: true }, () => {
  test("a WebSocket that answers each ping lives on", async () => {
    const socket = await EngineSocket.open(strict);
    let pings = 0;
    socket.raw.on("message", (bytes) => (pings += bytes.toString() === "2"));
    await eventually(() => pings >= 5, "five pings", 15_000);
    assert.equal(await socket.send("4alive").next(), "4alive");
    socket.drop();
  });

  test("a polling client that answers each ping lives on", async () => {
    const polling = await Polling.open(strict);
    for (let pings = 0; pings < 5; ++pings) {
      assert.equal((await polling.poll()).text, "2");
      await polling.send("3");
    }
    await polling.send("4alive");
    assert.equal(await polling.next(), "4alive");
  });

  test("a WebSocket that answers no ping is cut", async () => {
    const socket = await EngineSocket.open(strict);
    socket.answersPings = false;
    const started = performance.now();
    assert.equal(await socket.next(), "2");
    const pinged = performance.now();
    assert.equal(await socket.next(), null);
    assert.ok(pinged - started > 250 && performance.now() - pinged > 150, "not before its time");
  });

  test("a polling client that answers no ping is forgotten", async () => {
    const polling = await Polling.open(strict);
    assert.equal((await polling.poll()).text, "2");
    assert.equal((await polling.poll()).text, "6", "the poll that waits is released");
    await polling.assertGone();
  });

  test("messages are no answer to a ping", async () => {
    const socket = await EngineSocket.open(strict);
    socket.answersPings = false;
    const talking = setInterval(() => socket.send("4still talking"), 50);
    await socket.closeCode();
    clearInterval(talking);
  });

  test("a client that pings, as those of older protocols do, is closed", async () => {
    const polling = await greeted();
    await polling.send("2");
    assert.equal((await polling.poll()).text, "1");
  });
});
