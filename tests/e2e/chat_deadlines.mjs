// What time does to a chat socket. The deadlines are the server's own, so these wait side by side.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { chat, logIn, say, signUp, Socket } from "./support/client.mjs";
import { started } from "./support/started.mjs";

describe("deadlines", { concurrency: true }, () => {
  test("who does not sign in within ten seconds is told and closed 1008", async (t) => {
    const server = await started(t);
    const since = performance.now();
    const silent = await Socket.open(server.ws("/api/chat/ws"));
    const busy = await Socket.open(server.ws("/api/ws/chat"));
    busy.send("not a sign-in");
    assert.equal((await busy.next()).error, "Invalid message format");
    for (const socket of [silent, busy]) {
      assert.deepEqual(await socket.next(30_000), { type: "error", error: "Not authenticated" });
      assert.equal((await socket.untilClosed()).code, 1008);
    }
    const seconds = (performance.now() - since) / 1000;
    assert.ok(seconds > 8 && seconds < 25, `after ${seconds.toFixed(1)} s`);
  });

  test("a socket whose token lapsed is closed 4401 after its grace; reauth with a fresh one keeps it", async (t) => {
    const server = await started(t, { JWT_EXPIRATION: "2" });
    const ann = await signUp(server);
    const since = performance.now();
    const [lapses, renews] = [await chat(server, ann, "general"), await chat(server, ann, "general")];
    const inUrl = await Socket.open(server.ws(`/api/chat/ws?token=${ann.token}`));
    await inUrl.until("authenticated");
    const renewal = setInterval(async () => {
      const { token } = await logIn(server, ann.email);
      renews.send({ type: "reauth", token });
    }, 5000);
    t.after(() => clearInterval(renewal));
    for (const socket of [lapses, inUrl]) assert.equal((await socket.untilClosed(60_000)).code, 4401);
    const seconds = (performance.now() - since) / 1000;
    assert.ok(seconds > 29 && seconds < 50, `after ${seconds.toFixed(1)} s`);
    await renews.until("authenticated");
    say(renews, "general", "still here");
    assert.equal((await renews.until("message")).content, "still here");
    clearInterval(renewal);
    await renews.leave();
  });
});
