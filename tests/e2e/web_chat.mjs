// The web client in real browsers: two people sign up, meet, talk, and find their talk again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { chat, say, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import {
  bubble, composer, confirmed, messages, openSignedIn, post, roomLink, signUpByForm, SUPPORT, texts,
} from "./support/web_pages.mjs";

let server;
let browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.remove();
});

async function fill(room, count, label) {
  const user = await signUp(server);
  const socket = await chat(server, user, room, { connect: { since_seq: 0 } });
  for (let i = 1; i <= count; i += 1) {
    say(socket, room, `${label} ${i}`, { client_msg_id: `${label}-${i}` });
    if (i % 50 === 0 || i === count) {
      await socket.until((frame) => frame.type === "sent" && frame.client_msg_id === `${label}-${i}`, 20_000);
    }
  }
  return { user, socket };
}

test("two people sign up, meet in general, talk, and find the talk after a reload", async (t) => {
  const ada = await signUpByForm(browser, server, { full_name: "Ada Lovelace" });
  const bob = await signUpByForm(browser, server, { full_name: "Bob Kahn" });
  t.after(() => Promise.all([ada.context.close(), bob.context.close()]));

  await post(ada.page, "Hello, is anybody here?");
  await bubble(bob.page, "Hello, is anybody here?").waitFor();
  await post(bob.page, "Yes!\nGood morning.");
  await bubble(ada.page, "Good morning.").waitFor();
  await confirmed(ada.page, "Hello, is anybody here?");
  const talk = ["Hello, is anybody here?", "Yes!\nGood morning."];
  assert.deepEqual((await texts(ada.page)).slice(-2), talk);
  assert.deepEqual((await texts(bob.page)).slice(-2), talk);

  const here = ada.page.getByRole("complementary", { name: "People here" });
  await here.getByText("Bob Kahn").waitFor();
  await here.getByText("Ada Lovelace (you)").waitFor();

  await ada.page.reload();
  await bubble(ada.page, "Good morning.").waitFor();
  assert.deepEqual((await texts(ada.page)).slice(-2), talk);

  await bob.context.close();
  await here.getByText("Bob Kahn").waitFor({ state: "detached" });
  await messages(ada.page).getByText("Bob Kahn left").waitFor();
  assert.deepEqual([...ada.troubles, ...bob.troubles], []);
});

test("what people write is text, never a part of the page", async (t) => {
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(() => ada.context.close());
  await post(ada.page, '<img src=x onerror="window.broken = 1"><b>bold</b> `code` **strong**');
  await confirmed(ada.page, "<b>bold</b>");
  assert.equal(await ada.page.evaluate(() => window.broken), undefined);
  assert.equal(await messages(ada.page).locator("img, b").count(), 0);
  assert.equal(await bubble(ada.page, "<b>bold</b>").locator("strong").innerText(), "strong");
  assert.deepEqual(ada.troubles, []);
});

test("earlier messages arrive as one scrolls, and nothing moves under the reader's eyes", async (t) => {
  const { user, socket } = await fill("support", 400, "line");
  const ada = await openSignedIn(browser, server, await signUp(server), { room: "support" });
  t.after(async () => {
    await ada.context.close();
    await socket.leave();
  });
  const { page } = ada;
  const list = messages(page, SUPPORT);
  const mark = (text) => list.getByText(text, { exact: true });
  await mark("line 400").waitFor();
  assert.ok((await list.locator("[data-state]").count()) <= 60, "one page first");

  // To the top of what is drawn: more comes in above, and what was in sight stays there.
  await list.evaluate((element) => (element.scrollTop = 40));
  const seen = await list.evaluate((element) => {
    const top = element.getBoundingClientRect().top;
    const row = [...element.querySelectorAll("[data-state]")].find(
      (each) => each.getBoundingClientRect().top > top,
    );
    return { key: row.dataset.key, top: row.getBoundingClientRect().top };
  });
  await eventually(async () => (await list.locator("[data-state]").count()) > 60, "an earlier page", 10_000);
  const place = await list
    .locator(`[data-key="${seen.key}"]`)
    .evaluate((row) => row.getBoundingClientRect().top);
  assert.ok(Math.abs(place - seen.top) <= 2, `the row moved from ${seen.top} to ${place}`);

  // On to the beginning, with a bounded page all the way.
  const beginning = list.getByText("This is the beginning of Support Channel.");
  await eventually(
    async () => {
      await list.evaluate((element) => (element.scrollTop = 0));
      assert.ok((await list.locator("[data-key]").count()) <= 240, "the page stays bounded");
      return (await beginning.count()) > 0;
    },
    "the beginning",
    60_000,
  );
  assert.equal(await mark("line 1").count(), 1);

  // Something new is said meanwhile: it waits behind a pill, and one jump away.
  say(socket, "support", "something new", { client_msg_id: `new-${user.id}` });
  const pill = page.getByRole("button", { name: "1 new message" });
  await pill.waitFor();
  assert.equal(await mark("something new").count(), 0);
  await pill.click();
  await mark("something new").waitFor();
  await pill.waitFor({ state: "detached" });
  assert.deepEqual(ada.troubles, []);
});

test("a room that is not open counts what is unread, also in the title", async (t) => {
  const bob = await signUp(server);
  const socket = await chat(server, bob, "support", { connect: { since_seq: 0 } });
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(async () => {
    await ada.context.close();
    await socket.leave();
  });
  const { page } = ada;
  await messages(page).waitFor();
  await page.getByRole("complementary").getByText("(you)").waitFor();
  for (const text of ["one", "two"]) say(socket, "support", text, { client_msg_id: `${text}-${bob.id}` });
  await roomLink(page, `${SUPPORT} 2 unread messages`).waitFor();
  await eventually(async () => (await page.title()) === "(2) General Chat · Switchboard", "the title");
  await roomLink(page, SUPPORT).click();
  await messages(page, SUPPORT).getByText("New", { exact: true }).waitFor();
  await eventually(async () => (await page.title()) === "Support Channel · Switchboard", "the title");
  assert.equal(await roomLink(page, SUPPORT).getAttribute("aria-current"), "page");
});

test("a draft stays in its room, over room changes and reloads", async (t) => {
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(() => ada.context.close());
  const { page } = ada;
  await composer(page).fill("half a thou");
  await roomLink(page, SUPPORT).click();
  assert.equal(await composer(page, SUPPORT).inputValue(), "");
  await page.reload();
  await roomLink(page, "General Chat").click();
  await composer(page).waitFor();
  assert.equal(await composer(page).inputValue(), "half a thou");
});

test("Shift+Enter breaks the line, the composer grows to eight lines, and too much is not sent", async (t) => {
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(() => ada.context.close());
  const { page } = ada;
  await composer(page).focus();
  const height = () => composer(page).evaluate((area) => area.clientHeight);
  const low = await height();
  for (let i = 0; i < 12; i += 1) {
    await page.keyboard.type(`line ${i}`);
    await page.keyboard.press("Shift+Enter");
  }
  const high = await height();
  assert.ok(high > low * 3 && high < low * 8, `from ${low} to ${high} px`);
  await composer(page).fill("ü".repeat(2049));
  await page.getByText("2 too long").waitFor();
  await page.keyboard.press("Enter");
  assert.equal((await composer(page).inputValue()).length, 2049);
  assert.equal(await bubble(page, "üüü").count(), 0);
});
