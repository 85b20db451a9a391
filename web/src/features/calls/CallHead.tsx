import { useEffect, useState } from 'react';
import { formatRoute } from '@/lib/route';
import { texts } from '@/lib/texts';
import { formatDuration } from '@/lib/format';
import { Button, IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { useStore } from '@/ui/use_store';
import type { Call } from './call';
import styles from './CallHead.module.css';

const COPIED_FOR_MS = 2_500;

export function CallHead({ call, title, inside, back }: {
  call: Call; title: string; inside: boolean; back: () => void;
}) {
  const { roomId, since } = useStore(call.place);
  return (
    <header className={styles.head}>
      <IconButton icon="back" label={texts.call.back} onClick={back} />
      <div className={styles.title}>
        {inside ? <h1 dir="auto">{title}</h1> : <span dir="auto">{title}</span>}
        {since !== null ? <Duration since={since} /> : null}
      </div>
      {inside && roomId !== null ? <CopyLink roomId={roomId} /> : null}
    </header>
  );
}

export function Duration({ since }: { since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <span className={styles.duration} role="timer">{formatDuration(now - since)}</span>;
}

function CopyLink({ roomId }: { roomId: number }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => setSaid(''), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    const link = new URL(formatRoute({ at: 'call', callId: roomId }), window.location.href);
    // A page without TLS has no clipboard.
    const written = navigator.clipboard?.writeText(link.href) ?? Promise.reject(new Error());
    written.then(() => setSaid(texts.call.copied), () => setSaid(texts.call.copyFailed));
  };
  return (
    <span className={styles.copy}>
      <span role="status" className={styles.said}>{said}</span>
      <Button onClick={copy} aria-label={texts.call.copyLink}>
        <Icon name={said === texts.call.copied ? 'check' : 'link'} />
        <span className={styles.word}>{texts.call.copyLink}</span>
      </Button>
    </span>
  );
}
