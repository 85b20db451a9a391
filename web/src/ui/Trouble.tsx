import { texts } from '@/lib/texts';
import { Button } from './Button';
import { Icon } from './Icon';
import styles from './Trouble.module.css';

// What happened, what the server said, and the way on.
export function Trouble({ title, detail, retry, action = texts.actions.retry }: {
  title: string; detail?: string; retry?: () => void; action?: string;
}) {
  return (
    <div role="alert" className={styles.trouble}>
      <Icon name="alert" />
      <p className={styles.title}>{title}</p>
      {detail ? <p className={styles.detail}>{detail}</p> : null}
      {retry ? <Button onClick={retry}>{action}</Button> : null}
    </div>
  );
}
