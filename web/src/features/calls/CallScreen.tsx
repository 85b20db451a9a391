import { useEffect, useRef } from 'react';
import { texts } from '@/lib/texts';
import { Hidden } from '@/ui/Hidden';
import { useStore } from '@/ui/use_store';
import type { Call } from './call';
import { CallHead } from './CallHead';
import styles from './CallScreen.module.css';
import { Controls } from './Controls';
import { Ended } from './Ended';
import { Lobby } from './Lobby';
import { Notices } from './Notices';
import { Stage } from './Stage';

interface Props {
  call: Call;
  // The name of the person or of the room that it is to ring; null for whoever has the link.
  ringeeName: string | null;
  nameOf: (userId: string) => string;
  back: () => void;
  startAnew: () => void;
}

// The place of the diagnose page, a page of its own.
const DIAGNOSIS = '/calls/diagnose';

export function CallScreen({ call, ringeeName, nameOf, back, startAnew }: Props) {
  const phase = useStore(call.phase);
  const screen = useRef<HTMLDivElement>(null);
  const inside = phase.at === 'in-call' || phase.at === 'reconnecting';

  // Each phase is a screen of its own: the focus begins at its top.
  const stage = inside ? 'call' : phase.at === 'ended' ? 'ended' : 'lobby';
  useEffect(() => screen.current?.focus({ preventScroll: true }), [stage]);

  const members = useStore(call.parts.mesh.members);
  const title = members.length > 0 ? texts.call.with(members.map(({ name }) => name))
    : ringeeName ?? texts.call.title;
  return (
    <div ref={screen} className={styles.screen} tabIndex={-1}>
      <CallHead call={call} title={inside ? title : texts.product} inside={inside} back={back} />
      {inside
        ? <main className={styles.main} aria-label={texts.call.title}>
            <Notices call={call} nameOf={nameOf} />
            <Stage call={call} nameOf={nameOf} />
            <Controls call={call} />
          </main> : null}
      {stage === 'lobby'
        ? <Lobby call={call} title={lobbyTitle(call, ringeeName)} diagnosis={DIAGNOSIS} /> : null}
      {phase.at === 'ended'
        ? <Ended reason={phase.reason} rejoin={() => call.join()} startAnew={startAnew}
            back={back} /> : null}
      <News call={call} />
    </div>
  );
}

function lobbyTitle(call: Call, name: string | null): string {
  const { ringee, roomId } = call.parts;
  if (roomId !== null) return texts.call.titleJoin;
  if (ringee === null || name === null) return texts.call.titleNew;
  return ringee.kind === 'room' ? texts.call.titleCallRoom(name) : texts.call.call(name);
}

function News({ call }: { call: Call }) {
  const news = useStore(call.news);
  return (
    <div role="log" aria-live="polite" aria-label={texts.call.title}>
      {news.map(({ key, text }) => <Hidden key={key}>{text}</Hidden>)}
    </div>
  );
}
