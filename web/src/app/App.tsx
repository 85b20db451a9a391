import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import type { Session } from '@/api/session';
import { AuthScreen } from '@/features/auth/AuthScreen';
import { MissedCalls } from '@/features/calls/MissedCalls';
import { RingSheet } from '@/features/calls/RingSheet';
import { ChatScreen } from '@/features/chat/ChatScreen';
import { MeScreen } from '@/features/me/MeScreen';
import type { Ringee } from '@/lib/ring';
import type { Route } from '@/lib/route';
import { texts } from '@/lib/texts';
import { Skeleton } from '@/ui/Skeleton';
import { useStore } from '@/ui/use_store';
import styles from './App.module.css';
import type { Parts } from './parts';
import { go, useRoute } from './use_route';
import { useTitle } from './use_title';

const CallPlace = lazy(() => import('./CallPlace'));

export function App({ parts }: { parts: Parts }) {
  const session = useStore(parts.session);
  const notice = useStore(parts.notice);
  const route = useRoute();
  const outside = route.at === 'sign-in' || route.at === 'sign-up';

  // Who signs out goes to the door; who signs in goes to the rooms, or to the call whose link led
  // here.
  const invited = useRef<Route | null>(null);
  useEffect(() => {
    if (session === null && !outside) {
      invited.current = route.at === 'call' ? route : null;
      go({ at: 'sign-in' }, true);
    }
    if (session !== null && outside) {
      go(invited.current ?? { at: 'rooms' }, true);
      invited.current = null;
    }
  }, [session, outside, route]);

  if (session === null) {
    const mode = route.at === 'sign-up' ? 'sign-up' : 'sign-in';
    return <AuthScreen form={parts.form} mode={mode} notice={notice} />;
  }
  return <SignedIn key={session.user.id} parts={parts} session={session} />;
}

function SignedIn({ parts, session }: { parts: Parts; session: Session }) {
  const { chat, calling, run } = useMemo(() => parts.openChat(session), [parts, session]);
  const route = useRoute();
  const current = useStore(calling.current);
  useEffect(run, [run]);
  useTitle(chat, calling, route);
  const callRoute = route.at === 'call' || route.at === 'new-call' ? route : null;
  const away = callRoute !== null;
  useEffect(() => {
    if (away) chat.leave();
  }, [chat, away]);
  const call = useCallback((ringee: Ringee) => calling.call(ringee), [calling]);
  const { id } = session.user;
  const me = useMemo(() => parts.openMe(id), [parts, id]);
  const pane = route.at === 'me' ? <MeScreen me={me} /> : null;
  return (
    <div className={styles.frame}>
      <RingSheet ringing={calling.ringing} roomName={(roomId) => chat.roomName(roomId)} />
      {callRoute !== null || current !== null
        ? <Suspense fallback={callRoute === null ? null
          : <Skeleton kind="message" rows={6} label={texts.call.loading} />}>
            <CallPlace calling={calling} chat={chat} route={callRoute} go={go} />
          </Suspense> : null}
      {callRoute === null
        ? <ChatScreen chat={chat} route={route} go={go} call={call} signOut={parts.signOut}
            pane={pane} above={<MissedCalls ringing={calling.ringing} call={call} />} /> : null}
    </div>
  );
}
