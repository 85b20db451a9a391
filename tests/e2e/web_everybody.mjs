// The web client for everybody: on a phone, with the keyboard alone, in light and dark, checked by axe.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { accessibilityFindings } from "./support/axe.mjs";
import { launch, openPage } from "./support/browser.mjs";
import { chat, PASSWORD, person, say, signUp } from "./support/client.mjs";
import { Server } from "./support/server.mjs";
import {
  bubble, composer, confirmed, GENERAL, messages, openSignedIn, overflow, post, rail, roomLink, signUpByForm, smallTargets,
  SUPPORT,
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

const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

test("on a phone there is one pane at a time, nothing is wider than the screen, and one can hit everything", async (t) => {
  const ada = await signUpByForm(browser, server, { full_name: "Ada Lovelace of the Very Long Name" }, phone);
  t.after(() => ada.context.close());
  const { page } = ada;
  assert.deepEqual(await overflow(page), []);
  assert.ok(await rail(page).isVisible());
  assert.equal(await messages(page).count(), 0);

  await roomLink(page, GENERAL).tap();
  await composer(page).waitFor();
  assert.ok(!(await rail(page).isVisible()));
  const long = "https://example.com/" + "a-very-long-address".repeat(20);
  await post(page, long);
  await confirmed(page, "a-very-long-address");
  await post(page, "```\n" + "wide ".repeat(60) + "\n```");
  await confirmed(page, "wide wide");
  assert.deepEqual(await overflow(page), []);
  assert.deepEqual(await smallTargets(page), []);

  await page.getByRole("button", { name: /^Show who is here/ }).tap();
  await page.getByRole("complementary", { name: "People here" }).getByText("(you)").waitFor();
  assert.deepEqual(await overflow(page), []);
  assert.deepEqual(await smallTargets(page), []);
  await page.goBack();
  await page.getByRole("complementary").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label")?.startsWith("Show who"));
  await page.goBack();
  await rail(page).waitFor();
  assert.deepEqual(await smallTargets(page), []);
});

test("everything can be done with the keyboard alone, and the focus can be seen", async (t) => {
  const { page, context, troubles } = await openPage(browser, server.url);
  t.after(() => context.close());
  const body = person({ full_name: "Kay Board" });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label")
    ?? document.activeElement?.getAttribute("name") ?? document.activeElement?.textContent);
  const tabTo = async (name, key = "Tab") => {
    for (let i = 0; i < 40; i += 1) {
      if ((await focused())?.startsWith(name)) return;
      await page.keyboard.press(key);
    }
    assert.fail(`no way to ${name} by ${key}`);
  };
  await tabTo("Create account");
  await page.keyboard.press("Enter");
  for (const name of ["full_name", "username", "email", "password"]) {
    await tabTo(name);
    await page.keyboard.type(name === "password" ? PASSWORD : body[name]);
  }
  await page.keyboard.press("Enter");
  await composer(page).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "composer");
  await page.keyboard.type("typed, not clicked");
  await page.keyboard.press("Enter");
  await confirmed(page, "typed, not clicked");
  assert.equal(await focused(), `Message ${GENERAL}`);

  await tabTo("Hide who is here", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("complementary").waitFor({ state: "detached" });
  await tabTo(SUPPORT, "Shift+Tab");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: SUPPORT, level: 2 }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "composer");
  await tabTo("Sign out", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "email");
  assert.deepEqual(troubles, []);
});

test("new messages are told politely, and old ones are not", async (t) => {
  const bob = await signUp(server, { full_name: "Bob Kahn" });
  const socket = await chat(server, bob, "general", { connect: { since_seq: 0 } });
  say(socket, "general", "an old story", { client_msg_id: `old-${bob.id}` });
  await socket.until("sent");
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(async () => {
    await ada.context.close();
    await socket.leave();
  });
  await bubble(ada.page, "an old story").waitFor();
  await ada.page.getByRole("complementary").getByText("(you)").waitFor();
  say(socket, "general", "breaking news", { client_msg_id: `news-${bob.id}` });
  await bubble(ada.page, "breaking news").waitFor();
  const log = ada.page.getByRole("log");
  assert.equal(await log.getAttribute("aria-live"), "polite");
  assert.equal((await log.innerText()).trim(), "Bob Kahn: breaking news");
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing to complain about, in ${colorScheme}`, async (t) => {
    const door = await openPage(browser, server.url, { colorScheme });
    t.after(() => door.context.close());
    const check = async (page, where) => assert.deepEqual(await accessibilityFindings(page), [], where);
    await door.page.getByLabel("E-mail").waitFor();
    await check(door.page, "sign in");
    await door.page.getByRole("link", { name: "Create account" }).click();
    await door.page.getByLabel("Password", { exact: true }).fill("short");
    await door.page.getByLabel("E-mail").fill("no");
    await door.page.getByRole("button", { name: "Create account" }).click();
    await door.page.getByText("Enter your name").waitFor();
    await check(door.page, "sign up, with complaints");

    for (const [where, options] of [["wide", {}], ["phone", phone]]) {
      const ada = await openSignedIn(browser, server, await signUp(server), { colorScheme, ...options });
      t.after(() => ada.context.close());
      await post(ada.page, `\`code\` **${colorScheme} ${where}** https://example.com\n\`\`\`\nblock\n\`\`\``);
      await confirmed(ada.page, `${colorScheme} ${where}`);
      await check(ada.page, `conversation, ${where}`);
      if (where === "phone") {
        await ada.page.getByRole("button", { name: /^Show who is here/ }).tap();
        await ada.page.getByRole("complementary").getByText("(you)").waitFor();
        await ada.page.waitForTimeout(200);
        await check(ada.page, "people, phone");
      }
      await ada.context.setOffline(true);
      await ada.page.getByText("You are offline.").waitFor();
      await check(ada.page, `offline, ${where}`);
    }
  });
}
