// The push tester in Chromium, on both listeners and from a disk.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { accessibilityFindings } from "./support/axe.mjs";
import { launch } from "./support/browser.mjs";
import { request, signUp } from "./support/client.mjs";
import { Server } from "./support/server.mjs";
import { call, connect, entry, form, log, openTester, state } from "./support/push_pages.mjs";
import { adminOf } from "./support/started.mjs";
import { overflow } from "./support/web_pages.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const example = pathToFileURL(path.join(here, "../../docs/examples/websocket-client.html")).href;

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

async function tester(t, listener, options) {
  const opened = await openTester(browser, server.listeners[listener], options);
  t.after(() => opened.context.close());
  return opened;
}

async function connected(t, listener, options) {
  const opened = await tester(t, listener, options);
  await connect(opened.page);
  await entry(opened.page, "received authenticated").waitFor();
  return opened;
}

for (const listener of ["main", "push"]) {
  test(`the ${listener} listener serves the page, its client program and nothing inline`, async () => {
    const at = { url: server.listeners[listener] };
    const page = await request(at, "GET", "/push/test");
    assert.equal(page.status, 200);
    assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(page.headers.get("content-security-policy"), /script-src 'self'; style-src 'self';/);
    const client = await request(at, "GET", "/push/socket.io.min.js");
    assert.equal(client.headers.get("content-type"), "text/javascript; charset=utf-8");
    assert.match(client.text, /^\/\*!\s+\* Socket\.IO v4\./);
    assert.equal((await request(at, "GET", "/push/test.html")).status, 404);
  });

  for (const transport of ["Polling, then WebSocket", "WebSocket only", "Polling only"]) {
    test(`somebody connects and pings on the ${listener} listener: ${transport}`, async (t) => {
      const user = await signUp(server);
      const { page, troubles } = await tester(t, listener, { token: `Bearer ${user.token}` });
      await connect(page, transport);
      const name = transport === "Polling only" ? "polling" : "websocket";
      await state(page).filter({ hasText: `Connected over ${name}` }).waitFor();
      await entry(page, "received authenticated").filter({ hasText: user.id }).waitFor();
      await page.getByRole("button", { name: "Ping" }).click();
      await entry(page, "received pong").filter({ hasText: '"timestamp"' }).waitFor();
      await page.getByRole("button", { name: "Disconnect", exact: true }).click();
      await state(page).filter({ hasText: "Disconnected" }).waitFor();
      assert.deepEqual(troubles, []);
    });
  }
}

test("the push listener serves no other page", async () => {
  const at = { url: server.listeners.push };
  assert.equal((await request(at, "GET", "/", { headers: { accept: "text/html" } })).status, 404);
});

test("a bad token is refused and said so, and a good one then connects", async (t) => {
  const user = await signUp(server);
  const { page } = await tester(t, "push", { token: "not.a.token" });
  await connect(page);
  await state(page).filter({ hasText: "Refused: Authentication failed" }).waitFor();
  assert.ok(await page.getByRole("button", { name: "Ping" }).isDisabled());
  await page.getByLabel("Token").fill(user.token);
  await connect(page);
  await state(page).filter({ hasText: "Connected over" }).waitFor();
});

test("an admin sends from the page, and it appears in another's log", async (t) => {
  const [ann, admin] = [await signUp(server), await adminOf(server)];
  const reader = await connected(t, "push", { token: ann.token });
  const { page, troubles } = await tester(t, "main", { token: admin.token });
  const received = (text) => entry(reader.page, "received message").filter({ hasText: text }).waitFor();

  assert.match(await call(page, "Send to one user", { "User id": ann.id, "Data, JSON": '{"message":"to one"}' }),
    new RegExp(`^200 in .*Message sent to user ${ann.id}`, "s"));
  await received("to one");
  const several = await call(page, "Send to several users",
    { "User ids, with commas": `${ann.id}, nobody`, "Data, JSON": '"to several"' });
  assert.match(several, /^200 in .*Message sent to 1 out of 2 users/s);
  await received("to several");
  assert.match(await call(page, "Send to everybody", { "Data, JSON": "[1,2]" }), /^200 in .*"userCount": \d/s);
  await received('"type": "system"');
  assert.match(await call(page, "Notify a user", { "User id": ann.id, Title: "Look" }), /^200 in .*Notification sent/s);
  await received('"title": "Look"');

  assert.match(await call(page, "Who is connected"), new RegExp(`^200 in .*${ann.id}`, "s"));
  assert.match(await call(page, "Status of a user", { "User id": ann.id }), /^200 in .*"isConnected": true/s);
  assert.match(await call(page, "My status"), new RegExp(`^200 in .*${admin.id}.*"isConnected": false`, "s"));
  assert.match(await call(page, "Disconnect a user", { "User id": ann.id }), /^200 in .*disconnected/s);
  await state(reader.page).filter({ hasText: "Disconnected: io server disconnect" }).waitFor();
  assert.deepEqual([...troubles, ...reader.troubles], []);
});

test("who may not send is told so, and knows its own status", async (t) => {
  const ann = await signUp(server);
  const { page } = await connected(t, "main", { token: ann.token });
  assert.match(await call(page, "Send to everybody"), /^403 in .*"message": "Forbidden"/s);
  assert.match(await call(page, "My status"), /^200 in .*"isConnected": true/s);
});

test("who was away finds a notification in the inbox", async (t) => {
  const [ann, admin] = [await signUp(server), await adminOf(server)];
  const sender = await tester(t, "push", { token: admin.token });
  assert.match(await call(sender.page, "Notify a user", { "User id": ann.id, Title: "While away" }), /^200 in/);
  const { page } = await tester(t, "push", { token: ann.token });
  await page.getByLabel("Tell me about my inbox").check();
  await connect(page);
  await entry(page, "received inbox").filter({ hasText: '"unread": 1' }).waitFor();
  await page.getByRole("button", { name: "Send and wait for the answer" }).click();
  await entry(page, "answer to inbox:since").filter({ hasText: '"title": "While away"' }).waitFor();
});

test("what is no JSON is told at its field, and nothing is sent", async (t) => {
  const { page } = await tester(t, "main", { token: "any" });
  const field = form(page, "Send to everybody").getByRole("textbox", { name: "Data, JSON" });
  await field.fill("{message:");
  await form(page, "Send to everybody").getByRole("button").click();
  assert.match(await field.evaluate((element) => element.validationMessage), /This is no JSON/);
  assert.ok(await field.evaluate((element) => element === document.activeElement));
  assert.equal(await form(page, "Send to everybody").locator("output").innerText(), "");
});

test("the page reaches the other listener by its address, in the document's words too", async (t) => {
  const ann = await signUp(server);
  const { page, troubles } = await tester(t, "main", { token: ann.token });
  await page.getByLabel("Server").fill(server.listeners.push.replace("http", "ws"));
  await connect(page);
  await entry(page, "received authenticated").waitFor();
  assert.match(await call(page, "My status"), /^200 in .*"isConnected": true/s);
  assert.deepEqual(troubles, []);
});

test("opened from a disk, the example of the documents works against a server", async (t) => {
  const ann = await signUp(server);
  const { page, troubles } = await tester(t, "push", { token: ann.token, url: example });
  assert.equal(await page.getByLabel("Server").inputValue(), "http://127.0.0.1:8090");
  await page.getByLabel("Server").fill(server.listeners.push);
  await connect(page);
  await entry(page, "received authenticated").filter({ hasText: ann.id }).waitFor();
  await page.getByRole("button", { name: "Ping" }).click();
  await entry(page, "received pong").waitFor();
  assert.match(await call(page, "My status"), /^200 in .*"isConnected": true/s);
  assert.deepEqual(troubles, []);
});

// What is hit is the choice's whole label, not its box alone.
const smallTargets = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, textarea")]
      .map((element) => (element.type === "checkbox" ? element.closest("label") : element))
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
      .map((element) => element.outerHTML.slice(0, 80)),
  );

const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
for (const [where, options] of [["wide", {}], ["phone", phone]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing to complain about: ${where}, ${colorScheme}`, async (t) => {
      const ann = await signUp(server);
      const { page } = await tester(t, "push", { token: ann.token, colorScheme, ...options });
      assert.deepEqual(await accessibilityFindings(page), [], "before");
      await connect(page);
      await entry(page, "received authenticated").waitFor();
      await call(page, "Send to everybody");
      assert.deepEqual(await accessibilityFindings(page), [], "connected, with an answer");
      assert.deepEqual(await overflow(page), []);
      if (where === "phone") assert.deepEqual(await smallTargets(page), []);
      await page.getByRole("button", { name: "Clear" }).click();
      assert.equal(await log(page).getByRole("listitem").count(), 0);
    });
  }
}
