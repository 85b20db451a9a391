// The web client when the line breaks, the server dies, or the session ends.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { get, logIn, put, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import {
  bubble, composer, confirmed, openSignedIn, post, signInByForm, signUpByForm, texts,
} from "./support/web_pages.mjs";

let server;
let browser;
before(async () => {
  server = await Server.start();
  server.settings.PORT = new URL(server.url).port; // where the browsers will look for it again
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.remove();
});

test("a server that is killed and started again has lost nothing, and nobody has to do anything", async (t) => {
  const ada = await signUpByForm(browser, server, { full_name: "Ada Lovelace" });
  const bob = await signUpByForm(browser, server, { full_name: "Bob Kahn" });
  t.after(() => Promise.all([ada.context.close(), bob.context.close()]));
  await post(ada.page, "before the fall");
  await bubble(bob.page, "before the fall").waitFor();
  await confirmed(ada.page, "before the fall");

  await server.kill9();
  const bar = ada.page.getByRole("status").filter({ hasText: "Reconnecting" });
  await bar.waitFor();
  await post(ada.page, "while it was down");
  await bubble(ada.page, "while it was down").getByText("Waiting for the connection").waitFor({ state: "attached" });
  assert.equal(await bubble(ada.page, "while it was down").getAttribute("data-state"), "waiting");

  await server.start();
  const tryNow = ada.page.getByRole("button", { name: "Try now" });
  await tryNow.click({ timeout: 2_000 }).catch(() => undefined); // it may be back by itself
  await confirmed(ada.page, "while it was down");
  await bar.waitFor({ state: "detached" });
  await bubble(bob.page, "while it was down").waitFor({ timeout: 40_000 });
  await post(bob.page, "and up again");
  await bubble(ada.page, "and up again").waitFor();
  const talk = ["before the fall", "while it was down", "and up again"];
  assert.deepEqual(await texts(ada.page), talk);
  assert.deepEqual(await texts(bob.page), talk);

  const user = await logIn(server, ada.fields.email);
  const { token } = user;
  const history = (await get(server, "/api/chat/rooms/general/messages", { token })).body;
  assert.deepEqual(history.map(({ content }) => content).reverse(), talk);
  assert.equal(history.filter(({ sender_id: sender }) => sender === user.id).length, 2);
});

test("a server that drains says when to come back, and the page does", async (t) => {
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(() => ada.context.close());
  await post(ada.page, "just before");
  await confirmed(ada.page, "just before");
  await server.restart();
  await post(ada.page, "just after");
  await bubble(ada.page, "just after").and(ada.page.locator('[data-state="sent"]')).waitFor({ timeout: 60_000 });
  assert.equal((await texts(ada.page)).filter((text) => text === "just after").length, 1);
});

test("a page without a network says so, keeps what is written, and sends it when it is back", async (t) => {
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(() => ada.context.close());
  const { page, context } = ada;
  await page.getByRole("complementary").getByText("(you)").waitFor();
  await context.setOffline(true);
  await page.getByText("You are offline.").waitFor();
  await post(page, "from the tunnel");
  await context.setOffline(false);
  await confirmed(page, "from the tunnel");
  await page.getByText("You are offline.").waitFor({ state: "detached" });
});

test("what was not sent yet is sent after a reload of the page", async (t) => {
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(() => ada.context.close());
  await composer(ada.page).waitFor();
  await server.kill9();
  await ada.page.getByRole("status").filter({ hasText: "Reconnecting" }).waitFor();
  await post(ada.page, "do not lose me");
  await server.start();
  await ada.page.reload();
  await confirmed(ada.page, "do not lose me");
  assert.equal((await texts(ada.page)).filter((text) => text === "do not lose me").length, 1);
});

test("a session that was revoked ends the page's, with a sentence", async (t) => {
  const user = await signUp(server);
  const ada = await openSignedIn(browser, server, user);
  t.after(() => ada.context.close());
  await ada.page.getByRole("complementary").getByText("(you)").waitFor();
  const changed = await put(server, `/api/users/${user.id}`, {
    password: "AnotherPass456", current_password: user.password,
  }, { token: user.token });
  assert.equal(changed.status, 200, changed.text);
  await ada.page.getByText("Your session has ended. Sign in again to go on.").waitFor();
  await signInByForm(ada.page, user.email, "AnotherPass456");
  await composer(ada.page).waitFor();
});

test("signing out forgets the token, in every tab", async (t) => {
  const ada = await openSignedIn(browser, server, await signUp(server));
  t.after(() => ada.context.close());
  const other = await ada.context.newPage();
  await other.addInitScript(() => sessionStorage.setItem("begun", "yes"));
  await other.goto(server.url);
  await composer(other).waitFor();
  await ada.page.getByRole("button", { name: "Sign out" }).click();
  await ada.page.getByRole("heading", { name: "Sign in to Switchboard" }).waitFor();
  await other.getByRole("heading", { name: "Sign in to Switchboard" }).waitFor();
  const kept = await ada.page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.doesNotMatch(kept, /token/);
});

test("the forms say what is wrong, where it is wrong", async (t) => {
  const user = await signUp(server);
  const { page, context } = await openPage(browser, server.url);
  t.after(() => context.close());
  await signInByForm(page, user.email, "Wrong0Password");
  await page.getByRole("alert").getByText("Invalid credentials").waitFor();
  await page.getByRole("link", { name: "Create account" }).click();
  await page.getByLabel("Full name").fill("Somebody Else");
  await page.getByLabel("Username").fill(`other.${Date.now()}`);
  await page.getByLabel("E-mail").fill(user.email);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("The password does not meet all the rules yet.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill("SecurePass123");
  await page.getByRole("button", { name: "Create account" }).click();
  const email = page.getByLabel("E-mail");
  await eventually(async () => (await email.getAttribute("aria-invalid")) === "true", "the field to be marked");
  assert.ok(await email.evaluate((element) => element === document.activeElement), "and to have the focus");
});

test("the token is in no URL, and the page lives under a strict policy", async (t) => {
  const user = await signUp(server);
  const seen = [];
  const ada = await openSignedIn(browser, server, user);
  t.after(() => ada.context.close());
  ada.page.on("request", (request) => seen.push(request.url()));
  ada.page.on("websocket", (socket) => seen.push(socket.url()));
  const answer = await ada.page.reload();
  await composer(ada.page).waitFor();
  await eventually(() => seen.some((url) => url.includes("/api/chat/ws")), "the socket");
  assert.ok(seen.every((url) => !url.includes(user.token)));
  assert.ok(seen.every((url) => new URL(url).host === new URL(server.url).host), seen.join("\n"));
  const policy = answer.headers()["content-security-policy"];
  assert.match(policy, /default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.deepEqual(ada.troubles, []);
});
