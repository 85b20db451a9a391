import { useEffect, useRef } from 'react';
import { formatRoute } from '@/lib/route';
import { texts } from '@/lib/texts';
import { Icon } from '@/ui/Icon';
import { Skeleton } from '@/ui/Skeleton';
import { Trouble } from '@/ui/Trouble';
import { useStore } from '@/ui/use_store';
import { DeviceSection } from './DeviceSection';
import type { Me } from './me';
import styles from './MeScreen.module.css';
import { PasswordSection } from './PasswordSection';
import { ProfileSection } from './ProfileSection';

// The person's own account: who they are, what proves it, and where it was proven.
export function MeScreen({ me }: { me: Me }) {
  const account = useStore(me.account);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    void me.load();
    heading.current?.focus({ preventScroll: true });
  }, [me]);

  return (
    <main className={styles.pane}>
      <header className={styles.head}>
        <a className={styles.back} href={formatRoute({ at: 'rooms' })} aria-label={texts.actions.back}>
          <Icon name="back" />
        </a>
        <h2 ref={heading} tabIndex={-1}>{texts.me.title}</h2>
      </header>
      <div className={styles.scroll}>
        <div className={styles.column}>
          {account.state === 'loading'
            ? <Skeleton kind="line" rows={6} label={texts.me.loading} /> : null}
          {account.state === 'failed'
            ? <Trouble title={texts.me.failed} detail={account.failure}
                retry={() => void me.load()} /> : null}
          {account.state === 'ready'
            ? <>
                <ProfileSection form={account.profile} />
                <PasswordSection form={account.password} />
              </> : null}
          <DeviceSection devices={me.devices} />
        </div>
      </div>
    </main>
  );
}
