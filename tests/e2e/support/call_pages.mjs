// What a person does in a call, by the words on the screen, and what the browser counts meanwhile.

import assert from "node:assert/strict";

import { launch } from "./browser.mjs";
import { eventually } from "./deadline.mjs";
import { openSignedIn } from "./web_pages.mjs";

// A camera that shows a clock and a microphone that beeps; nobody is asked; 127.0.0.1 is a network.
const devices = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--allow-loopback-in-peer-connection",
  "--auto-select-desktop-capture-source=Entire screen",
];

export const launchForCalls = () => launch({ args: devices });

// In the page: every connection that it makes is kept where a test can count, with what the test
// says about the way it may take.
function keepConnections(policy) {
  const connections = [];
  const Real = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Real {
    constructor(configuration) {
      super({ ...configuration, ...(policy && { iceTransportPolicy: policy }) });
      connections.push(this);
    }
  };
  globalThis.countMedia = async () => {
    const sum = { bytes: 0, frames: 0, relayed: 0, lines: 0 };
    for (const connection of connections) {
      if (connection.connectionState !== "connected") continue;
      const stats = [...(await connection.getStats()).values()];
      sum.lines += 1;
      for (const { type, bytesReceived = 0, framesDecoded = 0, selectedCandidatePairId: id } of stats) {
        if (type === "inbound-rtp") [sum.bytes, sum.frames] = [sum.bytes + bytesReceived, sum.frames + framesDecoded];
        const pair = type === "transport" && stats.find((each) => each.id === id);
        const local = pair && stats.find((each) => each.id === pair.localCandidateId);
        if (local?.candidateType === "relay") sum.relayed += 1;
      }
    }
    return sum;
  };
}

/** Opens the page signed in as `user`, ready for calls: as openSignedIn does. */
export async function openForCalls(browser, server, user, { policy, ...options } = {}) {
  return openSignedIn(browser, server, user, { ...options, begin: [keepConnections, policy] });
}

export const tiles = (page) => page.locator('[data-tile^="p"], [data-tile="self"]');
export const tile = (page, name) => page.getByRole("group", { name: new RegExp(`^${name}`) });
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const inCall = (page) => button(page, "Leave call");
export const count = (page) => page.evaluate(() => globalThis.countMedia());

/** A new call, and in it: its address. */
export async function startCall(page, server) {
  await page.goto(`${server.url}/#/call/new`);
  await button(page, "Start call").click();
  await inCall(page).waitFor();
  await page.waitForURL(/#\/call\/\d+$/);
  return page.url();
}

export async function joinCall(page, url) {
  await page.goto(url);
  await button(page, "Join call").click();
  await inCall(page).waitFor();
}

/** Waits until exactly these are on the stage, all of the others connected. */
export async function together(page, number, ms = 15_000) {
  await eventually(
    async () => {
      const states = await tiles(page).evaluateAll((all) => all.map((each) => each.dataset.link));
      return states.length === number && states.every((state) => state === "connected");
    },
    `${number} people who are connected`,
    ms,
  );
}

/** Sound and pictures come in, from `lines` people: bytes received grow and frames are decoded. */
export async function mediaFlows(page, lines, ms = 15_000) {
  const before = await count(page);
  let now;
  await eventually(
    async () => {
      now = await count(page);
      return now.lines === lines && now.bytes > before.bytes && now.frames > before.frames + 5;
    },
    `media from ${lines} people`,
    ms,
  ).catch((error) => assert.fail(`${error.message}: ${JSON.stringify({ before, now })}`));
  return { bytes: now.bytes - before.bytes, frames: now.frames - before.frames };
}
