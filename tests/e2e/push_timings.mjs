// The push door's heartbeat in real time, and what it answers to requests that it cannot take.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { ask, EngineSocket, Polling, target } from "./support/engineio.mjs";
import { pushed, SECRET, strangerToken } from "./support/push.mjs";
import { started } from "./support/started.mjs";

const path = "/socket.io/";
const PING_MS = 25_000;
const DROP_MS = PING_MS + 20_000;
const SLACK_MS = 5_000; // of a busy machine

/** The push listener, as the tests of Engine.IO see a server. */
async function listener(t) {
  const server = await started(t, { JWT_SECRET: SECRET });
  const { push } = server.listeners;
  return { server, url: push, ws: (where) => push.replace(/^http/, "ws") + where };
}

const isConnected = async ({ server }, id) => (await pushed(server, "GET", `/websocket/users/${id}/status`)).body.isConnected;

function assertAround(ms, wanted) {
  assert.ok(ms >= wanted - 100 && ms < wanted + SLACK_MS, `${ms} ms instead of ${wanted}`);
}

describe("the push door's timings", { concurrency: true }, () => {
  test("PUSH-15 the server asks after 25 s, and who keeps silent is dropped 20 s later, over a WebSocket", async (t) => {
    const door = await listener(t);
    const socket = await EngineSocket.open(door, { path });
    const begin = Date.now();
    socket.answersPings = false;
    socket.send(`40${JSON.stringify({ token: strangerToken("silent") })}`);
    assert.match(await socket.next(), /^40/);
    assert.match(await socket.next(), /^42\["authenticated"/);
    assert.equal(await socket.next(PING_MS + SLACK_MS), "2");
    assertAround(Date.now() - begin, PING_MS);
    assert.equal(await isConnected(door, "silent"), true);
    assert.equal(await socket.closeCode(DROP_MS), 1006, "cut, without a goodbye that nobody would hear");
    assertAround(Date.now() - begin, DROP_MS);
    assert.equal(await isConnected(door, "silent"), false);
  });

  test("PUSH-15 over polling the same, and who answers stays", async (t) => {
    const door = await listener(t);
    const signal = AbortSignal.timeout(DROP_MS + SLACK_MS);
    const entered = async (id) => {
      const polling = await Polling.open(door, { path });
      await polling.send(`40${JSON.stringify({ token: strangerToken(id) })}`);
      assert.match((await polling.take(2)).join(" "), /^40.* 42\["authenticated"/);
      return polling;
    };
    const begin = Date.now();
    const [silent, lively] = [await entered("silent"), await entered("lively")];
    const polls = await Promise.all([silent.poll({ signal }), lively.poll({ signal })]);
    assert.deepEqual(polls.map(({ text }) => text), ["2", "2"]);
    assertAround(Date.now() - begin, PING_MS);
    await lively.send("3");
    assert.equal((await silent.poll({ signal })).text, "6", "its poll is released");
    assertAround(Date.now() - begin, DROP_MS);
    await silent.assertGone();
    assert.deepEqual([await isConnected(door, "silent"), await isConnected(door, "lively")], [false, true]);
  });

  test("PUSH-18 an older protocol is 400 with code 5, an unknown id code 1, an unknown transport code 0", async (t) => {
    const door = await listener(t);
    const cases = [
      [{ EIO: "3", transport: "polling" }, { code: 5, message: "Unsupported protocol version" }],
      [{ transport: "polling" }, { code: 5, message: "Unsupported protocol version" }, "EIO"],
      [{ transport: "polling", sid: "nobody's" }, { code: 1, message: "Session ID unknown" }],
      [{ transport: "polling", sid: "A".repeat(20) }, { code: 1, message: "Session ID unknown" }],
      [{ transport: "carrier pigeon" }, { code: 0, message: "Transport unknown" }],
      [{}, { code: 0, message: "Transport unknown" }],
    ];
    for (const [query, wanted, without] of cases) {
      const where = new URL(target(query, path), door.url);
      if (without) where.searchParams.delete(without);
      const { status, text, headers } = await ask(door, "GET", where.pathname + where.search);
      assert.deepEqual([status, JSON.parse(text)], [400, wanted], where.search);
      assert.equal(headers.get("content-type"), "application/json");
      assert.equal(headers.get("access-control-allow-origin"), "*");
    }
    await assert.rejects(EngineSocket.open(door, { path, query: { EIO: "3" } }), /no upgrade: 400 \{"code":5/);
    await assert.rejects(EngineSocket.open(door, { path, query: { sid: "nobody's" } }), /no upgrade: 400 \{"code":1/);
  });
});
