// The API's description as a person reads it: /docs in Chromium.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { accessibilityFindings } from "./support/axe.mjs";
import { launch, openPage } from "./support/browser.mjs";
import { get, signUp } from "./support/client.mjs";
import { Server } from "./support/server.mjs";
import { overflow } from "./support/web_pages.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.remove();
});

async function openDocs(t, at = "", options = {}) {
  const opened = await openPage(browser, `${server.url}/docs${at}`, options);
  t.after(() => opened.context.close());
  await opened.page.getByRole("heading", { name: "Accounts", level: 2 }).last().waitFor();
  return opened;
}

const operation = (page, name) => page.locator("details.operation").filter({ hasText: name });

test("every operation of the description is on the page", async (t) => {
  const { page, troubles } = await openDocs(t);
  const { paths } = (await get(server, "/openapi.json")).body;
  const expected = Object.values(paths).flatMap((methods) => Object.values(methods)).length;
  assert.equal(await page.locator("details.operation").count(), expected);
  assert.equal(await page.getByRole("navigation").getByRole("link").count(), expected);
  assert.deepEqual(troubles, []);
});

test("somebody finds an operation, reads what goes in, and tries it", async (t) => {
  const user = await signUp(server);
  const { page, troubles } = await openDocs(t);
  await page.getByRole("searchbox", { name: "Find" }).fill("get room messages");
  assert.equal(await page.locator("details.operation:visible").count(), 1);
  const box = operation(page, "Read what was said");
  await box.locator("summary").first().click();
  await box.getByText("How many at most; 50 when absent").waitFor();
  await page.getByLabel("Bearer token").fill(user.token);
  await box.getByLabel("room_id").fill("general");
  await box.getByRole("button", { name: "Send GET" }).click();
  await box.getByRole("status").filter({ hasText: /^200 in \d+ ms\n\[\]$/ }).waitFor();
  await box.getByLabel("room_id").fill("nowhere");
  await box.getByRole("button", { name: "Send GET" }).click();
  await box.getByRole("status").filter({ hasText: "404" }).waitFor();
  assert.deepEqual(troubles.filter((line) => !line.includes("404")), []);
});

test("an example is a body that the server takes", async (t) => {
  const { page } = await openDocs(t);
  const box = operation(page, "Sign up");
  await box.locator("summary").first().click();
  await box.getByRole("button", { name: "Send POST" }).click();
  await box.getByRole("status").filter({ hasText: /^201[^]*"username": "ann"/ }).waitFor();
});

test("a link to an operation opens it", async (t) => {
  const { page } = await openDocs(t, "#op-postAuthLogin");
  await page.locator("#op-postAuthLogin[open]").getByRole("heading", { name: "Body" }).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing on the page, ${colorScheme}`, async (t) => {
    const { page } = await openDocs(t, "#op-postUsers", { colorScheme });
    await page.locator("#op-postUsers form").waitFor();
    assert.deepEqual(await accessibilityFindings(page), []);
  });
}

test("nothing is wider than a small phone", async (t) => {
  const { page } = await openDocs(t, "#op-postUsers", { viewport: { width: 320, height: 640 } });
  await page.locator("#op-postUsers form").waitFor();
  assert.deepEqual(await overflow(page), []);
});
