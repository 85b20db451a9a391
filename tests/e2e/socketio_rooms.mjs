// A room of stock clients of Socket.IO: binary events to all of them, and questions that each answers.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { Harness } from "./support/harness.mjs";
import { asked, collected, connected, upgraded, WAYS } from "./support/socketio.mjs";

const ROUNDS = 60;

/** Members of a room of their own: each of them comes another way, the last two are recoverable. */
async function members(t) {
  const harness = await Harness.started(t, "socketio-rooms-harness");
  const ways = Object.values(WAYS);
  const options = [...ways.map((transports) => ({ transports })), ...ways.slice(0, 2).map((transports) => ({ transports, auth: { recovery: true } }))];
  const all = [];
  for (const each of options) all.push(await connected(t, harness, each));
  await upgraded(all[2]);
  return all;
}

/** Without the number that recoverable sockets find behind the arguments. */
const plain = ([count, bytes, more]) => [count, bytes, more];

describe("a room of Socket.IO clients", () => {
  test("events with bytes reach everybody, whole, once and in order", async (t) => {
    const all = await members(t);
    const told = all.map((socket) => collected(socket, "told", ROUNDS));
    const said = Array.from({ length: ROUNDS }, (_, round) => [round, Buffer.alloc(round * 100, round), { deep: [Buffer.from([0x1e, round]), "text"] }]);
    for (const each of said) all[0].emit("tell", ...each);
    for (const events of await Promise.all(told)) assert.deepEqual(events.map(plain), said);
  });

  test("events with and without bytes keep the order in which they were said", async (t) => {
    const all = await members(t);
    const told = all.slice(1).map((socket) => collected(socket, "told", ROUNDS));
    for (let round = 0; round < ROUNDS; ++round) all[0].emit("tell others", round, round % 2 ? Buffer.from("odd") : "even", null);
    for (const events of await Promise.all(told)) assert.deepEqual(events.map(([round]) => round), Array.from({ length: ROUNDS }, (_, round) => round));
    assert.equal(all[0].seen.filter(([name]) => name === "told").length, 0);
  });

  test("a question is answered by each of the others, with bytes too", async (t) => {
    const [asker, ...others] = await members(t);
    others.forEach((socket, index) => socket.on("asked", (what, bytes, answer) => answer(index === 0 ? Buffer.alloc(7) : `${what} ${bytes.length} ${index}`)));
    const [count, answered, answers] = await asked(asker, "ask", "who?", Buffer.from("abc"));
    assert.deepEqual([count, answered], [others.length, others.length]);
    assert.deepEqual(answers.map(([each]) => each).sort(), [7, "who? 3 1", "who? 3 2", "who? 3 3"]);
  });

  test("who keeps silent is waited for until the deadline, who leaves is not", async (t) => {
    const [asker, silent, leaving, ...others] = await members(t);
    others.forEach((socket) => socket.on("asked", (answer) => answer("here")));
    silent.on("asked", () => {});
    leaving.on("asked", () => leaving.disconnect());
    const begin = Date.now();
    assert.deepEqual(await asked(asker, "ask"), [4, 2, [["here"], ["here"]]]);
    assert.ok(Date.now() - begin >= 1900, "the deadline was waited for");
    silent.disconnect();
    const again = Date.now();
    const [, answered, answers] = await asked(asker, "ask");
    assert.deepEqual([answered, answers], [2, [["here"], ["here"]]]);
    assert.ok(Date.now() - again < 1900, "nobody was waited for");
  });
});
