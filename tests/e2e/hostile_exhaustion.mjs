// When something runs out - the disk, the seats of an address - there is a clear answer, and it passes.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { chat, get, person, post, say, signUp, Socket } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { assertGapFree, history } from "./support/history.mjs";
import { RawConnection } from "./support/raw_connection.mjs";
import { assertError } from "./support/shapes.mjs";
import { SmallDisk } from "./support/small_disk.mjs";
import { started } from "./support/started.mjs";

test("a full disk: 503 and an error frame, nothing acknowledged that is not stored, and it recovers", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "switchboard-disk-"));
  const disk = await SmallDisk.make(t, folder);
  const server = await started(t, { DATA_DIR: disk.folder, DATABASE_URL: `sqlite:${disk.folder}/switchboard.db` });
  t.after(() => rm(folder, { recursive: true, force: true }));
  const ann = await signUp(server);
  const socket = await chat(server, ann, "general", { connect: { since_seq: 0 } });
  const acknowledged = new Map();
  let said = 0;
  // Says so many things one after the other; how many of them were stored.
  const speak = async (count) => {
    let kept = 0;
    for (let turn = 0; turn < count; ++turn) {
      const name = `n${++said}`;
      say(socket, "general", `${name} ${"x".repeat(4000)}`, { client_msg_id: name });
      const frame = await socket.until(({ type }) => type === "sent" || type === "error", 20_000);
      if (frame.type === "error") assert.match(frame.error, /could not be stored/);
      else acknowledged.set(frame.client_msg_id, frame), ++kept;
    }
    return kept;
  };
  assert.equal(await speak(5), 5);
  await disk.fill(server);
  let rounds = 0;
  while ((await speak(20)) > 0) assert.ok(++rounds < 400, "the disk never became full");
  const body = { content: "over REST" };
  assertError(await post(server, "/api/chat/rooms/general/messages", body, { token: ann.token }), 503);
  const newcomer = person();
  assertError(await post(server, "/api/users", newcomer), 503);
  assert.equal((await get(server, "/readyz")).status, 503, "not ready while nothing can be kept");
  assert.equal((await get(server, "/livez")).status, 200, "but alive");
  const login = { email: ann.email, password: ann.password };
  // A sign-in that is not kept could not be revoked.
  assertError(await post(server, "/api/auth/login", login), 503);
  assert.equal((await get(server, `/api/users/${ann.id}`, { token: ann.token })).status, 200, "what needs no disk goes on");
  assert.equal((await get(server, "/api/chat/rooms/general/messages", { token: ann.token })).status, 200);
  await disk.free(server);
  await eventually(async () => (await speak(1)) === 1, "messages to be kept again", 20_000);
  assert.equal((await post(server, "/api/users", newcomer)).status, 201, "nothing of the refused sign-up was left");
  await eventually(async () => (await get(server, "/readyz")).status === 200, "it to be ready again", 15_000);
  for (const last of ["before", "after"]) {
    const stored = await history(server, ann, "general");
    assertGapFree(stored);
    assert.deepEqual(stored.map(({ id }) => id), [...acknowledged.values()].map(({ id }) => id), `${last} kill -9`);
    assert.deepEqual(stored.map(({ content }) => content.split(" ")[0]), [...acknowledged.keys()]);
    if (last === "before") await server.kill9().then(() => server.start());
  }
});

test("an address has so many seats; the next gets 429, and a seat that is given back is taken again", async (t) => {
  const server = await started(t, { RATE_LIMITS: "on", CONNECTIONS_PER_IP_MAX: "1000" });
  const seats = [];
  for (let batch = 0; batch < 10; ++batch) {
    seats.push(...(await Promise.all(Array.from({ length: 100 }, () => RawConnection.open(server)))));
  }
  const [late, later] = [await RawConnection.open(server), await RawConnection.open(server)];
  for (const raw of [late, later]) {
    const answer = await raw.answer();
    assert.equal(answer.status, 429);
    assert.match(answer.headers.get("retry-after"), /^\d+$/);
    await raw.ended();
  }
  await assert.rejects(Socket.open(server.ws("/api/chat/ws")), ({ status }) => status === 429);
  for (const raw of seats.slice(0, 10)) raw.socket.destroy();
  const ask = () => get(server, "/livez").catch(() => ({}));
  await eventually(async () => (await ask()).status === 200, "a seat to be free again", 15_000);
  for (const raw of seats) raw.socket.destroy();
  const ann = await signUp(server);
  const socket = await chat(server, ann, "general");
  say(socket, "general", "there is room again");
  await socket.until("message");
  await socket.leave();
});

test("CONNECTIONS_MAX is a bound for all together: 503 with when to come back", async (t) => {
  const server = await started(t, { CONNECTIONS_MAX: "50" });
  const seats = await Promise.all(Array.from({ length: 50 }, () => RawConnection.open(server)));
  const late = await RawConnection.open(server);
  const answer = await late.answer();
  assert.equal(answer.status, 503);
  assert.match(answer.headers.get("retry-after"), /^\d+$/);
  for (const raw of seats) raw.socket.destroy();
  const ask = () => get(server, "/livez").catch(() => ({}));
  await eventually(async () => (await ask()).status === 200, "a seat to be free again", 15_000);
});
