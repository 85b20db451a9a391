// Sign-ins and their refresh tokens: rotation, reuse, several tabs, log-out, the list of sessions.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { del, get, person, post, signUp } from "./support/client.mjs";
import { pause } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import { assertError, assertUser, TIME, UUID } from "./support/shapes.mjs";
import { claimsOf } from "./support/tokens.mjs";

let server;
before(async () => {
  server = await Server.start();
});
after(() => server?.remove());

const login = async (user, headers = {}) =>
  (await post(server, "/api/auth/login", { email: user.email, password: user.password }, { headers })).body;
const refresh = (refresh_token) => post(server, "/api/auth/refresh", { refresh_token });
const byCookie = (cookie, origin = server.url) =>
  post(server, "/api/auth/refresh", undefined, { headers: { cookie, origin } });
const cookieOf = (answer) => answer.headers.get("set-cookie")?.split(";")[0];
const sessions = (token) => get(server, "/api/auth/sessions", { token });

describe("sessions", { concurrency: true }, () => {
  test("a refresh token buys a new access token of the same session, and the next refresh token", async () => {
    const user = await signUp(server);
    const first = await login(user);
    const answer = await refresh(first.refresh_token);
    assert.equal(answer.status, 200, answer.text);
    assertUser(answer.body.user, { id: user.id });
    assert.notEqual(answer.body.refresh_token, first.refresh_token);
    assert.equal(answer.body.expires_in, 86_400);
    assert.match(claimsOf(first.token).sid, UUID);
    assert.equal(claimsOf(answer.body.token).sid, claimsOf(first.token).sid);
    assert.equal((await sessions(answer.body.token)).status, 200);
  });

  test("whoever missed the answer asks again with the old token and gets the same one", async () => {
    const first = await login(await signUp(server));
    const [lost, again] = [await refresh(first.refresh_token), await refresh(first.refresh_token)];
    assert.equal(again.body.refresh_token, lost.body.refresh_token);
  });

  test("five tabs that refresh at once, ten times over, stay signed in", async () => {
    let { refresh_token: token } = await login(await signUp(server));
    for (let round = 0; round < 10; ++round) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(token)));
      assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 200, 200]);
      assert.equal(new Set(answers.map(({ body }) => body.refresh_token)).size, 1);
      token = answers[0].body.refresh_token;
    }
  });

  test("a stolen refresh token that is used late ends the whole session", async () => {
    const first = await login(await signUp(server));
    const second = (await refresh(first.refresh_token)).body;
    const third = (await refresh(second.refresh_token)).body;
    assert.equal((await refresh(first.refresh_token)).status, 200, "within ten seconds it may be a slow tab");
    await pause(10_500);
    assertError(await refresh(first.refresh_token), 401, { code: "refresh_token_reused" });
    assertError(await refresh(third.refresh_token), 401, { code: "refresh_token_revoked" });
    for (const { token } of [first, second, third]) assertError(await sessions(token), 401);
    assert.match(server.stderr, /a refresh token was used again/);
  });

  test("a browser gets the refresh token in a cookie that no script and no other path sees", async () => {
    const { email, password } = await signUp(server);
    const signedIn = await post(server, "/api/auth/login", { email, password });
    assert.match(signedIn.headers.get("set-cookie"), /; Path=\/api\/auth\/refresh; Max-Age=2592000; HttpOnly; SameSite=Strict$/);
    const answer = await byCookie(cookieOf(signedIn));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.refresh_token, undefined);
    assert.notEqual(cookieOf(answer), cookieOf(signedIn));
    assertError(await byCookie(cookieOf(answer), "https://evil.example"), 403);
    assert.equal((await byCookie(cookieOf(answer))).status, 200);
  });

  test("refresh tokens that are none answer 401 or 400, never 500", async () => {
    const { refresh_token: good } = await login(await signUp(server));
    const changed = good.slice(0, -1) + (good.endsWith("A") ? "E" : "A");
    for (const token of ["", "x", changed, good.toLowerCase(), good + good, "A".repeat(100_000)]) {
      assertError(await refresh(token), 401, { code: "refresh_token_invalid" });
    }
    assertError(await post(server, "/api/auth/refresh", {}), 400, { code: "refresh_token_missing" });
    for (const wrong of [{ refresh_token: 7 }, [], "text"]) assertError(await post(server, "/api/auth/refresh", wrong), 400);
    assert.equal((await refresh(good)).status, 200);
  });

  test("logging out ends the access token at once, and the refresh token with it", async () => {
    const user = await signUp(server);
    const [here, there] = [await login(user), await login(user)];
    const answer = await post(server, "/api/auth/logout", undefined, { token: here.token });
    assert.equal(answer.status, 204, answer.text);
    assert.match(answer.headers.get("set-cookie"), /^switchboard_refresh=;.*Max-Age=0/);
    assertError(await sessions(here.token), 401);
    assertError(await refresh(here.refresh_token), 401);
    assert.equal((await sessions(there.token)).status, 200);
  });

  test("the list shows each device once, and DELETE ends one, the others, or all", async () => {
    const made = await post(server, "/api/users", person());
    const user = { ...made.body, password: "SecurePass123" };
    const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    const [a, b, c] = [await login(user, { "user-agent": firefox }), await login(user), await login(user)];
    const list = (await sessions(c.token)).body;
    assert.equal(list.length, 3);
    for (const one of list) {
      assert.match(one.id, UUID);
      for (const name of ["created_at", "last_used_at", "expires_at"]) assert.match(one[name], TIME);
      assert.equal(one.address, "127.0.0.1");
    }
    assert.deepEqual(list.filter(({ current }) => current).map(({ id }) => id), [claimsOf(c.token).sid]);
    const onFirefox = list.find(({ device }) => device === "Firefox on Linux");
    assert.equal(onFirefox.user_agent, firefox);

    const stranger = await signUp(server);
    assertError(await del(server, `/api/auth/sessions/${onFirefox.id}`, { token: stranger.token }), 404);
    assert.equal((await del(server, `/api/auth/sessions/${onFirefox.id}`, { token: c.token })).status, 204);
    assertError(await sessions(a.token), 401);
    assert.equal((await del(server, "/api/auth/sessions?others=true", { token: c.token })).status, 204);
    assertError(await sessions(b.token), 401);
    assert.equal((await sessions(c.token)).body.length, 1);
    assert.equal((await del(server, "/api/auth/sessions", { token: c.token })).status, 204);
    assertError(await sessions(c.token), 401);
  });
});

test("sessions survive a restart, and those that were ended stay ended", async () => {
  const user = await signUp(server);
  const [kept, ended] = [await login(user), await login(user)];
  await post(server, "/api/auth/logout", undefined, { token: ended.token });
  await server.kill9();
  await server.start();
  assertError(await sessions(ended.token), 401);
  assert.equal((await sessions(kept.token)).status, 200);
  assert.equal((await refresh(kept.refresh_token)).status, 200);
});
