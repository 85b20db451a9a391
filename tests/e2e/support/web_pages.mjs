// What a person does in the web client, by the words on the screen.

import { openPage } from "./browser.mjs";
import { PASSWORD, person } from "./client.mjs";

export const GENERAL = "General Chat";
export const SUPPORT = "Support Channel";

export const composer = (page, room = GENERAL) => page.getByRole("textbox", { name: `Message ${room}` });
export const messages = (page, room = GENERAL) => page.getByRole("region", { name: `Messages in ${room}` });
export const bubble = (page, text) => messages(page).locator("[data-state]").filter({ hasText: text });
export const rail = (page) => page.getByRole("navigation", { name: "Rooms" });
export const roomLink = (page, room) => rail(page).getByRole("link", { name: room });

/** Somebody signs up by the form: `{ context, page, troubles, fields }`, in the chat. */
export async function signUpByForm(browser, server, fields = {}, options = {}) {
  const opened = await openPage(browser, server.url, options);
  const { page } = opened;
  const body = { ...person(), ...fields };
  await page.getByRole("link", { name: "Create account" }).click();
  await page.getByLabel("Full name").fill(body.full_name);
  await page.getByLabel("Username").fill(body.username);
  await page.getByLabel("E-mail").fill(body.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "Sign out" }).or(composer(page)).first().waitFor();
  return { ...opened, fields: body };
}

export async function signInByForm(page, email, password = PASSWORD) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens the page already signed in as `user` (of signUp), in `room`. `begin`: runs in each page before its own. */
export async function openSignedIn(browser, server, user, { room = "general", begin, ...options } = {}) {
  const opened = await openPage(browser, undefined, options);
  if (begin) await opened.context.addInitScript(...begin);
  const session = { user: { id: user.id, username: user.username, name: user.full_name } };
  const { hostname: domain } = new URL(server.url);
  await opened.context.addCookies([
    { name: "switchboard_refresh", value: user.refreshToken, domain, path: "/api/auth/refresh",
      httpOnly: true, sameSite: "Strict" },
  ]);
  await opened.context.addInitScript(
    ([kept, origin]) => {
      if (location.origin !== origin || sessionStorage.getItem("begun")) return;
      sessionStorage.setItem("begun", "yes");
      localStorage.setItem("switchboard.session", kept);
    },
    [JSON.stringify(session), new URL(server.url).origin],
  );
  await opened.page.goto(`${server.url}/#/rooms/${room}`);
  return opened;
}

export async function post(page, text, room = GENERAL) {
  await composer(page, room).fill(text);
  await composer(page, room).press("Enter");
}

/** Waits until the server has confirmed the message that says `text`. */
export async function confirmed(page, text) {
  await bubble(page, text).and(page.locator('[data-state="sent"]')).waitFor();
}

/** What stands in the conversation, top to bottom. */
export async function texts(page, room = GENERAL) {
  return messages(page, room)
    .locator("[data-state] div[dir=auto]")
    .allInnerTexts();
}

/** What makes the page wider than its window; nothing, if all is well. */
export const overflow = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [`${scrollWidth} > ${clientWidth}`, ...beyond.map((element) => element.outerHTML.slice(0, 120))];
  });

/** What is too small for a thumb. */
export async function smallTargets(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, input, textarea, select, nav a, header a")]
      .map((element) => ({ element, box: (element.closest("[class*=box]") ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 44 || box.width < 44))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 80)}: ${box.width} × ${box.height}`),
  );
}
