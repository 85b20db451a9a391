// Tokens as an outsider would make or forge them, and what is inside one.

import { createHmac } from "node:crypto";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A signed token; `algorithm` is the header's word, `hash` what really signs. No secret: no signature. */
export function mint(claims, secret, { algorithm = "HS256", hash = "sha256" } = {}) {
  const signed = `${encode({ alg: algorithm, typ: "JWT" })}.${encode(claims)}`;
  const signature = secret ? createHmac(hash, secret).update(signed).digest("base64url") : "";
  return `${signed}.${signature}`;
}

export const claimsOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));

/** The documented claims of a user, good for an hour. */
export function claimsFor(user, more = {}) {
  const now = Math.floor(Date.now() / 1000);
  const { id: sub, username: name, email, role } = user;
  return { sub, name, email, role, iat: now, exp: now + 3600, ...more };
}
