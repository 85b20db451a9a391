// The shapes that the contract promises, as checks.

import assert from "node:assert/strict";

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const USER_FIELDS = [
  "active", "created_at", "email", "full_name", "id", "phone_number", "role", "updated_at", "username",
];

export function assertUser(user, expected = {}) {
  assert.deepEqual(USER_FIELDS.filter((name) => !(name in user)), [], "a user object lacks fields");
  assert.match(user.id, UUID);
  assert.match(user.created_at, TIME);
  assert.match(user.updated_at, TIME);
  assert.equal(typeof user.active, "boolean");
  assert.ok(["client", "trainer", "admin"].includes(user.role), user.role);
  assert.deepEqual(Object.keys(user).filter((name) => /password|hash|version/i.test(name)), []);
  for (const [name, value] of Object.entries(expected)) assert.equal(user[name], value, name);
}

/** The documented error object, with this status and, when given, text and code. */
export function assertError(answer, status, { message, code } = {}) {
  assert.equal(answer.status, status, `${answer.status} ${answer.text}`);
  assert.ok(answer.body, `an error object, not: ${answer.text}`);
  assert.equal(answer.body.error, true);
  assert.equal(answer.body.status, status);
  assert.equal(typeof answer.body.message, "string");
  assert.notEqual(answer.body.message, "");
  assert.equal(typeof answer.body.code, "string");
  assert.equal(typeof answer.body.request_id, "string");
  if (message instanceof RegExp) assert.match(answer.body.message, message);
  else if (message) assert.equal(answer.body.message, message);
  if (code) assert.equal(answer.body.code, code);
  if (status === 401) assert.match(answer.headers.get("www-authenticate") ?? "", /^Bearer\b/);
  if (status === 429 || status === 503) assert.match(answer.headers.get("retry-after") ?? "", /^\d+$/);
}
