// How calls sockets live and end: CALL-17 to CALL-19, CALL-21, and what goes beyond the documented frames.

import assert from "node:assert/strict";
import { test } from "node:test";

import { enroll, extended, newExtended, newPeer, offer, peer } from "./support/calls.mjs";
import { signUp } from "./support/client.mjs";
import { pause } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import { started } from "./support/started.mjs";

test("CALL-17 a person's newer socket closes the older with 1008, and survives its end", async (t) => {
  const server = await started(t);
  const who = await enroll(server);
  const older = await peer(server, who);
  const room = await older.create();
  const beside = await newPeer(server);
  await beside.join(room);
  const newer = await peer(server, who);
  assert.equal(newer.id, older.id);
  assert.deepEqual(await older.untilClosed(), { code: 1008, reason: "Duplicate connection detected" });
  assert.deepEqual(await beside.next(), { msg_type: 4, from: older.id, payload: { room_id: room, host: beside.id } });
  assert.deepEqual((await newer.join(room)).payload.clients, [beside.id, newer.id]);
  beside.say("sdp", { to: newer.id, payload: offer("hello") });
  assert.equal((await newer.next()).from, beside.id);
});

test("CALL-17 ten sockets of one person at once: one is left, and it works", async (t) => {
  const server = await started(t, { SHARDS: "4" });
  const who = await enroll(server);
  const sockets = await Promise.all(Array.from({ length: 10 }, () => peer(server, who)));
  await pause(300);
  const open = sockets.filter((socket) => socket.close === null);
  assert.equal(open.length, 1);
  assert.ok(await open[0].create());
});

test("CALL-19 SERVER_HOST is honoured, and the port that the system picked is printed and reachable", async (t) => {
  const server = await Server.start({ settings: { HOST: undefined, SERVER_HOST: "127.0.0.1", PORT: "0" } });
  t.after(() => server.remove());
  assert.match(server.lines[0], /^listening main http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  assert.ok(await (await newPeer(server)).create());
});

test("CALL-21 a peer that never reads is closed, and slows nobody", async (t) => {
  const server = await started(t, { UNREAD_BYTES_MAX: "65536" });
  const [a, b, deaf] = [await newPeer(server), await newPeer(server), await newPeer(server)];
  const room = await a.create();
  await b.join(room);
  await deaf.join(room);
  deaf.raw._socket.pause();
  const payload = offer("x".repeat(60_000));
  let gone = false;
  for (let i = 0; i < 400 && !gone; ++i) {
    a.say("sdp", { to: deaf.id, payload });
    const at = Date.now();
    a.say("sdp", { to: b.id, payload: offer(`${i}`) });
    const frame = await b.next();
    assert.ok(Date.now() - at < 1000, `${Date.now() - at} ms`);
    gone = frame.msg_type === 4;
    if (!gone) assert.equal(frame.payload.sdp.sdp, `${i}`);
    else assert.equal(frame.from, deaf.id);
  }
  assert.ok(gone, "whoever never reads is still there");
  a.say("sdp", { to: deaf.id, payload: offer("gone") });
  await a.until((frame) => frame.err === "peer not in room");
});

test("an extended socket is told of host, peers and seat; those there hear who comes", async (t) => {
  const server = await started(t);
  const ann = await signUp(server, { full_name: "Ann Smith" });
  const host = await extended(server, { key: undefined }, { headers: { Authorization: `Bearer ${ann.token}` } });
  const room_id = await host.create();
  assert.deepEqual(Object.keys(host.welcome), ["room_id", "host", "peers", "ice_servers", "seat"]);
  assert.deepEqual([host.welcome.host, host.welcome.peers, host.welcome.ice_servers], [host.id, [], []]);
  const guest = await newExtended(server);
  const { payload } = await guest.join(room_id);
  assert.deepEqual(payload.clients, [host.id, guest.id]);
  assert.deepEqual(payload.peers, [{ id: host.id, user_id: ann.id, name: "Ann Smith", polite: true }]);
  assert.match(payload.seat, /^[0-9a-f]{32}$/);
  const came = await host.hear("came");
  assert.equal(came.from, guest.id);
  assert.deepEqual(Object.keys(came.payload), ["room_id", "id", "user_id", "name", "polite", "resumed"]);
  assert.deepEqual([came.payload.id, came.payload.polite, came.payload.resumed], [guest.id, false, false]);
});

test("a lost extended socket keeps its seat: away, then the same peer again, without a leave notice", async (t) => {
  const server = await started(t);
  const who = await enroll(server);
  const host = await extended(server, who);
  const room_id = await host.create();
  const [guest, plain] = [await newExtended(server), await newPeer(server)];
  await guest.join(room_id);
  await plain.join(room_id);
  const { seat } = host.welcome;
  host.drop();
  assert.deepEqual(await guest.hear("away"), { msg_type: 17, from: host.id, payload: { room_id, seconds: 20 } });
  guest.say("sdp", { to: host.id, payload: offer("where are you") });
  assert.equal((await guest.hear("sdp")).err, "peer not in room");
  const back = await extended(server, who);
  const { payload } = await back.join(room_id, { seat });
  assert.deepEqual(payload.clients, [host.id, guest.id, plain.id]);
  assert.equal(payload.host, host.id);
  assert.notEqual(payload.seat, seat);
  const came = await guest.hear("came");
  assert.equal(came.from, plain.id);
  const again = await guest.hear("came");
  assert.deepEqual([again.from, again.payload.resumed], [host.id, true]);
  await plain.never(() => true);
  const other = await newExtended(server);
  const late = await other.join(room_id, { seat: payload.seat });
  assert.deepEqual(late.payload.clients, [host.id, guest.id, plain.id, other.id], "a foreign seat is worth nothing");
});

test("a room has fifty seats and not one more", async (t) => {
  const server = await started(t);
  const host = await newPeer(server);
  const room = await host.create();
  const second = await newPeer(server);
  await second.join(room);
  for (let i = 2; i < 50; ++i) assert.equal((await (await newPeer(server)).join(room)).err, undefined);
  const late = await newPeer(server);
  assert.deepEqual(await late.join(room), { msg_type: 6, err: "room is full" });
  host.say("leave");
  await second.hear("leave");
  assert.equal((await late.join(room)).payload.clients.length, 50);
});

test("who sends frames without end is closed, and the others go on", async (t) => {
  const server = await started(t, { RATE_LIMITS: "on" });
  const [a, b] = [await newPeer(server), await newPeer(server)];
  await b.join(await a.create());
  for (let i = 0; i < 7000; ++i) b.send('{"msg_type":255}');
  assert.equal((await b.untilClosed()).code, 4429);
  assert.equal((await a.hear("leave")).from, b.id);
});

test("a stopping server sends everybody away with 1001", async (t) => {
  const server = await started(t);
  const [a, b] = [await newExtended(server), await newExtended(server)];
  await b.join(await a.create());
  await server.stop();
  server.endedOnPurpose = true;
  for (const each of [a, b]) {
    const { code, reason } = await each.untilClosed();
    assert.equal(code, 1001);
    assert.match(reason, /^retry_after_ms=\d+$/);
  }
});
