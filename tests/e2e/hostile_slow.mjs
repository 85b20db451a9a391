// Clients that take their time: deadlines end them. The waits are the server's, so they pass side by side.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { get, signUp } from "./support/client.mjs";
import { RawConnection } from "./support/raw_connection.mjs";
import { started } from "./support/started.mjs";

const HEAD_SECONDS = [8, 25];
const BODY_SECONDS = [27, 50];

/** The answer and when it came; meanwhile `trickle` is written each second. */
async function endOf(raw, trickle, [least, most]) {
  const since = performance.now();
  const drip = trickle && setInterval(() => raw.write(trickle), 1000);
  try {
    const answer = await raw.answer(most * 1000 + 5000);
    await raw.ended();
    const seconds = (performance.now() - since) / 1000;
    assert.ok(seconds >= least && seconds <= most, `ended after ${seconds.toFixed(1)} s`);
    return answer;
  } finally {
    clearInterval(drip);
  }
}

describe("slow clients", { concurrency: true }, () => {
  const cases = [
    ["says nothing at all", "", null, HEAD_SECONDS, [408, undefined]],
    ["stops in the middle of its head", "GET /livez HTTP/1.1\r\nHost: chat", null, HEAD_SECONDS, [408]],
    ["sends its head byte by byte", "GET /livez HTTP/1.1\r\nHost: chat.test\r\nX: ", "x", HEAD_SECONDS, [408]],
    ["sends empty lines", "", "\r\n", [3, 25], [400, 408, undefined]],
    [
      "sends its body byte by byte",
      "POST /api/users HTTP/1.1\r\nHost: chat.test\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
      " ", BODY_SECONDS, [408],
    ],
    [
      "sends chunks of one byte",
      "POST /api/users HTTP/1.1\r\nHost: chat.test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
      "1\r\n \r\n", BODY_SECONDS, [408],
    ],
  ];
  for (const [name, bytes, trickle, seconds, statuses] of cases) {
    test(`a client that ${name} is ended by its deadline`, async (t) => {
      const server = await started(t);
      const raw = await RawConnection.open(server);
      raw.write(bytes);
      const answer = await endOf(raw, trickle, seconds);
      assert.ok(statuses.includes(answer?.status), `${answer?.status}`);
      assert.equal((await get(server, "/livez")).status, 200);
    });
  }

  test("200 slow heads at once do not keep a fast one waiting", async (t) => {
    const server = await started(t);
    const ann = await signUp(server);
    const slow = await Promise.all(Array.from({ length: 200 }, () => RawConnection.open(server)));
    for (const raw of slow) raw.write("GET /livez HTTP/1.1\r\nHost: chat.test\r\nX: ");
    const since = performance.now();
    for (let count = 0; count < 20; ++count) {
      assert.equal((await get(server, "/api/chat/rooms", { token: ann.token })).status, 200);
    }
    const spent = performance.now() - since;
    assert.ok(spent < 5000, `twenty requests took ${spent.toFixed(0)} ms`);
    const answers = await Promise.all(slow.map((raw) => raw.answer(30_000)));
    assert.deepEqual(new Set(answers.map((answer) => answer?.status)), new Set([408]));
  });
});
