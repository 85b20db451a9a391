// Engine.IO 4 as its clients know it, spoken by hand: how a session lives, goes over to a WebSocket, and ends.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { eventually, pause } from "./support/deadline.mjs";
import { BAD_REQUEST, base64, EngineSocket, goneOver, greeted, greetedSocket, Polling, refusal, SEPARATOR, target, UNKNOWN_SESSION } from "./support/engineio.mjs";
import { Harness } from "./support/harness.mjs";

// A ping every 500 ms, 20 s for the pong, 100 bytes at most; greets with `hi`, and echoes.
const app = await Harness.start("engineio-app-harness");
// A ping every 300 ms, 200 ms for the pong; echoes.
const strict = await Harness.start("engineio-harness");
after(async () => {
  await app.end();
  await strict.end();
});

describe("Engine.IO, how a session ends", { concurrency: true }, () => {
  test("a body that cannot be read ends its session, and so does one without packets", async () => {
    const bodies = ["", "abc", "7", "9x", SEPARATOR, `4one${SEPARATOR}`, `${SEPARATOR}4one`, `4one${SEPARATOR}${SEPARATOR}4two`, "b!!!", "bAAA",
      "bAB==", `4${SEPARATOR}x`, Buffer.from([0x34, 0xff, 0xfe])];
    await Promise.all(
      bodies.map(async (body) => {
        const polling = await greeted(app);
        const { status, text } = await polling.post(body);
        assert.equal(`${status} ${text}`, `400 ${BAD_REQUEST}`, JSON.stringify(body));
        await polling.assertGone();
      }),
    );
  });

  test("a frame that cannot be read closes its WebSocket, without a code", async () => {
    for (const frame of ["", "abc", "7", "b!!!", "bAAA", "2", "2probe", "1"]) {
      const socket = await greetedSocket(app);
      assert.equal(await socket.send(frame).closeCode(), 1005, JSON.stringify(frame));
    }
  });

  test("two polls at once: one hears the end of the session, the other is refused", async () => {
    const polling = await (await greeted(app)).hush();
    const answers = await Promise.all([polling.poll(), polling.poll()]);
    assert.deepEqual(answers.map(({ status, text }) => `${status} ${text}`).sort(), ["200 1", `400 ${BAD_REQUEST}`]);
    await polling.assertGone();
  });

  test("a poll that is given up ends its session", async () => {
    const polling = await (await greeted(app)).hush();
    const isGone = async () => {
      const giving = new AbortController();
      const poll = polling.poll({ signal: giving.signal }).catch(({ name }) => assert.equal(name, "AbortError"));
      await pause(100);
      giving.abort();
      await poll;
      return (await polling.post("4still there?")).text === UNKNOWN_SESSION;
    };
    // On a busy machine a poll may be given up before the server has seen it.
    await eventually(isGone, "it to be gone", 15_000);
  });

  test("a client's goodbye over polling releases its poll and is the end", async () => {
    const isReleased = async () => {
      const polling = await (await greeted(app)).hush();
      const waiting = polling.poll();
      await pause(100);
      await polling.send("1");
      await polling.assertGone();
      return (await waiting).text === "6";
    };
    // On a busy machine the goodbye may overtake the poll.
    await eventually(isReleased, "a poll to be released", 30_000);
  });

  test("what stands behind a goodbye is not heard", async () => {
    const polling = await greeted(app);
    await polling.send("4before", "1", "4behind");
    await polling.assertGone();
  });

  test("a WebSocket that is closed or cut takes its session with it", async () => {
    const [, socket] = await goneOver(app);
    const [polling, cut] = await goneOver(app);
    socket.raw.close();
    assert.equal(await socket.closeCode(), 1005);
    cut.drop();
    await eventually(async () => (await polling.poll()).text === UNKNOWN_SESSION, "it to be gone", 15_000);
  });
});

describe("Engine.IO, going over to a WebSocket", { concurrency: true }, () => {
  test("the poll that waits is released by the probe, and nothing is lost on the way", async () => {
    const polling = await greeted(app);
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
    const polling = await greeted(app);
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
    const [polling, socket] = await goneOver(app);
    assert.equal(await socket.send("4one").next(), "4one");
    for (const { status, text } of [await polling.poll(), await polling.post("4two")]) {
      assert.equal(`${status} ${text}`, `400 ${BAD_REQUEST}`);
    }
    assert.equal(await socket.send("4three").next(), "4three");
    socket.drop();
  });

  test("no second WebSocket may take the session over: not after the first, not while it probes", async () => {
    const [{ sid }, socket] = await goneOver(app);
    assert.equal(await socket.send("4one").next(), "4one");
    const [status, text] = await refusal(app, target({ transport: "websocket", sid }));
    assert.equal(`${status} ${text}`, `400 ${BAD_REQUEST}`);
    assert.equal(await socket.send("4two").next(), "4two");
    socket.drop();
    const polling = await greeted(app);
    const where = target({ transport: "websocket", sid: polling.sid });
    const probing = await EngineSocket.connect(app, where);
    assert.equal(await probing.send("2probe").next(), "3probe");
    assert.equal((await refusal(app, where))[0], 400);
    probing.send("5");
    assert.equal(await probing.send("4mine").next(), "4mine");
    probing.drop();
  });

  test("a session that began as a WebSocket has nothing to go over to", async () => {
    const socket = await greetedSocket(app);
    const where = target({ transport: "websocket", sid: socket.handshake.sid });
    assert.equal((await refusal(app, where))[1], BAD_REQUEST);
    assert.equal(await socket.send("4on").next(), "4on");
    socket.drop();
  });

  test("a probe that is broken off, or is none, leaves the session to its polls", async () => {
    const polling = await greeted(app);
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
    const polling = await greeted(app);
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

describe("Engine.IO, heartbeats", { concurrency: true }, () => {
  test("a WebSocket that answers each ping is asked again", async () => {
    const socket = await greetedSocket(app);
    let pings = 0;
    socket.raw.on("message", (bytes) => (pings += bytes.toString() === "2"));
    await eventually(() => pings >= 4, "four pings", 15_000);
    assert.equal(await socket.send("4alive").next(), "4alive");
    socket.drop();
  });

  test("a polling client that answers each ping is asked again", async () => {
    const polling = await greeted(app);
    for (let pings = 0; pings < 4; ++pings) {
      assert.equal((await polling.poll()).text, "2");
      await polling.send("3");
    }
    await polling.send("4alive");
    assert.equal(await polling.next(), "4alive");
  });

  test("a WebSocket that answers no ping is cut, and not before its time", async () => {
    const started = performance.now();
    const socket = await EngineSocket.open(strict);
    socket.answersPings = false;
    assert.deepEqual(await socket.take(2), ["2", null]);
    assert.ok(performance.now() - started > 490);
  });

  test("a polling client that answers no ping is forgotten, and its poll released", async () => {
    const isReleased = async () => {
      const polling = await (await Polling.open(strict)).hush();
      const { text } = await polling.poll();
      await polling.assertGone();
      return text === "6";
    };
    // On a busy machine the poll may come too late.
    await eventually(isReleased, "a poll to be released", 30_000);
  });

  test("messages are no answer to a ping", async () => {
    const socket = await EngineSocket.open(strict);
    socket.answersPings = false;
    const talking = setInterval(() => socket.send("4still talking"), 50);
    await socket.closeCode();
    clearInterval(talking);
  });

  test("a client that pings, as those of older protocols do, is closed", async () => {
    const polling = await (await greeted(app)).hush();
    await polling.send("2");
    assert.equal((await polling.poll()).text, "1");
  });
});
