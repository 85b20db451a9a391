import { useEffect } from 'react';
import { texts } from '@/lib/texts';
import { Avatar } from '@/ui/Avatar';
import { Button, IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { useStore } from '@/ui/use_store';
import type { Incoming, Ringing } from './ringing';
import styles from './RingSheet.module.css';
import { ring } from './tone';

interface Props {
  ringing: Ringing;
  roomName: (roomId: string) => string | null;
}

// Who calls, on whatever screen. It takes no focus: somebody may be writing, and Enter is to send
// their message and not to open their microphone.
export function RingSheet({ ringing, roomName }: Props) {
  const incoming = useStore(ringing.incoming);
  const tone = useStore(ringing.tone);
  const aloud = tone && incoming.some(({ answering }) => !answering);
  useEffect(() => aloud ? ring() : undefined, [aloud]);
  return (
    <div className={styles.place} aria-live="assertive">
      {incoming.map((call) => (
        <Sheet key={call.ringId} call={call} ringing={ringing} tone={tone} roomName={roomName} />
      ))}
    </div>
  );
}

function Sheet({ call, ringing, tone, roomName }: Props & { call: Incoming; tone: boolean }) {
  const { ringId, from, chatRoomId, answering, failure } = call;
  const name = from.name || texts.call.somebody;
  const room = chatRoomId === null ? null : roomName(chatRoomId);
  return (
    <section className={styles.sheet} aria-label={texts.ring.incoming}>
      <span className={styles.face}><Avatar id={from.id} name={name} /></span>
      <p className={styles.words} dir="auto">
        {room === null ? texts.ring.calls(name) : texts.ring.callsRoom(name, room)}
        {failure === null ? null : <span className={styles.failure}>{failure}</span>}
      </p>
      <IconButton icon={tone ? 'sound' : 'soundOff'} aria-pressed={tone}
        label={tone ? texts.ring.toneOff : texts.ring.toneOn}
        onClick={() => ringing.chooseTone(!tone)} />
      <div className={styles.answers}>
        <Button className={styles.decline} aria-disabled={answering}
          onClick={() => void ringing.decline(ringId)}>
          <Icon name="hangUp" />{texts.ring.decline}
        </Button>
        <Button className={styles.accept} aria-disabled={answering}
          onClick={() => void ringing.accept(ringId)}>
          <Icon name="call" />
          {answering && failure === null ? texts.ring.answering : texts.ring.accept}
        </Button>
      </div>
    </section>
  );
}
