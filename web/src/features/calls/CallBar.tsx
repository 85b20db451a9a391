import { formatRoute } from '@/lib/route';
import { texts } from '@/lib/texts';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { useStore } from '@/ui/use_store';
import type { Call } from './call';
import styles from './CallBar.module.css';
import { Duration } from './CallHead';

// While the reader is elsewhere: that the call goes on, and the way back.
export function CallBar({ call }: { call: Call }) {
  const { roomId, since } = useStore(call.place);
  if (since === null || roomId === null) return null;
  return (
    <section className={styles.bar} aria-label={texts.call.title}>
      <Icon name="call" small />
      <span className={styles.words}>{texts.call.inCall}</span>
      <Duration since={since} />
      <a href={formatRoute({ at: 'call', callId: roomId })}>{texts.call.returnTo}</a>
      <Button look="link" onClick={() => call.leave()}>{texts.call.leave}</Button>
    </section>
  );
}
