import type { KeyValue } from '@/lib/key_value';
import type { Person } from '@/lib/message';
import { Store } from '@/lib/store';

export interface Session {
  token: string;
  user: Person;
}

const KEY = 'switchboard.session';

// Who is signed in. The token is in localStorage, not in sessionStorage: a chat is opened in a
// second tab and after a restart of the browser, and a script that could read the one could read
// the other; what stands against such a script is the Content-Security-Policy. An HttpOnly cookie
// is to replace both. Signing out in one tab signs out all of them.
export class SessionStore extends Store<Session | null> {
  private readonly kept: KeyValue;

  constructor(kept: KeyValue) {
    super(decode(kept.read(KEY)));
    this.kept = kept;
  }

  signIn(session: Session): void {
    this.kept.write(KEY, JSON.stringify(session));
    this.set(session);
  }

  signOut(): void {
    this.kept.write(KEY, null);
    this.set(null);
  }

  // Another tab changed what is kept.
  changedElsewhere(key: string | null): void {
    if (key !== KEY && key !== null) return;
    const session = decode(this.kept.read(KEY));
    if (session?.token !== this.get()?.token) this.set(session);
  }
}

function decode(text: string | null): Session | null {
  if (text === null) return null;
  try {
    const { token, user } = JSON.parse(text) as Partial<Session>;
    const whole = typeof token === 'string' && typeof user?.id === 'string'
      && typeof user.name === 'string' && typeof user.username === 'string';
    return whole ? { token, user } : null;
  } catch {
    return null;
  }
}
