// Clients come and go by the thousand: over either transport, politely or not. What they took is given back.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { EngineSocket, Polling, SEPARATOR, target } from "./support/engineio.mjs";
import { grownSince, Harness, PATIENT, SMALL_QUARANTINE } from "./support/harness.mjs";

const PATH = "/socket.io/";
const AT_ONCE = 20;
const GROWTH_MAX = 2 ** 20; // of a round, once memory has found its level; a leak grows in every round
const ROUNDS_MAX = 6;
const SETTLE_MS = 3000; // until those who left without a word are forgotten

const BY = {
  "over polling, with a goodbye": [1000, async (harness) => {
    const polling = await Polling.open(harness, { path: PATH });
    await polling.send('40{"token":"x"}', '42["message","hello"]');
    const heard = await polling.take(3);
    assert.equal(heard[2], '42["message-back","hello"]');
    await polling.send("41", "1");
  }],
  "over polling, without a word": [400, async (harness) => {
    const polling = await Polling.open(harness, { path: PATH });
    await polling.send("40");
    assert.match((await polling.take(2))[0], /^40\{/);
  }],
  "over a WebSocket, with a goodbye": [1000, async (harness) => {
    const socket = await EngineSocket.open(harness, { path: PATH });
    socket.send('40{"token":"x"}').send('42["message","hello"]');
    assert.equal((await socket.take(3))[2], '42["message-back","hello"]');
    socket.send("41").raw.close();
    await socket.closeCode();
  }],
  "over a WebSocket, without a word": [1000, async (harness) => {
    const socket = await EngineSocket.open(harness, { path: PATH });
    assert.match((await socket.send("40").take(2))[0], /^40\{/);
    socket.drop();
  }],
  "over polling and then a WebSocket": [400, async (harness) => {
    const polling = await Polling.open(harness, { path: PATH });
    await polling.send("40");
    await polling.take(2);
    const socket = await EngineSocket.connect(harness, target({ transport: "websocket", sid: polling.sid }, PATH));
    assert.equal(await socket.send("2probe").next(), "3probe");
    socket.send("5").send('42["message","hello"]');
    assert.equal(await socket.next(), '42["message-back","hello"]');
    socket.send("41").raw.close();
    await socket.closeCode();
  }],
  "over polling, in the middle of an upgrade": [400, async (harness) => {
    const polling = await Polling.open(harness, { path: PATH });
    await polling.send(["40", '451-["message",{"_placeholder":true,"num":0}]'].join(SEPARATOR));
    const socket = await EngineSocket.connect(harness, target({ transport: "websocket", sid: polling.sid }, PATH));
    assert.equal(await socket.send("2probe").next(), "3probe");
    socket.drop();
  }],
};

describe("Socket.IO, clients that come and go", () => {
  for (const [way, [count, visit]] of Object.entries(BY)) {
    test(`${count} ${way}`, async (t) => {
      const harness = await Harness.started(t, "socketio-harness", { ...PATIENT, PING_TIMEOUT_MS: "2000", ...SMALL_QUARANTINE });
      const round = async () => {
        for (let each = 0; each < count / 2; each += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, () => visit(harness)));
      };
      await round();
      let grown = GROWTH_MAX;
      for (let turn = 0; turn < ROUNDS_MAX && grown >= GROWTH_MAX; ++turn) {
        const before = await harness.resident();
        await round();
        grown = await grownSince(harness, before, GROWTH_MAX, SETTLE_MS);
        t.diagnostic(`grown by ${(grown / 1024).toFixed(0)} kB from ${(before / 1024).toFixed(0)}`);
      }
      assert.ok(grown < GROWTH_MAX, "memory grows without end");
    });
  }
});
