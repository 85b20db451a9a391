import { Icon } from '@/ui/Icon';
import styles from './MeScreen.module.css';

// What came of it, said where it was asked for.
export function Outcome({ good, bad }: { good: string; bad: string }) {
  return (
    <>
      <div role="status">
        {good ? <p className={styles.good}><Icon name="check" small />{good}</p> : null}
      </div>
      <div role="alert">
        {bad ? <p className={styles.bad}><Icon name="alert" small />{bad}</p> : null}
      </div>
    </>
  );
}
