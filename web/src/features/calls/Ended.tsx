import { texts } from '@/lib/texts';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import styles from './Ended.module.css';
import type { Refusal } from './signaling';

// After the call: why it ended, and the ways on.
export function Ended({ reason, rejoin, startAnew, back }: {
  reason: Refusal | 'left'; rejoin: () => void; startAnew: () => void; back: () => void;
}) {
  return (
    <main className={styles.ended}>
      <Icon name="hangUp" />
      <h1 role="status">{texts.call.ended[reason]}</h1>
      <div className={styles.ways}>
        {reason === 'gone'
          ? <Button look="primary" onClick={startAnew}>{texts.call.newCall}</Button>
          : <Button look="primary" onClick={rejoin}>{texts.call.rejoin}</Button>}
        <Button onClick={back}>{texts.call.back}</Button>
      </div>
    </main>
  );
}
