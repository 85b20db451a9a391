// Users, their roles and rights: USERS-8 to USERS-13, and USERS-32 for REST.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { del, get, logIn, logInAsAdmin, post, put, signUp } from "./support/client.mjs";
import { pause } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import { assertError, assertUser } from "./support/shapes.mjs";

const UNKNOWN = "11111111-2222-4333-8444-555555555555";
let server;
let admin;
before(async () => {
  server = await Server.start();
  admin = await logInAsAdmin(server);
});
after(() => server?.remove());

const asAdmin = () => ({ token: admin.token });
const path = (user) => `/api/users/${user.id}`;

test("USERS-8 the list is for admins", async () => {
  const client = await signUp(server);
  assertError(await get(server, "/api/users"), 401);
  assertError(await get(server, "/api/users", { token: client.token }), 403);
  const answer = await get(server, "/api/users", asAdmin());
  assert.equal(answer.status, 200, answer.text);
  answer.body.forEach((user) => assertUser(user));
  assert.equal(answer.body[0].id, client.id, "newest first");
  assert.ok(Number(answer.headers.get("x-total-count")) >= 2);
});

test("USERS-8 pages follow one another by the Link header until all were seen once", async (t) => {
  const few = await Server.start();
  t.after(() => few.remove());
  const { token } = await logInAsAdmin(few);
  for (let count = 0; count < 7; ++count) await signUp(few);
  const seen = [];
  let next = "/api/users?limit=3";
  for (let pages = 0; next; ++pages) {
    assert.ok(pages < 5, "the pages end");
    const answer = await get(few, next, { token });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers.get("x-total-count"), "8");
    seen.push(...answer.body);
    const link = answer.headers.get("link");
    const found = link && /^<([^>]+)>; rel="next"$/.exec(link);
    if (link) assert.ok(found, link);
    next = found && new URL(found[1], few.url).pathname + new URL(found[1], few.url).search;
  }
  assert.equal(new Set(seen.map(({ id }) => id)).size, 8);
  assert.equal(seen.length, 8);
  const times = seen.map(({ created_at }) => Date.parse(created_at));
  assert.deepEqual(times, times.toSorted((a, b) => b - a));
});

test("USERS-8 a bad limit or cursor is told", async () => {
  for (const query of ["limit=0", "limit=-1", "limit=x", "limit=1e9", "limit=", "cursor=%00", "cursor=nonsense"]) {
    assertError(await get(server, `/api/users?${query}`, asAdmin()), 400);
  }
});

test("USERS-9 oneself and an admin may look, nobody else", async () => {
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const own = await get(server, path(ann), { token: ann.token });
  assert.equal(own.status, 200, own.text);
  assertUser(own.body, { id: ann.id, username: ann.username, email: ann.email });
  assertError(await get(server, path(ann), { token: bob.token }), 403);
  assertError(await get(server, path(ann)), 401);
  assert.equal((await get(server, path(ann), asAdmin())).status, 200);
  for (const bad of ["7", "not-a-uuid", "11111111-2222-4333-8444-55555555555", `${UNKNOWN}0`, "%00", "..%2fadmin"]) {
    assertError(await get(server, `/api/users/${bad}`, asAdmin()), 400);
  }
  assertError(await get(server, `/api/users/${UNKNOWN}`, asAdmin()), 404);
});

test("USERS-10 a change of e-mail and phone changes only these, and the time", async () => {
  const ann = await signUp(server, { phone_number: "+1 234 567 890" });
  const { body: before } = await get(server, path(ann), asAdmin());
  await pause(5);
  const email = `changed.${ann.email}`;
  const answer = await put(server, path(ann), { email, phone_number: "+1 987 654 321" }, { token: ann.token });
  assert.equal(answer.status, 200, answer.text);
  const { updated_at, ...rest } = answer.body;
  assert.ok(Date.parse(updated_at) > Date.parse(before.updated_at), `${before.updated_at} to ${updated_at}`);
  assert.deepEqual({ ...rest, updated_at: before.updated_at }, { ...before, email, phone_number: "+1 987 654 321" });
  assert.deepEqual((await get(server, path(ann), asAdmin())).body, answer.body);
});

test("USERS-10 a phone number that is not sent stays; null clears it", async () => {
  const ann = await signUp(server, { phone_number: "+1 234 567 890" });
  const kept = await put(server, path(ann), { full_name: "Ann Other" }, { token: ann.token });
  assertUser(kept.body, { full_name: "Ann Other", phone_number: "+1 234 567 890" });
  const cleared = await put(server, path(ann), { phone_number: null }, { token: ann.token });
  assertUser(cleared.body, { full_name: "Ann Other", phone_number: null });
});

test("USERS-10 the document's example by an admin: e-mail, inactive, phone", async () => {
  const ann = await signUp(server);
  const body = { email: `example.${ann.email}`, active: false, phone_number: "+1 987 654 321" };
  const answer = await put(server, path(ann), body, asAdmin());
  assert.equal(answer.status, 200, answer.text);
  assertUser(answer.body, body);
});

test("USERS-10 an update is held to the rules of a sign-up", async () => {
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const change = (body) => put(server, path(ann), body, { token: ann.token });
  assertError(await change({ email: bob.email }), 400, { code: "email_taken" });
  assertError(await change({ username: bob.username.toUpperCase() }), 400, { code: "username_taken" });
  for (const bad of [{ email: "x" }, { password: "short" }, { full_name: "" }, { phone_number: "abc" }, { active: "no" },
    { username: "a" }]) {
    assertError(await change(bad), 400);
  }
  for (const role of ["boss", "", 7]) assertError(await put(server, path(ann), { role }, asAdmin()), 400);
  assert.equal((await change({ email: ann.email.toUpperCase() })).status, 200, "one's own e-mail in another case");
  assertError(await put(server, path(ann), { full_name: "Eve" }, { token: bob.token }), 403);
  assertError(await put(server, path(ann), { full_name: "Eve" }), 401);
  assertError(await put(server, `/api/users/${UNKNOWN}`, { full_name: "Eve" }, asAdmin()), 404);
  assertError(await put(server, "/api/users/7", { full_name: "Eve" }, asAdmin()), 400);
});

test("USERS-10 a role is changed by an admin only, and the older token dies with it", async () => {
  const ann = await signUp(server);
  assertError(await put(server, path(ann), { role: "trainer" }, { token: ann.token }), 403);
  assertError(await put(server, path(ann), { role: "admin" }, { token: ann.token }), 403);
  const answer = await put(server, path(ann), { role: "Trainer" }, asAdmin());
  assert.equal(answer.status, 200, answer.text);
  assertUser(answer.body, { role: "trainer" });
  assertError(await get(server, path(ann), { token: ann.token }), 401);
  const again = await logIn(server, ann.email, ann.password);
  assert.equal(again.role, "trainer");
});

test("USERS-10 a new password lets in, the old one does not, and older tokens die in the same second", async () => {
  const ann = await signUp(server);
  const answer = await put(server, path(ann), { password: "NewSecurePass456" }, { token: ann.token });
  assert.equal(answer.status, 200, answer.text);
  assertError(await get(server, path(ann), { token: ann.token }), 401);
  const old = await post(server, "/api/auth/login", { email: ann.email, password: ann.password });
  assertError(old, 400, { message: "Invalid credentials" });
  const fresh = await logIn(server, ann.email, "NewSecurePass456");
  assert.equal((await get(server, path(ann), { token: fresh.token })).status, 200);
});

test("USERS-10 a wrong current password is refused, a right one is not asked for twice", async () => {
  const ann = await signUp(server);
  const change = (current_password) =>
    put(server, path(ann), { password: "NewSecurePass456", current_password }, { token: ann.token });
  assertError(await change("WrongPass123"), 403);
  assert.equal((await get(server, path(ann), { token: ann.token })).status, 200, "nothing has changed");
  assert.equal((await change(ann.password)).status, 200);
});

test("USERS-32 a deactivated account's token is refused, and only an admin wakes the account again", async () => {
  const ann = await signUp(server);
  assert.equal((await put(server, path(ann), { active: false }, { token: ann.token })).status, 200);
  assertError(await get(server, path(ann), { token: ann.token }), 401);
  assertError(await put(server, path(ann), { active: true }, { token: ann.token }), 401);
  assert.equal((await put(server, path(ann), { active: true }, asAdmin())).status, 200);
  assertError(await get(server, path(ann), { token: ann.token }), 401);
  const again = await logIn(server, ann.email, ann.password);
  assert.equal((await get(server, path(ann), { token: again.token })).status, 200);
});

test("USERS-11 an admin deletes an account, once; a client does not; its token and login are gone", async () => {
  const [ann, bob] = [await signUp(server), await signUp(server)];
  assertError(await del(server, path(ann), { token: bob.token }), 403);
  assertError(await del(server, path(ann), { token: ann.token }), 403);
  assertError(await del(server, path(ann)), 401);
  const answer = await del(server, path(ann), asAdmin());
  assert.equal(answer.status, 204);
  assert.equal(answer.text, "");
  assertError(await del(server, path(ann), asAdmin()), 404);
  assertError(await get(server, path(ann), asAdmin()), 404);
  assertError(await del(server, "/api/users/7", asAdmin()), 400);
  assertError(await get(server, path(ann), { token: ann.token }), 401);
  assertError(await post(server, "/api/auth/login", { email: ann.email, password: ann.password }), 400, {
    message: "Invalid credentials",
  });
  assert.notEqual((await signUp(server, { username: ann.username, email: ann.email })).id, ann.id);
});

test("USERS-12 a role's list holds that role, in whatever case it is asked for", async () => {
  const trainer = await signUp(server, { role: "trainer" });
  for (const role of ["trainer", "TRAINER"]) {
    const answer = await get(server, `/api/users/role/${role}`, asAdmin());
    assert.equal(answer.status, 200, answer.text);
    assert.ok(answer.body.some(({ id }) => id === trainer.id));
    answer.body.forEach((user) => assertUser(user, { role: "trainer" }));
  }
  const message = "Invalid role. Must be 'client', 'trainer', or 'admin'";
  assertError(await get(server, "/api/users/role/boss", asAdmin()), 400, { message });
  assertError(await get(server, "/api/users/role/trainer"), 401);
  assertError(await get(server, "/api/users/role/trainer", { token: trainer.token }), 403);
});

test("USERS-13 statistics are open, and their counts are those of the list", async (t) => {
  const few = await Server.start();
  t.after(() => few.remove());
  const { token } = await logInAsAdmin(few);
  const bare = await get(few, "/api/users/statistics");
  assert.deepEqual(bare.body, { roles: [{ role: "admin", count: 1 }], inactive_count: 0 });
  await signUp(few);
  const idle = await signUp(few);
  await signUp(few, { role: "trainer" });
  assert.equal((await put(few, path(idle), { active: false }, { token })).status, 200);
  const { status, body } = await get(few, "/api/users/statistics");
  assert.equal(status, 200);
  assert.equal(body.inactive_count, 1);
  const roles = Object.fromEntries(body.roles.map(({ role, count }) => [role, count]));
  const users = (await get(few, "/api/users?limit=100", { token })).body;
  const counted = {};
  for (const { role } of users) counted[role] = (counted[role] ?? 0) + 1;
  assert.deepEqual(roles, counted);
});
