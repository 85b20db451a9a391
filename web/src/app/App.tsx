import { useEffect, useMemo } from 'react';
import type { Session } from '@/api/session';
import { AuthScreen } from '@/features/auth/AuthScreen';
import { ChatScreen } from '@/features/chat/ChatScreen';
import { useStore } from '@/ui/use_store';
import type { Parts } from './parts';
import { go, useRoute } from './use_route';
import { useTitle } from './use_title';

export function App({ parts }: { parts: Parts }) {
  const session = useStore(parts.session);
  const notice = useStore(parts.notice);
  const route = useRoute();
  const outside = route.at === 'sign-in' || route.at === 'sign-up';

  // Who signs in goes to the rooms; who signs out goes to the door.
  useEffect(() => {
    if (session === null && !outside) go({ at: 'sign-in' }, true);
    if (session !== null && outside) go({ at: 'rooms' }, true);
  }, [session, outside]);

  if (session === null) {
    const mode = route.at === 'sign-up' ? 'sign-up' : 'sign-in';
    return <AuthScreen form={parts.form} mode={mode} notice={notice} />;
  }
  return <SignedIn key={session.token} parts={parts} session={session} />;
}

function SignedIn({ parts, session }: { parts: Parts; session: Session }) {
  const { chat, run } = useMemo(() => parts.openChat(session), [parts, session]);
  const route = useRoute();
  useEffect(run, [run]);
  useTitle(chat, route);
  return <ChatScreen chat={chat} route={route} go={go} signOut={parts.signOut} />;
}
