import { useEffect, useState } from 'react';
import type { Link } from '@/realtime/connection';
import { texts } from '@/lib/texts';
import { Button } from '@/ui/Button';
import { useStore } from '@/ui/use_store';
import type { Chat } from './chat';
import styles from './ConnectionBar.module.css';

const QUIET_FOR_MS = 600;

// A thin bar that is there only while the line is not: what is going on, and what one can do. A
// first connection that is quick stays unseen.
export function ConnectionBar({ chat, signOut }: { chat: Chat; signOut: () => void }) {
  const link = useStore(chat.connection.link);
  const now = useSecond(link.phase === 'waiting');
  const quiet = useQuiet(link);
  if (link.phase === 'online' || link.phase === 'idle' || quiet) return <div role="status" />;
  const stopped = link.phase === 'stopped';
  return (
    <div role="status" className={`${styles.bar} ${stopped ? styles.stopped : ''}`}>
      <span>{sentence(link, now)}</span>
      {link.phase === 'waiting'
        ? <Button look="link" onClick={() => chat.connection.startAgain()}>
            {texts.actions.tryNow}
          </Button> : null}
      {stopped && link.reason !== 'signed_out'
        ? <Button look="link" onClick={() => chat.connection.startAgain()}>
            {texts.actions.retry}
          </Button> : null}
      {stopped && link.reason === 'signed_out'
        ? <Button look="link" onClick={signOut}>{texts.auth.signIn}</Button> : null}
    </div>
  );
}

function sentence(link: Link, now: number): string {
  switch (link.phase) {
    case 'connecting':
      return link.again ? texts.link.reconnecting : texts.link.connecting;
    case 'waiting':
      return link.offline ? texts.link.offline
        : texts.link.waiting(Math.max(1, Math.ceil((link.retryAt - now) / 1000)));
    case 'stopped':
      return texts.link.stopped[link.reason];
    default:
      return '';
  }
}

function useSecond(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    const tick = () => setNow(Date.now());
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, 250);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [running]);
  return now;
}

function useQuiet(link: Link): boolean {
  const first = link.phase === 'connecting' && !link.again;
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    if (!first) return;
    const timer = setTimeout(() => setPatient(false), QUIET_FOR_MS);
    return () => {
      clearTimeout(timer);
      setPatient(true);
    };
  }, [first]);
  return first && patient;
}
