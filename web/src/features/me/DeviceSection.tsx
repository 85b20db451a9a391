import { useState } from 'react';
import type { SignedInDevice } from '@/api/account';
import { formatAgo, formatExact } from '@/lib/format';
import { texts } from '@/lib/texts';
import { Button } from '@/ui/Button';
import { Skeleton } from '@/ui/Skeleton';
import { Trouble } from '@/ui/Trouble';
import { useStore } from '@/ui/use_store';
import type { Devices } from './devices';
import { Outcome } from './Outcome';
import styles from './MeScreen.module.css';

export function DeviceSection({ devices }: { devices: Devices }) {
  const list = useStore(devices.list);
  return (
    <section className={styles.section} aria-labelledby="sessions">
      <h3 id="sessions">{texts.sessions.title}</h3>
      {list.state === 'loading'
        ? <Skeleton kind="line" rows={3} label={texts.sessions.loading} /> : null}
      {list.state === 'failed'
        ? <Trouble title={texts.sessions.failed} detail={list.failure}
            retry={() => void devices.load()} /> : null}
      {list.state === 'ready'
        ? <>
            <ul className={styles.devices}>
              {list.devices.map((device) =>
                <Row key={device.id} device={device} end={devices.end} />)}
            </ul>
            <div className={styles.foot}>
              {list.devices.length > 1
                ? <Button onClick={() => void devices.endOthers()}>
                    {texts.sessions.endOthers}
                  </Button>
                : <p className={styles.hint}>{texts.sessions.alone}</p>}
              <Outcome good="" bad={list.failure} />
            </div>
          </> : null}
    </section>
  );
}

function Row({ device, end }: { device: SignedInDevice; end: (id: string) => Promise<void> }) {
  const [now] = useState(() => Date.now());
  const when = formatAgo(device.usedAt, now);
  return (
    <li>
      <span className={styles.device}>
        <span dir="auto">{device.device}</span>
        <time title={formatExact(device.usedAt)} dateTime={new Date(device.usedAt).toISOString()}>
          {texts.sessions.since(when, device.address)}
        </time>
      </span>
      {device.current
        ? <span className={styles.here}>{texts.sessions.here}</span>
        : <Button aria-label={texts.sessions.endOf(device.device, when)}
            onClick={() => void end(device.id)}>{texts.sessions.end}</Button>}
    </li>
  );
}
