import { formatMoment } from '@/lib/format';
import type { Ringee } from '@/lib/ring';
import { texts } from '@/lib/texts';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/Button';
import { useStore } from '@/ui/use_store';
import styles from './MissedCalls.module.css';
import type { Ringing } from './ringing';

const SHOWN_MAX = 3;

// The latest calls that nobody took, and the way back to who made them.
export function MissedCalls({ ringing, call }: {
  ringing: Ringing; call: (ringee: Ringee) => void;
}) {
  const missed = useStore(ringing.missed);
  if (missed.length === 0) return null;
  return (
    <section className={styles.missed} aria-label={texts.ring.missedTitle}>
      <header>
        <h2>{texts.ring.missedTitle} <span>{missed.length.toLocaleString()}</span></h2>
        <IconButton icon="close" label={texts.ring.dismiss}
          onClick={() => ringing.dismissMissed()} />
      </header>
      <ul>
        {missed.slice(-SHOWN_MAX).reverse().map(({ ringId, from, at }) => (
          <li key={ringId}>
            <Avatar id={from.id} name={from.name || texts.call.somebody} small />
            <span className={styles.names}>
              <span dir="auto">{from.name || texts.call.somebody}</span>
              <span className={styles.at}>{formatMoment(at, ringing.now())}</span>
            </span>
            <IconButton icon="call" label={texts.ring.callBack(from.name || texts.call.somebody)}
              onClick={() => call({ kind: 'person', id: from.id })} />
          </li>
        ))}
      </ul>
    </section>
  );
}
