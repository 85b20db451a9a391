// The web client stays signed in, says where else one is, and lets one change who one is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { accessibilityFindings } from "./support/axe.mjs";
import { launch } from "./support/browser.mjs";
import { get, logIn, PASSWORD, post as send, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import { composer, confirmed, openSignedIn, overflow, post, rail, signUpByForm } from "./support/web_pages.mjs";

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

const sessionsOf = async (token) => (await get(server, "/api/auth/sessions", { token })).body;
const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

async function openMe(page) {
  await rail(page).getByRole("link", { name: "Your account and sessions" }).click();
  await page.getByRole("heading", { name: "Your account", exact: true }).waitFor();
}
const devices = (page) => page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");

test("a reload stays signed in, though no script can read what proves it", async (t) => {
  const ada = await signUpByForm(browser, server);
  t.after(() => ada.context.close());
  await composer(ada.page).waitFor();
  await ada.page.reload();
  await composer(ada.page).waitFor();
  const read = await ada.page.evaluate(() => [document.cookie, JSON.stringify({ ...localStorage, ...sessionStorage })]);
  assert.equal(read[0], "");
  assert.doesNotMatch(read[1], /eyJ|token/);
  const [cookie] = await ada.context.cookies(`${server.url}/api/auth/refresh`);
  assert.ok(cookie.httpOnly && cookie.sameSite === "Strict" && cookie.path === "/api/auth/refresh", JSON.stringify(cookie));
  assert.deepEqual(ada.troubles, []);
});

test("five tabs that open at once, three times over, stay signed in", async (t) => {
  const user = await signUp(server);
  const ada = await openSignedIn(browser, server, user);
  t.after(() => ada.context.close());
  await composer(ada.page).waitFor();
  const tabs = await Promise.all(Array.from({ length: 4 }, () => ada.context.newPage()));
  for (let round = 0; round < 3; ++round) {
    await Promise.all([ada.page, ...tabs].map((tab) => tab.goto(`${server.url}/?round=${round}#/rooms/general`)));
    await Promise.all([ada.page, ...tabs].map((tab) => composer(tab).waitFor()));
  }
  assert.equal((await sessionsOf(user.token)).length, 1);
});

test("a page outlives its access tokens, on one and the same line", async (t) => {
  const brief = await Server.start({ settings: { JWT_EXPIRATION: "5" } });
  t.after(() => brief.remove());
  const ada = await openSignedIn(browser, brief, await signUp(brief));
  t.after(() => ada.context.close());
  let sockets = 0;
  ada.page.on("websocket", () => (sockets += 1));
  await composer(ada.page).waitFor();
  const renewed = () => ada.page.waitForResponse((answer) => answer.url().endsWith("/api/auth/refresh"), { timeout: 20_000 });
  for (const text of ["one token later", "two tokens later"]) {
    await renewed();
    await post(ada.page, text);
    await confirmed(ada.page, text);
  }
  assert.ok(sockets <= 1, `${sockets} sockets`);
  assert.deepEqual(ada.troubles, []);
});

test("the name, once changed, is the one that others see", async (t) => {
  const ada = await openSignedIn(browser, server, await signUp(server, { full_name: "Ada Byron" }));
  t.after(() => ada.context.close());
  const { page } = ada;
  await openMe(page);
  await page.getByLabel("Full name").fill("Ada King");
  await page.getByRole("button", { name: "Save changes" }).click();
  await rail(page).getByText("Ada King").waitFor();
  await page.reload();
  assert.equal(await page.getByLabel("Full name").inputValue(), "Ada King");
  await page.getByLabel("E-mail").fill("no address");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("Enter an address like ada@example.com.").waitFor();
  assert.deepEqual(ada.troubles, []);
});

test("another device can be signed out from here, and is, on its screen too", async (t) => {
  const user = await signUp(server);
  const here = await openSignedIn(browser, server, user);
  const there = await openSignedIn(browser, server, await logIn(server, user.email));
  const third = await logIn(server, user.email);
  t.after(() => Promise.all([here.context.close(), there.context.close()]));
  await there.page.getByRole("complementary").getByText("(you)").waitFor();
  await openMe(here.page);
  await eventually(async () => (await devices(here.page).count()) === 3, "three devices");
  await devices(here.page).filter({ hasText: "This device" }).waitFor();
  await here.page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await here.page.getByText("You are signed in on this device only.").waitFor();
  await there.page.getByText("Your session has ended. Sign in again to go on.").waitFor();
  assert.equal((await get(server, "/api/auth/sessions", { token: third.token })).status, 401);
  assert.equal((await sessionsOf(user.token)).length, 1);
  assert.deepEqual(here.troubles, []);
});

test("a new password keeps this page and ends every other session", async (t) => {
  const user = await signUp(server);
  const other = await logIn(server, user.email);
  const ada = await openSignedIn(browser, server, user);
  t.after(() => ada.context.close());
  const { page } = ada;
  await openMe(page);
  await page.getByLabel("Current password").fill("WrongPass123");
  await page.getByLabel("New password").fill("AnotherPass456");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("This is not your current password.").waitFor();
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Your password was changed.").waitFor();
  await eventually(async () => (await devices(page).count()) === 1, "one device");
  await rail(page).getByRole("link", { name: "General Chat" }).click();
  await post(page, "still here");
  await confirmed(page, "still here");
  assert.equal((await get(server, "/api/auth/sessions", { token: other.token })).status, 401);
  const old = await send(server, "/api/auth/login", { email: user.email, password: PASSWORD });
  assert.equal(old.status, 400);
});

test("signing out ends the session on the server", async (t) => {
  const user = await signUp(server);
  const ada = await openSignedIn(browser, server, user);
  t.after(() => ada.context.close());
  await composer(ada.page).waitFor();
  await ada.page.getByRole("button", { name: "Sign out" }).click();
  await ada.page.getByRole("heading", { name: "Sign in to Switchboard" }).waitFor();
  await eventually(async () => (await get(server, "/api/auth/sessions", { token: user.token })).status === 401, "401");
  assert.deepEqual(await ada.context.cookies(`${server.url}/api/auth/refresh`), []);
});

for (const colorScheme of ["light", "dark"]) {
  test(`one's account is for everybody, in ${colorScheme}`, async (t) => {
    for (const [where, options] of [["wide", {}], ["phone", phone]]) {
      const user = await signUp(server);
      await logIn(server, user.email);
      const ada = await openSignedIn(browser, server, user, { colorScheme, ...options });
      t.after(() => ada.context.close());
      await ada.page.goto(`${server.url}/#/me`);
      await eventually(async () => (await devices(ada.page).count()) === 2, "two devices");
      await ada.page.getByLabel("Full name").waitFor();
      assert.deepEqual(await accessibilityFindings(ada.page), [], where);
      assert.deepEqual(await overflow(ada.page), []);
    }
  });
}
