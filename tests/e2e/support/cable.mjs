// A cable between a browser and the server that a test can cut: both ends see a line that broke.

import net from "node:net";

export class Cable {
  #pairs = new Set();
  #server;

  /** From a port of its own to the server's; `url` is the server's, seen through it. */
  static async to(server) {
    const cable = new Cable();
    const { hostname, port } = new URL(server.url);
    cable.#server = net.createServer((near) => {
      const far = net.connect({ host: hostname, port: Number(port) });
      const pair = { near, far };
      cable.#pairs.add(pair);
      for (const [from, to] of [[near, far], [far, near]]) {
        from.on("error", () => {});
        from.on("close", () => {
          cable.#pairs.delete(pair);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    await new Promise((resolve) => cable.#server.listen(0, "127.0.0.1", resolve));
    cable.url = `http://127.0.0.1:${cable.#server.address().port}`;
    return cable;
  }

  /** Everything that goes through it now breaks, without a goodbye. */
  cut() {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  close() {
    this.cut();
    this.#server.close();
  }
}
