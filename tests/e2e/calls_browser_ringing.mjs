// Ringing in real browsers: on every device of the person who is called, answered by exactly one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { button, inCall, launchForCalls, mediaFlows, openForCalls, together } from "./support/call_pages.mjs";
import { logIn, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import { messages } from "./support/web_pages.mjs";

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

const sheet = (page) => page.getByRole("region", { name: "Incoming call" });

async function device(t, user) {
  const opened = await openForCalls(browser, server, user);
  t.after(() => opened.context.close());
  await messages(opened.page).waitFor();
  return opened.page;
}

// Ada at her desk, Bob at his desk and with his phone.
async function meet(t) {
  const ada = await device(t, await signUp(server, { full_name: "Ada Lovelace" }));
  const bob = await signUp(server, { full_name: "Bob Kahn" });
  const desk = await device(t, bob);
  const phone = await device(t, await logIn(server, bob.email)); // each device signs in for itself
  return { ada, desk, phone };
}

async function callBob(ada) {
  await button(ada, "Call Bob Kahn").first().click();
  await ada.getByRole("heading", { name: "Call Bob Kahn" }).waitFor();
  await button(ada, "Start call").click();
  await ada.getByRole("group", { name: "Calling Bob Kahn…" }).waitFor();
}

test("every device rings, one answers, the others stop", async (t) => {
  const { ada, desk, phone } = await meet(t);
  await callBob(ada);
  for (const page of [desk, phone]) await sheet(page).getByText("Ada Lovelace is calling").waitFor();
  assert.equal(await desk.title(), "Ada Lovelace is calling");

  await sheet(phone).getByRole("button", { name: "Accept" }).click();
  await sheet(desk).waitFor({ state: "detached" });
  for (const page of [ada, phone]) {
    await together(page, 2);
    await mediaFlows(page, 1);
  }
  assert.equal(await inCall(desk).count(), 0);
});

test("of two devices that answer at once exactly one is in the call", async (t) => {
  const { ada, desk, phone } = await meet(t);
  await callBob(ada);
  const answers = [desk, phone].map((page) => sheet(page).getByRole("button", { name: "Accept" }));
  // In the page, since a click from here waits for a button that the other's answer takes away.
  const buttons = await Promise.all(answers.map((answer) => answer.elementHandle()));
  await Promise.all(buttons.map((each) => each.evaluate((element) => element.click())));
  await together(ada, 2);
  const inside = () => Promise.all([desk, phone].map((page) => inCall(page).count()));
  await eventually(async () => (await inside()).join("") !== "00", "one that is in the call");
  for (const page of [desk, phone]) await sheet(page).waitFor({ state: "detached", timeout: 10_000 });
  assert.deepEqual((await inside()).sort(), [0, 1]);
});

test("who declines is not in the call, and the caller is told", async (t) => {
  const { ada, desk, phone } = await meet(t);
  await callBob(ada);
  await sheet(desk).getByRole("button", { name: "Decline" }).click();
  await sheet(phone).waitFor({ state: "detached" });
  await ada.getByText("Bob Kahn declined").waitFor();
  assert.ok(await inCall(ada).isVisible());
});

test("who is called in vain finds the missed call, and calls back", async (t) => {
  const { ada, desk } = await meet(t);
  await callBob(ada);
  await sheet(desk).waitFor();
  await button(ada, "Leave call").click();
  await sheet(desk).waitFor({ state: "detached" });
  const missed = desk.getByRole("region", { name: "Missed calls" });
  await missed.getByText("Ada Lovelace").waitFor();
  await button(ada, "Back to the rooms").first().click();

  await missed.getByRole("button", { name: "Call Ada Lovelace back" }).click();
  await button(desk, "Start call").click();
  await sheet(ada).getByRole("button", { name: "Accept" }).click();
  await together(desk, 2);
  await button(desk, "Back to the rooms").click();
  await missed.getByRole("button", { name: "Clear missed calls" }).click();
  await missed.waitFor({ state: "detached" });
});

test("a call in a room rings everybody who is in it, but not the caller", async (t) => {
  const { ada, desk, phone } = await meet(t);
  const cay = await device(t, await signUp(server, { full_name: "Cay Three" }));
  await button(ada, "Start a call in General Chat").click();
  await button(ada, "Start call").click();
  for (const page of [desk, phone, cay]) await sheet(page).getByText("Ada Lovelace is calling General Chat").waitFor();
  assert.equal(await sheet(ada).count(), 0);
  await sheet(cay).getByRole("button", { name: "Accept" }).click();
  await sheet(desk).getByRole("button", { name: "Accept" }).click();
  await together(ada, 3);
  await sheet(phone).waitFor({ state: "detached" });
});

test("one more can be called into a call that goes on", async (t) => {
  const { ada, desk } = await meet(t);
  const cay = await device(t, await signUp(server, { full_name: "Cay Three" }));
  await callBob(ada);
  await sheet(desk).getByRole("button", { name: "Accept" }).click();
  await together(ada, 2);
  await button(ada, "Back to the rooms").click();
  await button(ada, "Call Cay Three").click();
  await ada.getByRole("group", { name: "Calling Cay Three…" }).waitFor();
  await sheet(cay).getByRole("button", { name: "Accept" }).click();
  await together(ada, 3);
});
