// Calls between real browsers through the real server: they meet, leave, come back and lose the line.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage } from "./support/browser.mjs";
import { Cable } from "./support/cable.mjs";
import {
  button, count, inCall, joinCall, launchForCalls, mediaFlows, openForCalls, startCall, tile, tiles, together,
} from "./support/call_pages.mjs";
import { logIn, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import { signInByForm } from "./support/web_pages.mjs";

let server;
let browser;
before(async () => {
  server = await Server.start();
  browser = await launchForCalls();
});
after(async () => {
  await browser?.close();
  await server?.remove();
});

async function person(t, full_name, { through = server, ...options } = {}) {
  const opened = await openForCalls(browser, through, await signUp(server, { full_name }), options);
  t.after(() => opened.context.close());
  return opened;
}

test("two people call each other: sound and pictures flow both ways", async (t) => {
  const [ada, bob] = [await person(t, "Ada Lovelace"), await person(t, "Bob Kahn")];
  const url = await startCall(ada.page, server);
  await ada.page.getByText("Nobody else is here yet.").waitFor();
  await joinCall(bob.page, url);
  for (const { page } of [ada, bob]) {
    await together(page, 2);
    const { bytes, frames } = await mediaFlows(page, 1);
    t.diagnostic(`${bytes} bytes, ${frames} frames`);
  }
  assert.ok(await tile(bob.page, "Ada Lovelace, host").isVisible());
  assert.ok(await tile(ada.page, String.raw`Ada Lovelace \(you\), host`).isVisible());

  await button(bob.page, "Mute microphone").click();
  await tile(ada.page, "Bob Kahn, muted").waitFor();
  await button(bob.page, "Turn camera off").click();
  await tile(ada.page, "Bob Kahn, muted, camera off").waitFor();
  assert.equal(await tile(ada.page, "Bob Kahn").locator("video").count(), 0);
  await button(bob.page, "Turn camera on").click();
  await tile(ada.page, "Bob Kahn").locator("video").waitFor();
  await button(bob.page, "Unmute microphone").click();
  await tile(ada.page, "Bob Kahn.*speaking").waitFor();
  await tile(ada.page, "Bob Kahn").getByText("Good connection").waitFor({ state: "attached" });
  assert.deepEqual([...ada.troubles, ...bob.troubles], []);
});

test("a screen that is shared takes the stage, and gives it back", async (t) => {
  const [ada, bob] = [await person(t, "Ada Lovelace"), await person(t, "Bob Kahn")];
  await joinCall(bob.page, await startCall(ada.page, server));
  await together(ada.page, 2);
  await button(bob.page, "Share screen").click();
  const screen = tile(ada.page, "Bob Kahn’s screen").locator("video");
  await screen.waitFor();
  await eventually(() => screen.evaluate((video) => video.videoWidth > 0), "a picture of the screen", 10_000);
  await button(bob.page, "Stop sharing").click();
  await screen.waitFor({ state: "detached" });
  await together(ada.page, 2);
});

test("of three one leaves, the host passes on, and the call goes on; who comes back finds it", async (t) => {
  const [ada, bob, cay] = [await person(t, "Ada One"), await person(t, "Bob Two"), await person(t, "Cay Three")];
  const url = await startCall(ada.page, server);
  await joinCall(bob.page, url);
  await joinCall(cay.page, url);
  for (const { page } of [ada, bob, cay]) {
    await together(page, 3);
    await mediaFlows(page, 2);
  }

  await button(ada.page, "Leave call").click();
  await ada.page.getByText("You left the call.").waitFor();
  for (const { page } of [bob, cay]) {
    await together(page, 2);
    await mediaFlows(page, 1);
  }
  await tile(bob.page, String.raw`Bob Two \(you\), host`).waitFor();
  await tile(cay.page, "Bob Two, host").waitFor();
  await bob.page.getByRole("log").getByText("You are the host now").waitFor({ state: "attached" });

  await button(ada.page, "Join again").click();
  await inCall(ada.page).waitFor();
  for (const { page } of [ada, bob, cay]) {
    await together(page, 3);
    await mediaFlows(page, 2);
  }
  assert.ok(await tile(ada.page, "Bob Two, host").isVisible());
});

test("a page that is loaded again is back in the call, and leaves no ghost", async (t) => {
  const [ada, bob, cay] = [await person(t, "Ada One"), await person(t, "Bob Two"), await person(t, "Cay Three")];
  const url = await startCall(ada.page, server);
  await joinCall(bob.page, url);
  await joinCall(cay.page, url);
  await together(ada.page, 3);

  const started = Date.now();
  await bob.page.reload();
  await inCall(bob.page).waitFor();
  await together(bob.page, 3);
  t.diagnostic(`back after ${Date.now() - started} ms`);
  for (const { page } of [ada, bob, cay]) {
    await together(page, 3);
    await mediaFlows(page, 2);
    assert.equal(await tiles(page).count(), 3);
  }
});

test("a tab that is closed is gone for the others at once", async (t) => {
  const [ada, bob] = [await person(t, "Ada Lovelace"), await person(t, "Bob Kahn")];
  await joinCall(bob.page, await startCall(ada.page, server));
  await together(ada.page, 2);
  await bob.page.close({ runBeforeUnload: true });
  await tile(ada.page, "Bob Kahn").waitFor({ state: "detached", timeout: 3_000 });
  await ada.page.getByText("Everybody else has left.").waitFor();
});

test("a line that is cut comes back to the same seat, and nobody is told of a leave", async (t) => {
  const cable = await Cable.to(server);
  t.after(() => cable.close());
  const ada = await person(t, "Ada Lovelace", { through: cable });
  const bob = await person(t, "Bob Kahn");
  const url = await startCall(ada.page, cable);
  await joinCall(bob.page, url.replace(cable.url, server.url));
  await together(bob.page, 2);

  cable.cut();
  await ada.page.getByText("Reconnecting to the call").first().waitFor();
  await ada.page.getByText("Reconnecting to the call").first().waitFor({ state: "detached" });
  for (const { page } of [ada, bob]) {
    await together(page, 2);
    await mediaFlows(page, 1);
  }
  assert.ok(await tile(bob.page, "Ada Lovelace, host").isVisible(), "the host stays the host");
  const told = await bob.page.getByRole("log", { name: "Call" }).innerText();
  assert.ok(!told.includes("left the call"), told);
  assert.equal((await count(ada.page)).lines, 1);
});

test("the same person in a second window takes the call over, and the first one says so", async (t) => {
  const user = await signUp(server, { full_name: "Ada Lovelace" });
  const desk = await openForCalls(browser, server, user);
  const phone = await openForCalls(browser, server, await logIn(server, user.email));
  t.after(() => Promise.all([desk.context.close(), phone.context.close()]));
  const bob = await person(t, "Bob Kahn");
  const url = await startCall(desk.page, server);
  await joinCall(bob.page, url);
  await joinCall(phone.page, url);
  await desk.page.getByText("You joined this call somewhere else").waitFor();
  for (const { page } of [phone, bob]) await together(page, 2);
  await mediaFlows(bob.page, 1);
});

test("the call goes on while one reads elsewhere, and there is a way back", async (t) => {
  const [ada, bob] = [await person(t, "Ada Lovelace"), await person(t, "Bob Kahn")];
  await joinCall(bob.page, await startCall(ada.page, server));
  await together(ada.page, 2);
  await button(ada.page, "Back to the rooms").click();
  const bar = ada.page.getByRole("region", { name: "Call" });
  await bar.getByText("You are in a call").waitFor();
  await mediaFlows(ada.page, 1);
  await bar.getByRole("link", { name: "Return to call" }).click();
  await together(ada.page, 2);
});

test("a link leads whoever has to sign in first to the call", async (t) => {
  const ada = await person(t, "Ada Lovelace");
  const user = await signUp(server, { full_name: "Bob Kahn" });
  const bob = await openPage(browser, await startCall(ada.page, server));
  t.after(() => bob.context.close());
  await signInByForm(bob.page, user.email);
  await button(bob.page, "Join call").click();
  await together(ada.page, 2);
});

test("a call that is over, or never was, says so and offers a new one", async (t) => {
  const ada = await person(t, "Ada Lovelace");
  await ada.page.goto(`${server.url}/#/call/123456789`);
  await button(ada.page, "Join call").click();
  await ada.page.getByText("This call is over, or never was.").waitFor();
  await button(ada.page, "Start a new call").click();
  await button(ada.page, "Start call").click();
  await inCall(ada.page).waitFor();
});
