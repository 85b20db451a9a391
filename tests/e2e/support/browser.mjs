// Chromium, as Debian packages it, driven without a display.

import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const executable = places.find((place) => place && existsSync(place));

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export function launch({ args = [], ...options } = {}) {
  if (!executable) throw new Error("Chromium is not installed; ./test installs it");
  return chromium.launch({ executablePath: executable, args: [...flags, ...args], timeout: 60_000, ...options });
}

/**
 * A fresh profile in `browser`: `{ context, page, troubles }`. `troubles` collects what the page complained of:
 * errors, console errors, requests that failed or were refused by the page's own policy.
 */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()}`);
  });
  if (url) await page.goto(url);
  return { context, page, troubles };
}
