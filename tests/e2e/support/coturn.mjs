// A real coturn on loopback, with the shared-secret scheme.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { within } from "./deadline.mjs";

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** `{ port, tlsPort, log }`; TLS when `certificate` (`{ cert, key }`, paths) is given. Ends with the test. */
export async function coturn(t, { secret = "north", certificate, options = [] } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "switchboard-coturn-"));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const tls = certificate
    ? [`--tls-listening-port=${tlsPort}`, `--cert=${certificate.cert}`, `--pkey=${certificate.key}`, "--no-dtls"]
    : ["--no-tls", "--no-dtls"];
  const child = spawn(
    "turnserver",
    ["-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", `--listening-port=${port}`, "--use-auth-secret",
      `--static-auth-secret=${secret}`, "--realm=switchboard.test", "--allow-loopback-peers", "--no-cli",
      "--min-port=20000", "--max-port=32000", "--log-file=stdout", "--simple-log", `--pidfile=${folder}/pid`,
      `--userdb=${folder}/db`, ...tls, ...options],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  const server = { port, tlsPort, log: "" };
  const ended = new Promise((resolve) => child.once("close", resolve));
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const listening = new Promise((resolve, reject) => {
    const take = (bytes) => {
      server.log += bytes;
      if (/UDP listener opened on ?: 127\.0\.0\.1:|relay ports initialization done|Total General servers/.test(server.log)) resolve();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    ended.then((status) => reject(new Error(`turnserver ended with ${status}:\n${server.log}`)));
  });
  await within(listening, 10_000, () => `coturn to listen; it said:\n${server.log}`);
  return server;
}
