// The real binary on a fresh folder: started, asked, stopped, killed and started again.
//
//   const server = await Server.start({ settings: { RATE_LIMITS: "on" } });
//   t.after(() => server.remove());

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { within } from "./deadline.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
export const binary = process.env.SWITCHBOARD_BINARY ?? path.join(root, "build/dev/switchboard");

const START_MS = 20_000;
const STOP_MS = 20_000;
const LOG_BYTES_MAX = 8 << 20;
const SANITIZER = /ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:|LeakSanitizer: detected/;

export const ADMIN = { email: "admin@example.com", password: "AdminPass123" };

const defaults = {
  HOST: "127.0.0.1",
  PORT: "0",
  PUSH_PORT: "0",
  SPARK_PORT: "0",
  BCRYPT_COST: "4",
  RATE_LIMITS: "off",
  LOG_FORMAT: "json",
  DRAIN_SECONDS: "2",
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
};

// What a sanitizer or the dynamic linker reads; no setting of this machine slips in.
export const inherited = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR|LANG|.*SAN_.*|LLVM_.*)$/.test(name)),
  );

/** Runs the binary to its end: `{ status, stdout, stderr }`. For the command line, and starts that must fail. */
export async function command(args, { settings = {}, input = "", cwd, deadline = 20_000 } = {}) {
  const child = spawn(binary, args, { cwd, env: { ...inherited(), ...settings }, stdio: "pipe" });
  const out = { status: null, stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => (out.stdout += bytes));
  child.stderr.on("data", (bytes) => (out.stderr += bytes));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => resolve((out.status = status ?? signal)));
  });
  try {
    await within(ended, deadline, () => `switchboard ${args.join(" ")} to end; so far: ${out.stdout}${out.stderr}`);
  } finally {
    child.kill("SIGKILL");
  }
  return out;
}

export class Server {
  #child = null;
  #ended = null;
  lines = []; // of standard output
  stderr = "";
  listeners = {}; // main, push, spark: the address of each

  constructor(folder, settings) {
    this.folder = folder;
    this.settings = {
      ...defaults,
      DATA_DIR: path.join(folder, "data"),
      DATABASE_URL: `sqlite:${path.join(folder, "data", "switchboard.db")}`,
      ...settings,
    };
  }

  static async start({ settings = {}, args = [] } = {}) {
    const server = new Server(await mkdtemp(path.join(tmpdir(), "switchboard-e2e-")), settings);
    try {
      await server.start(args);
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  get url() {
    return this.listeners.main;
  }

  /** `ws://…` of a path on the main listener. */
  ws(target) {
    return this.url.replace(/^http/, "ws") + target;
  }

  get pid() {
    return this.#child?.pid;
  }

  get running() {
    return this.#child !== null;
  }

  /** Starts, or starts again, on the same folder. */
  async start(args = []) {
    this.lines = [];
    this.listeners = {};
    const child = spawn(binary, args, {
      cwd: this.folder,
      env: { ...inherited(), ...this.settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.on("error", (error) => resolve({ status: null, signal: null, error }));
      child.on("close", (status, signal) => resolve({ status, signal }));
    }).then((end) => {
      this.#child = null;
      return end;
    });
    child.stderr.on("data", (bytes) => {
      if (this.stderr.length < LOG_BYTES_MAX) this.stderr += bytes;
    });
    await within(this.#ready(child), START_MS, () => `the server to listen; it said:\n${this.stderr.slice(-4000)}`);
  }

  async #ready(child) {
    const wanted = ["main"];
    if (this.settings.PUSH_PORT !== "off") wanted.push("push");
    if (this.settings.SPARK_PORT !== "off") wanted.push("spark");
    let rest = "";
    const listening = new Promise((resolve) => {
      child.stdout.on("data", (bytes) => {
        rest += bytes;
        const lines = rest.split("\n");
        rest = lines.pop();
        for (const line of lines) {
          this.lines.push(line);
          const found = /^listening (\w+) (\S+)$/.exec(line);
          if (found) this.listeners[found[1]] = found[2];
        }
        if (wanted.every((name) => this.listeners[name])) resolve();
      });
    });
    const ended = this.#ended.then(({ status, signal, error }) => {
      throw new Error(`the server ended with ${error ?? status ?? signal} before it listened:\n${this.stderr}`);
    });
    await Promise.race([listening, ended]);
  }

  /** Asks it to drain; it must end by itself, with status 0, and no sanitizer may have spoken. */
  async stop() {
    if (!this.#child) return;
    const ended = this.#ended;
    this.#child.kill("SIGTERM");
    const { status, signal } = await within(ended, STOP_MS, "the server to drain").catch(async (error) => {
      await this.kill9();
      throw error;
    });
    this.#judge(status ?? signal);
  }

  #judge(status) {
    const said = SANITIZER.exec(this.stderr);
    if (said) throw new Error(`a sanitizer spoke:\n${this.stderr.slice(said.index, said.index + 6000)}`);
    if (status !== 0) throw new Error(`the server ended with ${status}:\n${this.stderr.slice(-4000)}`);
  }

  /** Ends it as a power cut would. */
  async kill9() {
    if (!this.#child) return;
    const ended = this.#ended;
    this.#child.kill("SIGKILL");
    await ended;
  }

  signal(name) {
    this.#child?.kill(name);
  }

  /** How it ended by itself: `{ status, signal }`. */
  ended(deadline = STOP_MS) {
    return within(this.#ended, deadline, "the server to end");
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** Every log line that is JSON, as an object. */
  get logs() {
    return this.stderr
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
  }

  /** Stops it and takes its folder away. The last thing a test does. */
  async remove() {
    try {
      await this.stop();
    } finally {
      await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}
