import { useEffect, useState } from 'react';
import { texts } from '@/lib/texts';
import { Button } from '@/ui/Button';
import { useStore } from '@/ui/use_store';
import type { Call } from './call';
import styles from './Notices.module.css';
import type { CalleeState } from './outgoing';

const PEOPLE_MAX = 6;

// What one should know while the call goes on, in a thin line each.
export function Notices({ call, nameOf }: { call: Call; nameOf: (userId: string) => string }) {
  const phase = useStore(call.phase);
  const members = useStore(call.parts.mesh.members);
  const blocked = useStore(call.soundBlocked);
  const { met } = useStore(call.place);
  const { asked, callees, failure } = useStore(call.parts.outgoing.state);
  const there = new Set(members.map(({ userId }) => userId));
  const came = (state: CalleeState) => state === 'ringing' || state === 'accepted';
  const told = callees.filter(({ userId, state }) => !came(state) && !there.has(userId));
  const rings = callees.some(({ state }) => came(state));
  const alone = members.length === 0 && !rings && told.length === 0 && failure === null;
  return (
    <div role="status" className={styles.notices}>
      {phase.at === 'reconnecting' ? <Reconnecting call={call} retryAt={phase.retryAt} /> : null}
      {blocked
        ? <p className={styles.warning}>
            {texts.call.soundBlocked}
            <Button look="link" onClick={() => call.soundBlocked.set(false)}>
              {texts.call.soundOn}
            </Button>
          </p> : null}
      {failure !== null ? <p className={styles.warning}>{texts.call.ringFailed(failure)}</p> : null}
      {told.slice(0, 3).map(({ userId, state }) => (
        <p key={userId}>{texts.call.callee[state](nameOf(userId))}</p>
      ))}
      {alone
        ? <p>
            {met ? texts.call.aloneNow : asked && callees.length === 0 ? texts.call.nobody
              : texts.call.alone}
          </p> : null}
      {members.length >= PEOPLE_MAX ? <p>{texts.call.crowded}</p> : null}
    </div>
  );
}

function Reconnecting({ call, retryAt }: { call: Call; retryAt: number | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1000);
  return (
    <p className={styles.warning}>
      {seconds > 0 ? texts.call.reconnectingIn(seconds) : texts.call.reconnecting}
      {seconds > 0
        ? <Button look="link" onClick={() => call.parts.signaling.tryNow()}>
            {texts.actions.tryNow}
          </Button> : null}
    </p>
  );
}
