// What was acknowledged outlives the server, however it ends: DELIV-2 and DELIV-11.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chat, say, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { assertGapFree, history, messagesOf } from "./support/history.mjs";
import { assertSane, seeded, started } from "./support/started.mjs";

const ROUNDS = 12;
const CLIENTS = 4;

/** A client that says numbered things, and says again on a new socket what nobody acknowledged. */
class Speaker {
  acknowledged = new Map(); // client_msg_id → the sent frame
  said = 0;

  constructor(server, user) {
    this.server = server;
    this.user = user;
  }

  async join() {
    this.socket = await chat(this.server, this.user, "general", { connect: { since_seq: 0 } });
    for (let number = 1; number <= this.said; ++number) {
      if (!this.acknowledged.has(`n${number}`)) this.#say(number);
    }
  }

  speak(count) {
    for (let turn = 0; turn < count; ++turn) this.#say(++this.said);
  }

  #say(number) {
    say(this.socket, "general", `${this.user.username} ${number}`, { client_msg_id: `n${number}` });
  }

  get heard() {
    return this.socket.frames.filter(({ type }) => type === "sent").length;
  }

  note() {
    for (const frame of this.socket.frames) {
      if (frame.type !== "sent") continue;
      const before = this.acknowledged.get(frame.client_msg_id);
      if (before) assert.deepEqual([frame.id, frame.seq], [before.id, before.seq]);
      this.acknowledged.set(frame.client_msg_id, frame);
    }
    this.socket.frames = [];
  }
}

function assertAllKept(speakers, stored) {
  const byId = new Map(stored.map((item) => [item.id, item]));
  assert.equal(byId.size, stored.length, "an id twice");
  for (const { user, acknowledged } of speakers) {
    for (const [name, { id, seq }] of acknowledged) {
      const item = byId.get(id);
      assert.ok(item, `${user.username} ${name} was acknowledged with seq ${seq} and is gone`);
      assert.deepEqual([item.seq, item.content], [seq, `${user.username} ${name.slice(1)}`]);
    }
  }
}

const sum = (speakers, of) => speakers.reduce((total, speaker) => total + of(speaker), 0);

test(`DELIV-2 kill -9 in the middle of a storm, ${ROUNDS} times: what was acknowledged is in the history, once`, async (t) => {
  const server = await started(t);
  const pick = seeded(t);
  const speakers = [];
  for (let count = 0; count < CLIENTS; ++count) speakers.push(new Speaker(server, await signUp(server)));
  let open = 0;
  for (let round = 0; round < ROUNDS; ++round) {
    await Promise.all(speakers.map((speaker) => speaker.join()));
    const enough = pick(1, 250);
    for (const speaker of speakers) speaker.speak(100);
    await eventually(() => sum(speakers, ({ heard }) => heard) >= enough, `${enough} acknowledgements`, 30_000);
    await server.kill9();
    assertSane(server);
    await Promise.all(speakers.map(({ socket }) => socket.untilClosed()));
    for (const speaker of speakers) speaker.note();
    open += sum(speakers, ({ said, acknowledged }) => said - acknowledged.size);
    await server.start();
    const stored = await history(server, speakers[0].user, "general");
    assertGapFree(stored);
    assertAllKept(speakers, stored);
  }
  assert.ok(open > 0, "no kill fell into a storm");
  await Promise.all(speakers.map((speaker) => speaker.join()));
  await eventually(() => {
    for (const speaker of speakers) speaker.note();
    return speakers.every(({ said, acknowledged }) => acknowledged.size === said);
  }, "everything to be acknowledged", 30_000);
  const stored = await history(server, speakers[0].user, "general");
  assertGapFree(stored);
  assertAllKept(speakers, stored);
  assert.equal(stored.length, CLIENTS * ROUNDS * 100, "each message is there once, repeated or not");
});

test("DELIV-11 SIGTERM under load: 1001 with a moment of one's own to come back, status 0, nothing lost or doubled", async (t) => {
  const server = await started(t);
  const users = [];
  for (let count = 0; count < CLIENTS; ++count) users.push(await signUp(server));
  const speakers = users.map((user) => new Speaker(server, user));
  const listeners = await Promise.all(
    Array.from({ length: 20 }, (_, index) => chat(server, users[index % CLIENTS], "general", { connect: { since_seq: 0 } })),
  );
  await Promise.all(speakers.map((speaker) => speaker.join()));
  for (const speaker of speakers) speaker.speak(300);
  await eventually(() => sum(speakers, ({ heard }) => heard) >= 50, "the storm", 30_000);
  server.signal("SIGTERM");
  const closes = await Promise.all(
    [...listeners, ...speakers.map(({ socket }) => socket)].map((socket) => socket.untilClosed(20_000)),
  );
  assert.deepEqual(await server.ended(), { status: 0, signal: null });
  assertSane(server);
  const moments = closes.map(({ code, reason }) => {
    assert.equal(code, 1001);
    return Number(/^retry_after_ms=(\d+)$/.exec(reason)?.[1]);
  });
  for (const moment of moments) assert.ok(moment >= 0 && moment <= 60_000, `${moment}`);
  assert.ok(new Set(moments).size > moments.length / 2, `they would all come back at once: ${moments}`);
  for (const speaker of speakers) speaker.note();
  await server.start();
  await Promise.all(speakers.map((speaker) => speaker.join()));
  await eventually(() => {
    for (const speaker of speakers) speaker.note();
    return speakers.every(({ said, acknowledged }) => acknowledged.size === said);
  }, "everything to be acknowledged", 30_000);
  const stored = await history(server, users[0], "general");
  assertGapFree(stored);
  assertAllKept(speakers, stored);
  assert.equal(stored.length, CLIENTS * 300);
  for (const listener of listeners) {
    const seen = messagesOf(listener);
    assertGapFree(seen);
    const { connected } = listener;
    const back = await chat(server, users[0], "general", {
      connect: { since_seq: seen.length, epoch: connected.epoch },
    });
    assert.equal(back.connected.epoch, connected.epoch, "the epoch outlives a restart");
    if (!back.connected.recovered) assert.ok(stored.length - seen.length > 1000);
    else await back.until("presence");
    if (back.connected.recovered) assertGapFree([...seen, ...messagesOf(back)]);
    if (back.connected.recovered) assert.equal(seen.length + messagesOf(back).length, stored.length);
    back.drop();
  }
});
