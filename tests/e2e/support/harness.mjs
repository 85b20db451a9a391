// The harness programs of the protocol layers, for a file or for one test.
//
//   const harness = await Harness.start("engineio-harness");
//   after(() => harness.end());

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { eventually, within } from "./deadline.mjs";
import { binary, inherited } from "./server.mjs";
import { assertSane } from "./started.mjs";

const START_MS = 20_000;
const LOG_BYTES_MAX = 1 << 20;

export class Harness {
  stderr = "";
  guests = []; // sockets that are cut at the end
  #child;
  #ended;
  #folder = path.join(path.dirname(binary), "harness");

  constructor(name, environment) {
    this.name = name;
    this.environment = environment;
  }

  static async start(name, environment = {}) {
    const harness = new Harness(name, environment);
    await harness.start();
    return harness;
  }

  /** One for a test, ended with it. */
  static async started(t, name, environment) {
    const harness = await Harness.start(name, environment);
    t.after(() => harness.end());
    return harness;
  }

  get pid() {
    return this.#child.pid;
  }

  get running() {
    return this.#child !== null;
  }

  /** `ws://…` of a path. */
  ws(target) {
    return this.url.replace(/^http/, "ws") + target;
  }

  /** Starts, or starts again, where it listened before. */
  async start() {
    const PORT = this.url ? new URL(this.url).port : "0";
    const child = spawn(path.join(this.#folder, this.name), [], {
      env: { ...inherited(), PORT, ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.on("error", resolve);
      child.on("close", (status, signal) => resolve(status ?? signal));
    }).then((end) => {
      this.#child = null;
      return end;
    });
    child.stderr.on("data", (bytes) => {
      if (this.stderr.length < LOG_BYTES_MAX) this.stderr += bytes;
    });
    let said = "";
    const listening = new Promise((resolve) => {
      child.stdout.on("data", (bytes) => {
        this.url = /^listening (\S+)\n/m.exec((said += bytes))?.[1] ?? this.url;
        if (said.includes("\n")) resolve();
      });
    });
    const ended = this.#ended.then((end) => {
      throw new Error(`${this.name} ended with ${end} before it listened:\n${this.stderr}`);
    });
    await within(Promise.race([listening, ended]), START_MS, () => `${this.name} to listen: ${said}${this.stderr}`);
  }

  signal(name) {
    this.#child?.kill(name);
  }

  async kill9() {
    const ended = this.#ended;
    this.#child?.kill("SIGKILL");
    await ended;
  }

  /** It must still be there, and no sanitizer may have spoken. */
  async end() {
    for (const socket of this.guests) socket.destroy();
    const { running } = this;
    await this.kill9();
    assertSane(this);
    assert.ok(running, `${this.name} had ended by itself:\n${this.stderr.slice(-4000)}`);
  }

  /** Bytes of memory that it holds. */
  async resident() {
    const status = await readFile(`/proc/${this.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
  }

  /** Seconds of processor time that it has used. */
  async cpu() {
    const fields = (await readFile(`/proc/${this.pid}/stat`, "utf8")).split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }
}

/** For socketio-harness where its 200 ms for a pong are not what is tested: too short for a busy machine. */
export const PATIENT = { PING_TIMEOUT_MS: "20000", CONNECT_TIMEOUT_MS: "20000" };

/** AddressSanitizer keeps what was freed; this little, where memory is measured. */
export const SMALL_QUARANTINE = {
  ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:quarantine_size_mb=1:thread_local_quarantine_size_kb=64`.replace(/^:/, ""),
};

const MEGABYTES = 2 ** 20;

/** How much more memory the harness holds than `before`, once that is less than `most`, or `ms` are over. */
export async function grownSince(harness, before, most, ms) {
  let grown;
  const hasSettled = async () => (grown = (await harness.resident()) - before) < most;
  await eventually(hasSettled, "memory", ms).catch(() => {});
  return grown;
}

/** Fails unless the harness' memory, once `act` is over, settles within `most` bytes of what it was. */
export async function assertGrowth(t, harness, most, act) {
  const before = await harness.resident();
  await act();
  const grown = await grownSince(harness, before, most, 20_000);
  t.diagnostic(`grown by ${(grown / MEGABYTES).toFixed(1)} MiB from ${(before / MEGABYTES).toFixed(1)}`);
  assert.ok(grown < most, `memory grew by ${(grown / MEGABYTES).toFixed(1)} MiB`);
}
