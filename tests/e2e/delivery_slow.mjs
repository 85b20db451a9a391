// A subscriber that stops reading harms nobody but itself: DELIV-6.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chat, get, say, signUp } from "./support/client.mjs";
import { assertGapFree, history, messagesOf } from "./support/history.mjs";
import { started } from "./support/started.mjs";

const CONTENT = "x".repeat(4000);
const MEBIBYTE = 1 << 20;

async function metric(server, name) {
  const { text } = await get(server, "/metrics");
  const line = text.split("\n").find((each) => each.startsWith(`${name} `));
  return Number(line.slice(name.length));
}

const residentBytes = (server) => metric(server, "api_memory_usage_bytes");

// A sanitizer keeps freed memory, or notes on who touched it, for a while, which would look like growth.
const sanitizer = (name, more) => ({ [name]: `${process.env[name] ?? ""}:${more}`.replace(/^:/, "") });
const memory = {
  ...sanitizer("ASAN_OPTIONS", "quarantine_size_mb=1"),
  ...sanitizer("TSAN_OPTIONS", "flush_memory_ms=500"),
};

for (const [name, options] of [["plain", {}], ["with permessage-deflate", { perMessageDeflate: true }]]) {
  test(`DELIV-6 who stops reading (${name}) is closed 4413, the others see no delay, and it recovers everything`, async (t) => {
    const server = await started(t, { UNREAD_BYTES_MAX: "65536", ...memory });
    const [ann, bob, eve] = [await signUp(server), await signUp(server), await signUp(server)];
    const [speaks, hears] = [await chat(server, ann, "general"), await chat(server, bob, "general")];
    const fill = () => (options.perMessageDeflate ? Array.from({ length: 250 }, Math.random).join("") : CONTENT);
    const gone = `${eve.full_name} has left the chat`;
    const isGone = () => hears.frames.some(({ content }) => content === gone);
    let said = 0;
    const round = async () => {
      const since = performance.now();
      for (let count = 0; count < 20; ++count) say(speaks, "general", `${++said} ${fill()}`.slice(0, 4096));
      const last = `${said} `;
      await hears.until(({ content }) => content.startsWith(last), 30_000);
      speaks.frames = [];
      hears.frames = hears.frames.filter(({ content }) => content === gone);
      return performance.now() - since;
    };
    while (said < 600) await round();
    const before = await residentBytes(server);
    const slow = await chat(server, eve, "general", { options, connect: { since_seq: 0 } });
    await slow.until("presence");
    const first = slow.connected.head_seq + 1;
    slow.raw.pause();
    let worst = 0;
    while (!isGone() && said < 6000) worst = Math.max(worst, await round());
    assert.ok(isGone(), `still there after ${said} messages`);
    const grown = (await residentBytes(server)) - before;
    t.diagnostic(`${said} messages, worst round ${worst.toFixed(0)} ms, grown ${(grown / MEBIBYTE).toFixed(1)} MiB`);
    assert.ok(worst < 5000, `a round of 20 messages took the others ${worst.toFixed(0)} ms`);
    assert.ok(grown < 24 * MEBIBYTE, `memory grew by ${(grown / MEBIBYTE).toFixed(1)} MiB`);
    slow.raw.resume();
    const { code } = await slow.untilClosed(20_000);
    assert.equal(code, 4413);
    assert.equal(await metric(server, "switchboard_slow_consumers_total"), 1);
    assert.equal(await metric(server, 'switchboard_sessions{door="chat"}'), 2, "the two who keep up");
    const seen = messagesOf(slow);
    assertGapFree(seen, first);
    const connect = { since_seq: slow.connected.head_seq + seen.length, epoch: slow.connected.epoch };
    const back = await chat(server, eve, "general", { options, connect });
    assert.equal(back.connected.recovered, true, `of ${said} messages ${seen.length} were seen`);
    say(speaks, "general", "welcome back");
    back.frames.push(await back.until(({ content }) => content === "welcome back", 30_000));
    const all = [...seen, ...messagesOf(back)];
    assertGapFree(all, first);
    assert.equal(all.at(-1).seq, said + 1);
    for (const socket of [speaks, hears, back]) socket.drop();
  });
}

test("DELIV-6 recovery is paced by the socket and does not count against UNREAD_BYTES_MAX", async (t) => {
  const server = await started(t, { UNREAD_BYTES_MAX: "16384" });
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const speaks = await chat(server, ann, "general", { connect: { since_seq: 0 } });
  for (let count = 1; count <= 900; ++count) say(speaks, "general", `${count} ${CONTENT}`);
  await speaks.until(({ seq }) => seq === 900, 60_000);
  const { epoch } = speaks.connected;
  const late = await chat(server, bob, "general", { connect: { since_seq: 0, epoch } });
  late.raw.pause();
  for (let count = 901; count <= 940; ++count) say(speaks, "general", `${count} ${CONTENT}`);
  await speaks.until(({ seq }) => seq === 940, 30_000);
  late.raw.resume();
  await late.until(({ seq }) => seq === 940, 30_000).then((last) => late.frames.push(last));
  assertGapFree(messagesOf(late));
  assert.equal((await history(server, bob, "general")).length, 940);
  assert.equal(late.close, null);
  await Promise.all([speaks.leave(), late.leave()]);
});
