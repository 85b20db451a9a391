// Debian's python3-socketio, a client that shares no line with the stock one, on our server.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { after, describe, test } from "node:test";

import { within } from "./support/deadline.mjs";
import { Harness, PATIENT } from "./support/harness.mjs";
import { WAYS } from "./support/socketio.mjs";

const PROGRAM = fileURLToPath(new URL("support/python_client.py", import.meta.url));
const RUN_MS = 60_000;

const harness = await Harness.start("socketio-harness", PATIENT);
after(() => harness.end());

describe("python-socketio", { concurrency: true }, () => {
  for (const [way, transports] of Object.entries(WAYS)) {
    test(`connects over ${way}: events, acknowledgements, binary, namespaces, refusals`, async (t) => {
      const child = spawn("/usr/bin/python3", [PROGRAM, harness.url, ...transports], { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
      t.after(() => child.kill("SIGKILL"));
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (said += bytes));
      const status = await within(new Promise((resolve) => child.on("close", resolve)), RUN_MS, () => `python to end; it said:\n${said}`);
      assert.equal(status, 0, said);
      assert.equal(said.match(/^ok /gm).length, 35, said);
    });
  }
});
