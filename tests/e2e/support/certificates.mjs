// Certificates that nobody signed but themselves, made anew for a test, and requests over TLS.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import https from "node:https";
import path from "node:path";
import tls from "node:tls";
import { promisify } from "node:util";

/** Writes cert.pem and key.pem into the folder; answers their paths and the certificate's text. */
export async function makeCertificate(folder, name = "localhost") {
  const [cert, key] = [path.join(folder, "cert.pem"), path.join(folder, "key.pem")];
  await promisify(execFile)("openssl", [
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
    "-keyout", key, "-out", cert, "-subj", `/CN=${name}`, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
  ]);
  return { cert, key, pem: await readFile(cert, "utf8") };
}

/** One request over TLS with a connection of its own: `{ status, body }`. */
export function secureRequest(server, method, target, { json, token, ...trust }) {
  const headers = { ...(json && { "content-type": "application/json" }), ...(token && { authorization: `Bearer ${token}` }) };
  return new Promise((resolve, reject) => {
    const asked = https.request(server.url + target, { method, headers, agent: false, timeout: 15_000, ...trust }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode, body: text && JSON.parse(text) }));
    });
    asked.on("error", reject);
    asked.on("timeout", () => asked.destroy(new Error("no answer over TLS")));
    asked.end(json && JSON.stringify(json));
  });
}

/** What the server shows to whoever connects now: `{ name, protocol }`. */
export function handshake(server, options = {}) {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: hostname, port: Number(port), rejectUnauthorized: false, ...options }, () => {
      resolve({ name: socket.getPeerCertificate().subject.CN, protocol: socket.getProtocol() });
      socket.destroy();
    });
    socket.on("error", reject);
  });
}
