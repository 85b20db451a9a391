// Connection state recovery on the push door, and the inbox: the push part of delivery.md, DELIV-9.

import assert from "node:assert/strict";
import { test } from "node:test";

import { get, post, signUp } from "./support/client.mjs";
import { eventually, pause } from "./support/deadline.mjs";
import { pushed, pushSession, SECRET, strangerToken, told, toUser } from "./support/push.mjs";
import { seeded, started } from "./support/started.mjs";

const settings = { JWT_SECRET: SECRET };
const recovery = { auth: { recovery: true } };
const broadcast = (server, data) => pushed(server, "POST", "/websocket/message/broadcast", { type: "news", data });

/** Cut as a lost network cuts: without a word to the server. */
const cut = (socket) => socket.io.engine.close();

for (const transports of [["websocket"], ["polling"]]) {
  test(`recovery over ${transports}: zero events, twice in a row, then with what was missed`, async (t) => {
    const server = await started(t, settings);
    const socket = await pushSession(t, server, strangerToken("ann"), { ...recovery, transports });
    const { id } = socket;
    for (let round = 0; round < 2; ++round) {
      cut(socket);
      await told(socket, "disconnect");
      assert.deepEqual(await told(socket, "connect"), [true]);
      assert.equal(socket.id, id);
    }
    await toUser(server, "ann", { data: 1 });
    assert.equal((await told(socket, "message"))[0].data, 1);
    cut(socket);
    await told(socket, "disconnect");
    await broadcast(server, 2);
    await broadcast(server, 3);
    assert.deepEqual(await told(socket, "connect"), [true]);
    for (const data of [2, 3]) assert.equal((await told(socket, "message"))[0].data, data);
    assert.deepEqual(socket.events.filter(([name]) => name === "authenticated"), [], "it goes on where it was");
  });
}

test("recovery at random cuts: every broadcast is heard once and in order", async (t) => {
  const server = await started(t, settings);
  const pick = seeded(t);
  const socket = await pushSession(t, server, strangerToken("ann"), recovery);
  const total = 300;
  let said = 0;
  const speaking = (async () => {
    while (said < total) {
      await Promise.all(Array.from({ length: pick(1, 5) }, () => said < total && broadcast(server, ++said)));
      await pause(pick(0, 20));
    }
  })();
  while (said < total) {
    await pause(pick(10, 200));
    cut(socket);
    await eventually(() => socket.connected, "the client to be back");
  }
  await speaking;
  const heard = () => socket.events.filter(([name]) => name === "message").map(([, { data }]) => data);
  await eventually(() => heard().length >= total, `all of ${total}`);
  assert.equal(new Set(heard()).size, total);
  assert.equal(heard().length, total);
  assert.deepEqual(socket.events.filter(([name, recovered]) => name === "connect" && !recovered), []);
});

test("a socket that was taken up by nobody is not recovered by a stranger, nor with another token", async (t) => {
  const server = await started(t, settings);
  const socket = await pushSession(t, server, strangerToken("ann"), recovery);
  const { id } = socket;
  socket.auth = { token: strangerToken("bob"), recovery: true };
  cut(socket);
  await told(socket, "disconnect");
  assert.deepEqual(await told(socket, "connect"), [false]);
  assert.equal((await told(socket, "authenticated"))[0].userId, "bob");
  assert.notEqual(socket.id, id);
});

test("without asking for it a client sees the documented frames and no offset", async (t) => {
  const server = await started(t, settings);
  const socket = await pushSession(t, server, strangerToken("ann"));
  await toUser(server, "ann", { data: 1 });
  assert.equal((await told(socket, "message")).length, 1);
  cut(socket);
  await told(socket, "disconnect");
  const [recovered] = await told(socket, "connect");
  assert.ok(!recovered);
});

test("DELIV-9 who was away finds stored messages and notifications in the inbox, once, on two devices", async (t) => {
  const server = await started(t, { ...settings, PUSH_CONNECTIONS_PER_USER: "2" });
  const ann = await signUp(server);
  const sent = await toUser(server, ann.id, { data: { n: 1 }, store: true });
  assert.equal(sent.status, 200, sent.text);
  assert.equal((await toUser(server, ann.id, { data: { n: 2 } })).status, 404, "nothing was to be stored");
  await pushed(server, "POST", "/websocket/notification", { userId: ann.id, title: "Hi", body: "there" });
  const devices = [
    await pushSession(t, server, ann.token, { auth: { inbox: true } }),
    await pushSession(t, server, ann.token, { auth: { inbox: true } }),
  ];
  for (const device of devices) {
    const [state] = await told(device, "inbox");
    assert.deepEqual([state.unread, state.head_seq, typeof state.epoch], [2, 2, "string"]);
    const page = await device.timeout(15_000).emitWithAck("inbox:since", 0);
    assert.deepEqual(page.items.map(({ seq, type }) => [seq, type]), [[1, "chat"], [2, "notification"]]);
    assert.deepEqual(page.items[0].data, { n: 1 });
    assert.deepEqual(device.events.filter(([name]) => name === "message"), [], "stored items are not also pushed");
  }
  const marked = await devices[0].timeout(15_000).emitWithAck("inbox:read", 2);
  assert.equal(marked.unread, 0);
  const { body } = await get(server, "/api/inbox?after_seq=0", { token: ann.token });
  assert.deepEqual([body.unread, body.items.map(({ read }) => read)], [0, [true, true]]);
  const back = await post(server, "/api/inbox/read", { seq: 1 }, { token: ann.token });
  assert.deepEqual([back.status, back.body.unread], [200, 0], "the mark never goes back");
});
