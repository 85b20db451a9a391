// The examples of docs/push.md and of the README's push door, run as they stand there but for the addresses and
// the path of the program.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { launch } from "./support/browser.mjs";
import { request } from "./support/client.mjs";
import { eventually, within } from "./support/deadline.mjs";
import { binary, inherited, Server } from "./support/server.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const written = (name) => readFile(path.join(here, "../..", name), "utf8");

let server;
let folder;
let pieces; // of docs/push.md, by the word behind the fence, in order
before(async () => {
  server = await Server.start();
  folder = await mkdtemp(path.join(tmpdir(), "switchboard-docs-"));
  pieces = fenced(await written("docs/push.md"));
});
after(async () => {
  await server?.remove();
  await rm(folder, { recursive: true, force: true });
});

function fenced(document) {
  const found = {};
  for (const [, word, text] of document.matchAll(/^```(\w+)\n(.*?)^```$/gms)) (found[word] ??= []).push(text);
  return found;
}

const placed = (text) =>
  text
    .replaceAll("http://127.0.0.1:8090", server.listeners.push)
    .replaceAll("http://127.0.0.1:8080", server.url)
    .replaceAll("build/release/switchboard", binary);

/** Starts it; `out` grows. It ends with the test. */
function run(t, program, args, { environment = {}, input = "" } = {}) {
  const settings = { ...inherited(), ...server.settings };
  const child = spawn(program, args, { cwd: here, env: { ...settings, ...environment }, stdio: "pipe" });
  const running = { out: "", troubles: "", ended: new Promise((resolve) => child.on("close", resolve)) };
  child.stdout.on("data", (bytes) => (running.out += bytes));
  child.stderr.on("data", (bytes) => (running.troubles += bytes));
  child.on("error", (error) => (running.troubles += error));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  t.after(async () => {
    child.kill("SIGKILL");
    await running.ended;
  });
  return running;
}

async function shell(t, script) {
  const running = run(t, "bash", ["-euc", placed(script)]);
  const status = await within(running.ended, 30_000, () => `the shell to end; it said: ${running.troubles}`);
  assert.equal(status, 0, running.troubles);
  return running.out;
}

async function says(running, words) {
  await eventually(() => running.out.includes(words), `"${words}"`, 20_000).catch((error) => {
    throw new Error(`${error.message}; it said: ${running.out}${running.troubles}`);
  });
}

/** The tokens, as the first piece of shell makes them. */
async function tokens(t) {
  const [TOKEN, SENDER] = (await shell(t, `${pieces.sh[0]}\necho $TOKEN; echo $SENDER`)).trim().split("\n");
  return { TOKEN, SENDER };
}

/** The backend of the document sends, and is told that it did. */
async function send(t) {
  const answer = JSON.parse(await shell(t, `${pieces.sh[0]}\n${pieces.sh[1]}`));
  assert.equal(answer.message, "Message sent to user user123", JSON.stringify(answer));
}

test("the client in Node hears what the backend sends", async (t) => {
  const environment = await tokens(t);
  const client = run(t, process.execPath, ["--input-type=module", "-"], { environment, input: placed(pieces.js[0]) });
  await says(client, "signed in as user123");
  await send(t);
  await says(client, "chat { message: 'Hello!' }");
});

test("the client in Python hears what the backend sends", async (t) => {
  const environment = await tokens(t);
  const file = path.join(folder, "listen.py");
  await writeFile(file, placed(pieces.python[0]));
  const client = run(t, process.env.PYTHON ?? "/usr/bin/python3", [file], { environment });
  await says(client, "signed in as user123");
  await send(t);
  await says(client, "chat {'message': 'Hello!'}");
});

test("the client in a browser, opened from a disk, hears what the backend sends", async (t) => {
  const { TOKEN } = await tokens(t);
  const file = path.join(folder, "listen.html");
  await writeFile(file, placed(pieces.html[0]));
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.on("dialog", (dialog) => dialog.accept(TOKEN));
  await page.goto(pathToFileURL(file).href);
  await eventually(async () => {
    const { body } = await request(server, "GET", "/websocket/me/status", { token: TOKEN });
    return body.isConnected;
  }, "the page to connect", 15_000);
  await send(t);
  await page.getByText('chat: {"message":"Hello!"}').waitFor({ timeout: 15_000 });
});

test("the push door of the README opens", async (t) => {
  const environment = await tokens(t);
  const client = run(t, process.execPath, ["--input-type=module", "-"], { environment, input: placed(pieces.js[0]) });
  await says(client, "signed in as user123");
  const door = fenced(await written("README.md")).sh.find((text) => text.includes("/websocket/message/user"));
  assert.match(await shell(t, door), /"success":true/);
  await says(client, "chat { message: 'Hello from the shell' }");
});

test("every request of testing-websocket.http is answered as its title says", async (t) => {
  const { TOKEN, SENDER } = await tokens(t);
  const file = await written("docs/examples/testing-websocket.http");
  const values = { baseUrl: server.listeners.push, sender: SENDER, token: TOKEN, userId: "user123" };
  const client = run(t, process.execPath, ["--input-type=module", "-"],
    { environment: { TOKEN }, input: placed(pieces.js[0]) });
  await says(client, "signed in as user123");
  const requests = file.split(/^### /m).slice(1);
  assert.equal(requests.length, 12);
  for (const text of requests) {
    const filled = text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
    const [head, body] = filled.split(/\n\n/, 2);
    const [title, line, ...headers] = head.split("\n");
    const [method, url] = line.split(" ");
    const pairs = headers.filter(Boolean).map((header) => header.split(": "));
    const answer = await fetch(url, { method, headers: pairs, body: body?.trim() || undefined });
    const wanted = Number(/: (\d{3})$/.exec(title)?.[1] ?? 200);
    assert.equal(answer.status, wanted, `${title}: ${await answer.text()}`);
  }
});
