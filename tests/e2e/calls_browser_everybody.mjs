// Calls for everybody: on a phone, with the keyboard alone, in light and dark, checked by axe.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { accessibilityFindings } from "./support/axe.mjs";
import { button, inCall, joinCall, launchForCalls, openForCalls, startCall, tile, together } from "./support/call_pages.mjs";
import { signUp } from "./support/client.mjs";
import { Server } from "./support/server.mjs";
import { messages, overflow, smallTargets } from "./support/web_pages.mjs";

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

const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

async function person(t, full_name, options) {
  const opened = await openForCalls(browser, server, await signUp(server, { full_name }), options);
  t.after(() => opened.context.close());
  return opened.page;
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing in lobby, call, ringing and diagnosis, in ${colorScheme}`, async (t) => {
    const ada = await person(t, "Ada Lovelace", { colorScheme });
    const bob = await person(t, "Bob Kahn", { colorScheme });
    const check = async (page, where) => assert.deepEqual(await accessibilityFindings(page), [], where);

    await messages(bob).waitFor();
    await messages(ada).waitFor();
    await button(ada, "Call Bob Kahn").click();
    await button(ada, "Start call").waitFor();
    await check(ada, "lobby");
    await button(ada, "Start call").click();
    await ada.getByRole("group", { name: "Calling Bob Kahn…" }).waitFor();
    await check(ada, "calling");
    await button(bob, "Accept").waitFor();
    await check(bob, "ringing");
    await button(bob, "Accept").click();
    await together(ada, 2);
    await button(bob, "Share screen").click();
    await tile(ada, "Bob Kahn’s screen").waitFor();
    await check(ada, "call with a screen");
    await button(ada, "Camera and microphone").click();
    await check(ada, "call with the choice of devices");
    await button(bob, "Back to the rooms").click();
    await bob.getByText("You are in a call").waitFor();
    await check(bob, "elsewhere");
    await ada.keyboard.press("Escape");
    await button(ada, "Leave call").click();
    await ada.getByText("You left the call.").waitFor();
    await check(ada, "ended");
    await ada.goto(`${server.url}/calls/diagnose`);
    await button(ada, "Test again").waitFor();
    await check(ada, "diagnosis");
  });
}

test("on a phone nothing is wider than the screen, and one can hit everything", async (t) => {
  const ada = await person(t, "Ada Lovelace of the Very Long Name");
  const bob = await person(t, "Bob Kahn", phone);
  const url = await startCall(ada, server);
  const check = async (where) => {
    assert.deepEqual(await overflow(bob), [], where);
    assert.deepEqual(await smallTargets(bob), [], where);
  };
  await bob.goto(url);
  await button(bob, "Join call").waitFor();
  await check("lobby");
  await button(bob, "Join call").tap();
  await together(bob, 2);
  await check("call");
  await button(ada, "Share screen").click();
  await tile(bob, "Ada Lovelace of the Very Long Name’s screen").waitFor();
  await check("call with a screen");
  await button(bob, "Camera and microphone").tap();
  await bob.getByRole("dialog").waitFor();
  await check("choice of devices");
  await button(bob, "Back to the rooms").tap();
  await bob.getByRole("link", { name: "Return to call" }).waitFor();
  await check("elsewhere");
  await bob.goto(`${server.url}/calls/diagnose`);
  await button(bob, "Test again").waitFor();
  assert.deepEqual(await overflow(bob), []);
});

test("a call is made, steered and left with the keyboard alone", async (t) => {
  const ada = await person(t, "Ada Lovelace");
  const focused = () =>
    ada.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
  const tabTo = async (name) => {
    for (let i = 0; i < 40; i += 1) {
      if ((await focused())?.startsWith(name)) return;
      await ada.keyboard.press("Tab");
    }
    assert.fail(`no way to ${name}`);
  };
  await messages(ada).waitFor();
  await ada.getByRole("heading", { name: "General Chat", level: 2 }).focus();
  await tabTo("Start a call in General Chat");
  await ada.keyboard.press("Enter");
  await button(ada, "Start call").waitFor();
  await tabTo("Mute microphone");
  await ada.keyboard.press("Enter");
  await button(ada, "Unmute microphone").waitFor();
  await tabTo("Start call");
  await ada.keyboard.press("Enter");
  await inCall(ada).waitFor();
  await tabTo("Camera and microphone");
  await ada.keyboard.press("Enter");
  await ada.getByRole("dialog", { name: "Camera and microphone" }).waitFor();
  await ada.keyboard.press("Escape");
  assert.equal(await focused(), "Camera and microphone");
  await tabTo("Leave call");
  await ada.keyboard.press("Enter");
  await ada.getByText("You left the call.").waitFor();
});
