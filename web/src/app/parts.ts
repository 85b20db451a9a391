import { AccountApi } from '@/api/account';
import { CallsApi } from '@/api/calls';
import { ApiClient, refreshByCookie } from '@/api/client';
import { SessionStore, type Session } from '@/api/session';
import { Tokens, aloneInBrowser } from '@/api/tokens';
import { AuthForm } from '@/features/auth/auth_form';
import { Chat } from '@/features/chat/chat';
import { Me } from '@/features/me/me';
import { systemClock } from '@/lib/clock';
import { browserKeyValue } from '@/lib/key_value';
import { Store } from '@/lib/store';
import { texts } from '@/lib/texts';
import { openBrowserSocket, watchBrowser } from '@/realtime/browser';
import { Connection } from '@/realtime/connection';
import { Calling } from './calling';
import { go } from './use_route';

export interface Parts {
  session: SessionStore;
  notice: Store<string>;
  form: AuthForm;
  signOut: () => void;
  openChat: (session: Session) => { chat: Chat; calling: Calling; run: () => () => void };
  openMe: (userId: string) => Me;
}

// What the client is made of, put together once.
export function parts(): Parts {
  const kept = browserKeyValue(() => window.localStorage);
  const keptForTab = browserKeyValue(() => window.sessionStorage);
  const session = new SessionStore(kept);
  const notice = new Store('');
  window.addEventListener('storage', (event) => session.changedElsewhere(event.key));

  const clock = systemClock;
  const tokens = new Tokens({ refresh: refreshByCookie, alone: aloneInBrowser, clock });
  let signedInAs = session.get()?.user.id;
  session.subscribe(() => {
    const id = session.get()?.user.id;
    if (id !== signedInAs) tokens.forget();
    signedInAs = id;
  });
  const signOutWith = (sentence: string) => {
    notice.set(sentence);
    session.signOut();
  };
  const api = new ApiClient(tokens, () => signOutWith(texts.auth.ended));
  const form = new AuthForm(api, (fresh) => {
    notice.set('');
    session.signIn(fresh.user);
    tokens.keep(fresh);
  });
  const signOut = () => {
    const telling = api.signOut();
    signOutWith('');
    void telling.catch(() => notice.set(texts.auth.notTold)).finally(() => {
      if (session.get() === null) tokens.forget();
    });
  };

  const openChat = ({ user: me }: Session) => {
    const connection = new Connection({
      open: (listener) => openBrowserSocket('/api/chat/ws', listener),
      clock: systemClock, random: Math.random, userId: me.id,
      token: tokens.current, renew: tokens.renew,
    });
    const chat = new Chat({
      api, connection, me, clock: systemClock, kept, keptForTab, makeId,
    });
    const calling = new Calling({
      api: new CallsApi(api), me, clock: systemClock, kept, keptForTab, makeId, go,
    });
    connection.onRing = (event) => calling.rings(event);
    const run = () => {
      const unwatch = watchBrowser(connection);
      const quiet = calling.start();
      tokens.onFresh = ({ token, user }) => {
        session.signIn(user);
        connection.reauthorize(token);
      };
      const halt = chat.start();
      const unlisten = connection.link.subscribe(() => {
        const link = connection.link.get();
        if (link.phase === 'stopped' && link.reason === 'signed_out') signOutWith(texts.auth.ended);
      });
      return () => {
        tokens.onFresh = () => undefined;
        unlisten();
        quiet();
        unwatch();
        halt();
      };
    };
    return { chat, calling, run };
  };
  const openMe = (userId: string) => new Me({
    account: new AccountApi(api), userId, onRenamed: session.signIn.bind(session),
    changePassword: (account, present, next) =>
      tokens.replace(() => api.changePassword(account, present, next)),
  });
  return { session, notice, form, signOut, openChat, openMe };
}

// Not crypto.randomUUID, which a page without TLS does not have.
function makeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
