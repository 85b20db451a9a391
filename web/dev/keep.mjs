import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

// Keeps what the double knows in a file, so that it can be killed and started again.
export class Keeper {
  constructor(path, { users, tokens, rooms }) {
    this.path = path;
    this.state = { users, tokens, rooms };
    if (path !== undefined && existsSync(path)) this.read(JSON.parse(readFileSync(path, 'utf8')));
  }

  read(kept) {
    const { users, tokens, rooms } = this.state;
    for (const user of kept.users) users.set(user.email, user);
    for (const [token, email] of kept.tokens) tokens.set(token, users.get(email));
    for (const { id, epoch, messages, sent } of kept.rooms) {
      Object.assign(rooms.get(id), { epoch, messages, sent: new Map(sent) });
    }
  }

  write() {
    if (this.path === undefined) return;
    const { users, tokens, rooms } = this.state;
    const kept = {
      users: [...users.values()],
      tokens: [...tokens].map(([token, { email }]) => [token, email]),
      rooms: [...rooms.values()].map(({ id, epoch, messages, sent }) =>
        ({ id, epoch, messages, sent: [...sent] })),
    };
    writeFileSync(`${this.path}.part`, JSON.stringify(kept));
    renameSync(`${this.path}.part`, this.path);
  }
}
