// What a person does in the push tester, by the words on the screen.

import { openPage } from "./browser.mjs";

export const log = (page) => page.getByRole("log");
export const entry = (page, text) => log(page).getByRole("listitem").filter({ hasText: text });
export const state = (page) => page.getByRole("status").first();
export const form = (page, title) =>
  page.locator("form").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
export const answer = (page, title) => form(page, title).locator("output");

/** Opens the tester of a listener (or a page at `url`) and types the token. */
export async function openTester(browser, base, { token = "", url = `${base}/push/test`, ...options } = {}) {
  const opened = await openPage(browser, url, options);
  await opened.page.getByLabel("Token").fill(token);
  return opened;
}

export async function connect(page, transport = "Polling, then WebSocket") {
  await page.getByLabel("Transport").selectOption(transport);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
}

/** Fills a call's fields and presses its button; the answer as text, its first word the status. */
export async function call(page, title, fields = {}) {
  for (const [label, value] of Object.entries(fields))
    await form(page, title).getByRole("textbox", { name: label, exact: true }).fill(value);
  await form(page, title).getByRole("button", { name: title, exact: true }).click();
  await answer(page, title).filter({ hasText: /^(\d{3} in|No answer)/ }).waitFor();
  return answer(page, title).innerText();
}
