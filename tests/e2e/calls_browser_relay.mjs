// Calls through a real coturn, and the page that says which of the servers get people through.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import {
  button, count, joinCall, launchForCalls, mediaFlows, openForCalls, startCall, tile, together,
} from "./support/call_pages.mjs";
import { makeCertificate } from "./support/certificates.mjs";
import { signUp } from "./support/client.mjs";
import { coturn } from "./support/coturn.mjs";
import { started } from "./support/started.mjs";

const SECRET = "north";

let browser;
before(async () => (browser = await launchForCalls()));
after(() => browser?.close());

const settings = ({ port, tlsPort }, secret = SECRET) => ({
  STUN_URLS: `stun:127.0.0.1:${port}`,
  TURN_URLS: [`turn:127.0.0.1:${port}?transport=udp`, `turn:127.0.0.1:${port}?transport=tcp`,
    `turns:127.0.0.1:${tlsPort}?transport=tcp`].join(","),
  TURN_SECRET: secret,
});

async function person(t, server, full_name, options) {
  const opened = await openForCalls(browser, server, await signUp(server, { full_name }), options);
  t.after(() => opened.context.close());
  return opened.page;
}

async function certificate(t) {
  const folder = await mkdtemp(path.join(tmpdir(), "switchboard-turn-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return makeCertificate(folder);
}

/** The page's findings once it has ended: `{ stun: { state, text }, … }`. */
async function diagnose(t, server) {
  const page = await person(t, server, "Ada Lovelace");
  await page.goto(`${server.url}/calls/diagnose`);
  await button(page, "Copy report").waitFor({ timeout: 90_000 });
  const rows = await page.locator("[data-probe]").evaluateAll((all) =>
    all.map(({ dataset, innerText }) => [dataset.probe, { state: dataset.state, text: innerText }]),
  );
  return { ...Object.fromEntries(rows), summary: await page.getByRole("status").innerText() };
}

test("two people who reach each other over the relay only complete a call, with our credentials", async (t) => {
  const server = await started(t, settings(await coturn(t, { secret: SECRET })));
  const relayed = { policy: "relay" };
  const ada = await person(t, server, "Ada Lovelace", relayed);
  const bob = await person(t, server, "Bob Kahn", relayed);
  await joinCall(bob, await startCall(ada, server));
  for (const page of [ada, bob]) {
    await together(page, 2);
    const { bytes, frames } = await mediaFlows(page, 1);
    assert.equal((await count(page)).relayed, 1);
    t.diagnostic(`relayed ${bytes} bytes, ${frames} frames`);
  }
  await tile(ada, "Bob Kahn").getByTitle(/ms, relayed/).waitFor();
});

test("with credentials of another secret nobody gets through, and the page names the secret", async (t) => {
  const server = await started(t, settings(await coturn(t, { secret: SECRET }), "south"));
  const relayed = { policy: "relay" };
  const ada = await person(t, server, "Ada Lovelace", relayed);
  const bob = await person(t, server, "Bob Kahn", relayed);
  await joinCall(bob, await startCall(ada, server));
  await tile(bob, "Ada Lovelace").getByText("Connecting…").waitFor();
  await tile(bob, "Ada Lovelace").getByText("Connection lost, trying again…").waitFor({ timeout: 30_000 });
  assert.equal((await count(bob)).lines, 0);

  const found = await diagnose(t, server);
  for (const probe of ["turn-udp", "turn-tcp"]) {
    assert.equal(found[probe].state, "fails");
    assert.match(found[probe].text, /TURN_SECRET/);
  }
  assert.equal(found.stun.state, "works");
  assert.match(found.summary, /no TURN server works/);
});

test("the page tells UDP, TCP and TLS apart, and finds a certificate that nobody trusts", async (t) => {
  const turn = await coturn(t, { secret: SECRET, certificate: await certificate(t) });
  const found = await diagnose(t, await started(t, settings(turn)));
  const states = Object.entries(found).flatMap(([probe, { state }]) => state ? [`${probe} ${state}`] : []);
  assert.deepEqual(states, ["stun works", "turn-udp works", "turn-tcp works", "turn-tls fails"]);
  assert.match(found["turn-tls"].text, /certificate/);
  assert.match(found.summary, /turns:/);
});

test("the page names the settings of what is not set, and asks strangers to sign in", async (t) => {
  const server = await started(t);
  const found = await diagnose(t, server);
  assert.match(found.stun.text, /STUN_URLS/);
  for (const probe of ["turn-udp", "turn-tcp", "turn-tls"]) {
    assert.equal(found[probe].state, "absent");
    assert.match(found[probe].text, /TURN_URLS/);
  }
  const stranger = await browser.newPage();
  t.after(() => stranger.close());
  await stranger.goto(`${server.url}/calls/diagnose`);
  await stranger.getByText("Sign in first").waitFor();
  assert.match(await stranger.getByRole("link", { name: "Sign in" }).getAttribute("href"), /sign-in/);
});
