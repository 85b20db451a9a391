import type { KeyValue } from '@/lib/key_value';
import type { Person } from '@/lib/message';
import { Store } from '@/lib/store';

export interface Session {
  user: Person;
}

const KEY = 'switchboard.session';

// Who is signed in on this browser. Only the name is kept here: what proves it lies in a cookie
// that no script can read, and in the memory of each tab. Signing out in one tab signs out all.
export class SessionStore extends Store<Session | null> {
  private readonly kept: KeyValue;

  constructor(kept: KeyValue) {
    super(decode(kept.read(KEY)));
    this.kept = kept;
  }

  signIn(user: Person): void {
    const present = this.get()?.user;
    this.kept.write(KEY, JSON.stringify({ user }));
    if (!same(present, user)) this.set({ user });
  }

  signOut(): void {
    this.kept.write(KEY, null);
    this.set(null);
  }

  // Another tab changed what is kept.
  changedElsewhere(key: string | null): void {
    if (key !== KEY && key !== null) return;
    const session = decode(this.kept.read(KEY));
    if (!same(session?.user, this.get()?.user)) this.set(session);
  }
}

function same(one: Person | undefined, other: Person | undefined): boolean {
  return one?.id === other?.id && one?.name === other?.name && one?.username === other?.username;
}

function decode(text: string | null): Session | null {
  if (text === null) return null;
  try {
    const { user } = JSON.parse(text) as Partial<Session>;
    const whole = typeof user?.id === 'string' && typeof user.name === 'string'
      && typeof user.username === 'string';
    return whole ? { user: { id: user.id, username: user.username, name: user.name } } : null;
  } catch {
    return null;
  }
}
