// Taking frames from a chat socket when several come in one packet: a waiter that has its frame must
// not take the next one too. Imported for its effect on Socket.

import { Socket } from "./client.mjs";
import { within } from "./deadline.mjs";

const FRAME_MS = 15_000;

Socket.prototype.until = async function (matches, ms = FRAME_MS) {
  const wanted = typeof matches === "string" ? (frame) => frame.type === matches : matches;
  let look;
  const found = new Promise((resolve, reject) => {
    let done = false;
    look = () => {
      if (done) return;
      const at = this.frames.findIndex(wanted);
      done = at !== -1 || this.close !== null;
      if (at !== -1) resolve(this.frames.splice(at, 1)[0]);
      else if (done) reject(new Error(`closed ${this.close.code} ${this.close.reason} instead of ${matches}`));
    };
    this.raw.on("message", look);
    this.closed.then(look);
    look();
  });
  try {
    return await within(found, ms, () => `${matches} among ${JSON.stringify(this.frames).slice(-2000)}`);
  } finally {
    this.raw.off("message", look);
  }
};

Socket.prototype.next = function (ms) {
  return this.until(() => true, ms);
};
