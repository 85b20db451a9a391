// Many rooms at once, and people who come and go at random: the invariants of calls.

import assert from "node:assert/strict";
import { test } from "node:test";

import { candidate, enroll, extended, offer, peer, TYPE } from "./support/calls.mjs";
import { signUp } from "./support/client.mjs";
import { pause } from "./support/deadline.mjs";
import { seeded, started } from "./support/started.mjs";

/** Runs `work` for each of `items`, `width` at a time. */
async function inLanes(items, width, work) {
  const waiting = [...items.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** A room of three that sets up a call as clients do: offers, answers and ten candidates each way, all in order. */
async function setUpCall(server, people) {
  const peers = await Promise.all(people.map((who) => peer(server, who)));
  const room = await peers[0].create();
  for (const each of peers.slice(1)) {
    const { payload } = await each.join(room);
    for (const to of payload.clients) {
      if (to === each.id) continue;
      each.say("sdp", { to, payload: offer(`${each.id}`) });
      for (let i = 0; i < 10; ++i) each.say("ice", { to, payload: candidate(i) });
    }
  }
  const wanted = [2, 2, 2]; // of each peer: the two others
  await Promise.all(
    peers.map(async (me, at) => {
      const heard = new Map();
      for (let frames = 0; frames < wanted[at] * 11; ++frames) {
        const frame = await me.next(20_000);
        const before = heard.get(frame.from) ?? [];
        heard.set(frame.from, [...before, frame]);
        const earlier = peers.findIndex(({ id }) => id === frame.from) > at;
        if (frame.msg_type !== TYPE.sdp || !earlier) continue;
        me.say("sdp", { to: frame.from, payload: { sdp: { type: "answer", sdp: `${me.id}` } } });
        for (let i = 0; i < 10; ++i) me.say("ice", { to: frame.from, payload: candidate(i) });
      }
      for (const [from, frames] of heard) {
        assert.equal(frames.length, 11);
        assert.equal(frames[0].payload.sdp.sdp, `${from}`);
        frames.slice(1).forEach((frame, i) => assert.deepEqual(frame.payload, candidate(i)));
      }
    }),
  );
  return peers;
}

test("a thousand rooms of three set up in one run, without a lost or a reordered message", async (t) => {
  const server = await started(t);
  const accounts = [];
  await inLanes(Array(3000).fill(), 64, async () => accounts.push(await enroll(server)));
  const rooms = Array.from({ length: 1000 }, (_, i) => accounts.slice(3 * i, 3 * i + 3));
  const open = [];
  const at = Date.now();
  await inLanes(rooms, 8, async (people) => open.push(...(await setUpCall(server, people))));
  t.diagnostic(`1,000 rooms of 3 in ${Date.now() - at} ms, 3,000 sockets open at the end`);
  await pause(200);
  for (const each of open) {
    assert.equal(each.close, null);
    assert.deepEqual(each.frames, []);
  }
  for (const each of open) each.drop();
});

/** What one socket knows of its room, from its own frames; it fails at whatever cannot be. */
class Picture {
  constructor(socket) {
    this.members = socket.welcome.clients ? [...socket.welcome.clients] : [socket.id];
    assert.equal(this.members[0], socket.welcome.host);
  }

  hear({ msg_type, from, payload }) {
    const known = this.members.includes(from);
    if (msg_type === TYPE.came) {
      assert.equal(known, payload.resumed, `${from} came`);
      if (!known) this.members.push(from);
      return;
    }
    assert.ok(known, `${msg_type} of ${from}, who is not there`);
    if (msg_type !== TYPE.leave) return;
    this.members = this.members.filter((id) => id !== from);
    assert.equal(this.members[0], payload.host, "the host is the first in the order of joining");
  }
}

test("who joins, leaves, vanishes and comes back at random: no ghost, nothing twice, one picture", async (t) => {
  const server = await started(t, { SHARDS: "3" });
  const pick = seeded(t);
  const people = [];
  for (let i = 0; i < 8; ++i) people.push(await signUp(server));
  const keeper = await extended(server, {}, { headers: { Authorization: `Bearer ${people[0].token}` } });
  const room = await keeper.create();
  keeper.picture = new Picture(keeper);
  const inside = new Map();
  const come = async (who) => {
    const socket = await extended(server, {}, { headers: { Authorization: `Bearer ${who.token}` } });
    await socket.join(room, pick(0, 1) === 1 && who.seat ? { seat: who.seat } : {});
    who.seat = socket.welcome.seat;
    socket.picture = new Picture(socket);
    inside.set(who, socket);
  };
  const ways = [
    come,
    async (who) => inside.get(who)?.say("leave"),
    async (who) => inside.get(who)?.raw.close(1000),
    async (who) => inside.get(who)?.drop(),
  ];
  for (let step = 0; step < 400; ++step) {
    const who = people[pick(1, 7)];
    const way = pick(0, 3);
    await ways[way](who);
    if (way !== 0) inside.delete(who);
    if (pick(0, 4) === 0) await pause(pick(0, 20));
  }
  for (const who of people.slice(1)) await come(who); // whoever was away takes a seat again
  await pause(500);
  const pictures = [keeper, ...inside.values()].map((socket) => {
    for (const frame of socket.frames) socket.picture.hear(frame);
    return socket.picture.members;
  });
  assert.equal(inside.size, 7);
  for (const members of pictures) assert.deepEqual(members, pictures[0]);
  assert.deepEqual([...pictures[0]].sort(), [keeper, ...inside.values()].map(({ id }) => id).sort());
});
