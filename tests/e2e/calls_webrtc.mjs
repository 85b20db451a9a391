// Calls that carry something: two npm WebRTC peers over the real server, directly and through a real coturn; and what
// `doctor` says of that coturn.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { makeCertificate } from "./support/certificates.mjs";
import { coturn } from "./support/coturn.mjs";
import { command } from "./support/server.mjs";
import { started } from "./support/started.mjs";
import { webrtcCall } from "./support/webrtc_call.mjs";

const SECRET = "north";

const turnSettings = ({ port }, secret = SECRET) => ({
  TURN_URLS: `turn:127.0.0.1:${port}?transport=udp`,
  TURN_SECRET: secret,
});

test("two WebRTC peers from npm talk over a data channel that our server set up", async (t) => {
  const server = await started(t);
  const { heard, path: way } = await webrtcCall(t, server, { text: "hello over the data channel" });
  assert.equal(heard, "hello over the data channel");
  assert.doesNotMatch(way, /relay|none/);
});

test("the same through a real coturn, with nothing but the credentials that our server made", async (t) => {
  const turn = await coturn(t, { secret: SECRET });
  const server = await started(t, turnSettings(turn));
  const { heard, path: way } = await webrtcCall(t, server, { text: "hello through the relay", relayed: true });
  assert.equal(heard, "hello through the relay");
  assert.match(way, /^relay\//);
});

test("credentials of another secret are refused by coturn, and no call comes about", async (t) => {
  const turn = await coturn(t, { secret: SECRET });
  const server = await started(t, turnSettings(turn, "south"));
  const call = await webrtcCall(t, server, { text: "never", relayed: true, patience: 5000 });
  assert.deepEqual(call, { heard: null, path: "none" });
  assert.match(turn.log, /401|Unauthorized|incorrect|check_stun_auth/i);
});

async function folderOf(t) {
  const folder = await mkdtemp(path.join(tmpdir(), "switchboard-doctor-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What `doctor` says of calls, line by line. */
async function doctor(cwd, settings) {
  const quiet = { PORT: "0", PUSH_PORT: "0", SPARK_PORT: "off", ...settings };
  const { stdout } = await command(["doctor"], { settings: quiet, cwd, deadline: 60_000 });
  return stdout.split("\n").filter((line) => / calls {2}/.test(line));
}

test("doctor says in words that STUN, TURN/UDP, TURN/TCP and TURN/TLS work", async (t) => {
  const folder = await folderOf(t);
  const { cert, key } = await makeCertificate(folder);
  const turn = await coturn(t, { secret: SECRET, certificate: { cert, key } });
  const lines = await doctor(folder, {
    STUN_URLS: `stun:127.0.0.1:${turn.port}`,
    TURN_URLS: [
      `turn:127.0.0.1:${turn.port}?transport=udp`,
      `turn:127.0.0.1:${turn.port}?transport=tcp`,
      `turns:127.0.0.1:${turn.tlsPort}?transport=tcp`,
    ].join(","),
    TURN_SECRET: SECRET,
    SSL_CERT_FILE: cert,
  });
  const works = ["STUN", "TURN/UDP", "TURN/TCP", "TURN/TLS"];
  assert.equal(lines.length, 4, lines.join("\n"));
  works.forEach((kind, i) => assert.match(lines[i], new RegExp(`^good +calls +${kind} works: .* 127\\.0\\.0\\.1:\\d+$`)));
});

test("doctor names the setting to mend: secret, port, certificate, name", async (t) => {
  const folder = await folderOf(t);
  const { cert, key } = await makeCertificate(folder);
  const turn = await coturn(t, { secret: SECRET, certificate: { cert, key } });
  const lines = await doctor(folder, {
    STUN_URLS: "stun:127.0.0.1:9,stun:no-such-name.invalid",
    TURN_URLS: `turn:127.0.0.1:${turn.port}?transport=udp,turns:127.0.0.1:${turn.tlsPort}`,
    TURN_SECRET: "south",
  });
  const wrong = lines.filter((line) => line.startsWith("WRONG"));
  assert.match(wrong[0], /STUN does not work: stun:127\.0\.0\.1:9: .*mend host and port in STUN_URLS, or let UDP port 9 through/);
  assert.match(wrong[1], /the name no-such-name\.invalid is not known.*mend the name in STUN_URLS/);
  assert.match(wrong[2], /TURN\/UDP does not work: .*401; TURN_SECRET must be the TURN server's static-auth-secret/);
  assert.match(wrong[3], /TURN\/TLS does not work: .*certificate.*mend cert and pkey of the TURN server/);
  assert.match(lines.at(-1), /^note +calls +no TURN\/TCP in TURN_URLS: it is for people whose network drops UDP/);
});
