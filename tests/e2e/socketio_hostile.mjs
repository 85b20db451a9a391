// Who lies to the Socket.IO server loses its own session, cheaply; the others do not notice.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, afterEach, before, describe, test } from "node:test";

import { ask, EngineSocket, Polling, SEPARATOR, target, UNKNOWN_SESSION } from "./support/engineio.mjs";
import { assertGrowth, Harness, SMALL_QUARANTINE } from "./support/harness.mjs";
import { frameBytes, RawConnection } from "./support/raw_connection.mjs";
import { asked, connected } from "./support/socketio.mjs";
import { seeded } from "./support/started.mjs";

const PATH = "/socket.io/";
const MOST = 1_000_000; // bytes of a body, a frame, and a message with its attachments
const MEGABYTES = 2 ** 20;
const SLOW_CONSUMER = 4413;

const harness = await Harness.start("socketio-app-harness", SMALL_QUARANTINE);
after(() => harness.end());

/** A WebSocket that is in the main namespace. */
async function entered(options) {
  const socket = await EngineSocket.open(harness, { path: PATH, ...options });
  assert.match(await socket.send("40").next(), /^40\{"sid"/);
  return socket;
}

/** The same over polling. */
async function polled() {
  const polling = await Polling.open(harness, { path: PATH });
  await polling.send("40");
  assert.match(await polling.next(), /^40\{"sid"/);
  return polling;
}

/** A connection whose frames are written by hand. */
async function enteredByHand() {
  const raw = await RawConnection.open(harness);
  await raw.upgrade(target({ transport: "websocket" }, PATH));
  assert.match((await raw.frame()).payload.toString(), /^0\{/);
  raw.write(frameBytes("40"));
  assert.match((await raw.frame()).payload.toString(), /^40\{/);
  return raw;
}

describe("Socket.IO and those who lie", () => {
  let calm;
  // Somebody decent is there all the time.
  before(async () => {
    calm = await connected({ after: () => {} }, harness, { transports: ["websocket"] });
    calm.on("disconnect", (reason) => (calm.left = reason));
  });
  afterEach(async () => {
    assert.equal(calm.left, undefined, "the calm one was disturbed");
    assert.deepEqual(await asked(calm, "echo", "undisturbed"), ["undisturbed"]);
  });
  after(() => calm.off("disconnect").disconnect());

  test("separators without end: 8 MB are not even read, 1 MB costs next to nothing", async (t) => {
    const separators = (count) => SEPARATOR.repeat(count);
    await assertGrowth(t, harness, 16 * MEGABYTES, async () => {
      for (const count of [8 * MEGABYTES, MOST + 1]) {
        const polling = await polled();
        assert.equal((await polling.post(separators(count))).status, 413, `${count}`);
      }
      const spent = await harness.cpu();
      for (let turn = 0; turn < 20; ++turn) {
        const polling = await polled();
        assert.equal((await polling.post(separators(MOST))).status, 400);
        await polling.assertGone();
      }
      for (const packet of ["6", "3"]) {
        const polling = await polled();
        const body = Array(MOST / 2).fill(packet).join(SEPARATOR);
        assert.equal((await polling.post(body)).status, 400, `too often ${packet}`);
        await polling.assertGone();
      }
      for (const packet of ["4", "b"]) {
        const polling = await polled();
        assert.equal((await polling.post(Array(MOST / 2).fill(packet).join(SEPARATOR))).status, 200, packet);
        assert.equal(await polling.next(), "1", `the first ${packet} was the last`);
      }
      const seconds = (await harness.cpu()) - spent;
      t.diagnostic(`${seconds.toFixed(2)} s of processor time for 24 MB`);
      assert.ok(seconds < 5);
    });
  });

  test("more attachments than ten are not waited for, whatever their declared number", async () => {
    for (const count of ["11", "1000000", "4294967297", "18446744073709551617", "1e6", "-1", "0", "", "9".repeat(100_000)]) {
      const socket = await entered();
      assert.equal(await socket.send(`45${count}-["echo",{"_placeholder":true,"num":0}]`).closeCode(), 1005, count.slice(0, 30));
      const polling = await polled();
      await polling.post(`45${count}-["echo",{"_placeholder":true,"num":0}]`);
      assert.equal(await polling.next(), "1", count.slice(0, 30));
    }
  });

  test("ten attachments are taken, but with the event they are no more than a message may have", async (t) => {
    await assertGrowth(t, harness, 24 * MEGABYTES, async () => {
      const parts = Array.from({ length: 10 }, (_, num) => ({ _placeholder: true, num }));
      const event = `4510-["echo",${JSON.stringify(parts)}]`;
      const socket = await entered();
      socket.send(event);
      for (let part = 0; part < 10; ++part) socket.send(Buffer.alloc(MOST / 20, part));
      socket.send('420["getId"]');
      assert.match(await socket.next(), /^430\["/);
      for (let turn = 0; turn < 10; ++turn) {
        const greedy = await entered();
        greedy.send(event);
        for (let part = 0; part < 10; ++part) greedy.send(Buffer.alloc(MOST / 5));
        assert.equal(await greedy.closeCode(), 1005);
      }
      socket.drop();
    });
  });

  test("fragments without end, full or empty, end their connection", async (t) => {
    await assertGrowth(t, harness, 16 * MEGABYTES, async () => {
      const endless = await enteredByHand();
      endless.write(frameBytes("42", { fin: false }));
      const part = frameBytes("x".repeat(50_000), { fin: false, opcode: 0 });
      for (let count = 0; count < 40; ++count) endless.write(part);
      assert.equal(await endless.closeCode(), 1009);
      const crumbs = await enteredByHand();
      crumbs.write(frameBytes("4", { fin: false }));
      const crumb = frameBytes("", { fin: false, opcode: 0 });
      crumbs.write(Buffer.concat(Array(5000).fill(crumb)));
      assert.equal(await crumbs.closeCode(), 1008);
      const promise = await enteredByHand();
      promise.write(frameBytes("", { length: 2 ** 40 }));
      assert.equal(await promise.closeCode(), 1009);
    });
  });

  test("the names of the client's own events are no events", async () => {
    for (const name of ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"]) {
      const socket = await entered();
      assert.equal(await socket.send(`42["${name}","client namespace disconnect"]`).closeCode(), 1005, name);
      const binary = await entered();
      assert.equal(await binary.send(`451-["${name}",{"_placeholder":true,"num":0}]`).send(Buffer.alloc(1)).closeCode(), 1005, name);
    }
  });

  test("names that mean something to an object mean nothing here", async () => {
    const socket = await entered();
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];
    for (const name of names) {
      socket.send(`42["${name}",{"${name}":{"polluted":true}}]`);
      socket.send(`40/${name},`);
      assert.equal(await socket.next(), `44/${name},{"message":"Invalid namespace"}`);
      const nested = `{"${name}":{"${name}":1},"_placeholder":"${name}"}`;
      assert.equal(await socket.send(`427["echo",${nested}]`).next(), `437[${nested}]`);
    }
    socket.drop();
    for (const name of names) {
      const tricky = await EngineSocket.open(harness, { path: PATH, query: { [name]: name }, headers: { [name]: "x" } });
      assert.match(await tricky.send(`40{"${name}":{"admin":true},"token":{"${name}":[]}}`).next(), /^40\{/);
      assert.match(await tricky.send('421["getHandshake"]').next(), /^431\[\{"headers"/);
      tricky.drop();
    }
  });

  const INVALID = [
    "4", "47", "49", "4x", "4-1", "4\u0000", "442[", '44{"message":"no"}', "42", "42{}", "42[]", "42[null]", "42[{}]", "42[true]", '42[["a"]]', '42["a"', '42["a"]x',
    '42["a",]', "42[\"a\",{\"b\":}]", "42['a']", '42"a"', '42["a\n"]', "421", '421e5["a"]', `42${"9".repeat(30)}["a"]`, '42["a",NaN]', '42["a",01]',
    "43", "431", "431{}", '431"x"', "4310[", "40[]", '40"x"', "40{", "401", "40null", "40", "41{}", '42/nowhere,["a"]', "41/nowhere,", `42/${"n".repeat(300)},["a"]`,
    '45["a"]', '45-["a"]', '450-["a"]', '451["a"]', '451-["a"', '451-["a",{"_placeholder":true,"num":1}]', '451-["a",{"_placeholder":true,"num":-1}]',
    '451-["a",{"_placeholder":true,"num":"0"}]', '451-["a",{"_placeholder":true}]', '451-["a",{"_placeholder":true,"num":0.5}]', "461-", '461-{"a":1}',
    `42["a",${"[".repeat(1000)}${"]".repeat(1000)}]`, `42["a",${"1,".repeat(1000)}1]`, `42["a",${'{"a":'.repeat(100_000)}`,
  ];

  test("a packet that cannot be meant closes its session, over either transport", async () => {
    for (const packet of INVALID) {
      const shown = packet.slice(0, 60);
      const socket = await entered();
      assert.equal(await socket.send(packet).closeCode(), 1005, shown);
      const polling = await polled();
      assert.equal((await polling.post(packet)).status, 200, shown);
      assert.equal(await polling.next(), "1", shown);
      await polling.assertGone();
    }
  });

  test("so does an attachment that nobody announced, and text in the place of one that was", async () => {
    const announced = '451-["echo",{"_placeholder":true,"num":0}]';
    for (const frames of [[Buffer.from("x")], [announced, "42[\"hi\"]"], [announced, announced], [announced, Buffer.from("x"), Buffer.from("y")], [announced, "41"]]) {
      const socket = await entered();
      for (const frame of frames) socket.send(frame);
      assert.equal(await socket.closeCode(), 1005);
    }
  });

  test("nothing is heard from who has not entered yet", async () => {
    for (const packet of ['42["echo",1]', '420["getId"]', "41", '451-["hi",{"_placeholder":true,"num":0}]']) {
      const socket = await EngineSocket.open(harness, { path: PATH });
      socket.send(packet).send(Buffer.from("x"));
      assert.equal(await socket.closeCode(), 1005, packet);
    }
    const hasty = await EngineSocket.open(harness, { path: PATH });
    hasty.send("40/no,");
    assert.equal(await hasty.next(), '44/no,{"message":"Auth failed (custom namespace)"}');
    assert.equal(await hasty.send('42/no,["a"]').closeCode(), 1005);
  });

  test("answers that nobody asked for are ignored", async () => {
    const socket = await entered();
    for (const id of [0, 1, 1000, 2 ** 53 - 1]) socket.send(`43${id}[5,{"test":true}]`);
    assert.match(await socket.send('420["getId"]').next(), /^430\["/);
    socket.send('42["ack"]');
    const question = await socket.next();
    assert.match(question, /^42\d+\["ack"\]$/);
    const id = /^42(\d+)/.exec(question)[1];
    for (let turn = 0; turn < 2; ++turn) socket.send(`43${id}[5,{"test":true}]`);
    assert.match(await socket.next(), /^42\["got it"/);
    assert.match(await socket.send('429["getId"]').next(), /^439\["/, "the second answer was none");
    socket.drop();
  });

  test("every combination of method, transport, session and version has an answer", async () => {
    const { sid } = await polled();
    const requests = [];
    for (const method of ["GET", "POST", "PUT", "OPTIONS", "HEAD"]) {
      for (const transport of ["polling", "websocket", "webtransport", "", "polling\u0000", undefined]) {
        for (const id of [undefined, "", sid.slice(1), "../..", "%", sid.repeat(100)]) {
          for (const EIO of ["4", "3", "", "4.0"]) requests.push([method, { transport, sid: id, EIO }]);
        }
      }
    }
    const answer = async ([method, query]) => {
      const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
      const { status } = await ask(harness, method, target(given, PATH), method === "POST" ? { body: "40" } : {});
      const opens = method === "GET" && query.transport === "polling" && !query.sid && query.EIO === "4";
      assert.equal(status, method === "OPTIONS" ? 204 : opens ? 200 : 400, `${method} ${JSON.stringify(query)}`);
    };
    while (requests.length > 0) await Promise.all(requests.splice(0, 20).map(answer));
  });

  test("a valid packet with some letters changed at random ends its own session at most", async (t) => {
    const pick = seeded(t);
    const seeds = ["40", '40/foo,{"token":"x"}', '42["hi"]', '4212["echo",{"a":[1,"b",null]}]', '451-["buffa",{"_placeholder":true,"num":0}]', "430[5]", "41", "3", "2", "bAAEC",
      '4510-["echo",{"_placeholder":true,"num":9}]', "1", "5", "6"];
    const letters = '0123456789[]{}",:-/\\_bu\u0000\u001e\u00ff x';
    const mutated = () => {
      const packet = [...seeds[pick(0, seeds.length - 1)]];
      for (let count = pick(0, 3); count > 0; --count) packet.splice(pick(0, packet.length), pick(0, 2), letters[pick(0, letters.length - 1)]);
      return packet.join("");
    };
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        if (index % 2) {
          const polling = await polled();
          for (let part = 0; part < 5; ++part) await polling.post(Array.from({ length: pick(1, 4) }, mutated).join(SEPARATOR));
          return;
        }
        const socket = await entered();
        for (let part = 0; part < 20; ++part) socket.send(pick(0, 5) ? mutated() : randomBytes(pick(0, 100)));
        socket.raw.close();
        await socket.closeCode();
      }),
    );
  });

  test("who asks without end and never reads is not heard without end, over either transport", async (t) => {
    await assertGrowth(t, harness, 24 * MEGABYTES, async () => {
      const polling = await polled();
      const question = JSON.stringify(["echo", "x".repeat(50_000)]);
      const body = Array.from({ length: 15 }, (_, id) => `42${id}${question}`).join(SEPARATOR);
      let heard = 0;
      for (; heard < 100; ++heard) {
        const { status, text } = await polling.post(`3${SEPARATOR}${body}`);
        if (status === 400 && text === UNKNOWN_SESSION) break;
        assert.equal(status, 200, text);
      }
      t.diagnostic(`heard ${heard} times 750 kB`);
      assert.ok(heard < 10);
      const raw = await enteredByHand();
      raw.socket.pause();
      const frame = frameBytes(`420${question}`);
      for (let sent = 0; sent < 400; ++sent) {
        await new Promise((resolve) => raw.socket.write(frame, resolve));
      }
      raw.socket.resume();
      assert.equal(await raw.closeCode(), SLOW_CONSUMER);
    });
  });
});
