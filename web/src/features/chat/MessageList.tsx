import {
  useEffect, useEffectEvent, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState,
  type Ref,
} from 'react';
import { texts } from '@/lib/texts';
import { Icon } from '@/ui/Icon';
import { Skeleton } from '@/ui/Skeleton';
import { Trouble } from '@/ui/Trouble';
import { useStore } from '@/ui/use_store';
import type { Conversation } from './conversation';
import styles from './MessageList.module.css';
import { RowView } from './RowView';
import { atEnd, moveDown, moveUp, ROWS_MAX, spanOf, STEP } from './row_window';
import { buildRows } from './rows';
import { ScrollKeeper } from './scroll_keeper';

export interface MessageListHandle {
  toLatest(): void;
}

interface Props {
  conversation: Conversation;
  ref: Ref<MessageListHandle>;
}

const NEAR_PX = 600;

export function MessageList({ conversation, ref }: Props) {
  const { timeline, room } = conversation;
  const state = useStore(timeline.state);
  const rows = useRows(conversation);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const [rowWindow, setRowWindow] = useState(atEnd);
  const { start, end } = spanOf(keys, rowWindow);
  const shown = useMemo(() => rows.slice(start, end), [rows, start, end]);
  const list = useRef<HTMLDivElement>(null);
  const [keeper] = useState(() => new ScrollKeeper());
  const pinned = useStore(keeper.pinned);

  useLayoutEffect(() => list.current === null ? undefined : keeper.attach(list.current), [keeper]);
  useLayoutEffect(() => keeper.settle(), [keeper, shown, state]);
  useReading(conversation, pinned && state.history === 'ready', rows.length);

  function toLatest() {
    setRowWindow(atEnd);
    keeper.pin();
  }
  useImperativeHandle(ref, () => ({ toLatest }));

  // Draws or loads more where the reader comes near an end of what is drawn.
  const extend = useEffectEvent(() => {
    if (keeper.pinned.get() && end - start > ROWS_MAX - STEP) setRowWindow(atEnd);
    else if (keeper.above() < NEAR_PX && start > 0) setRowWindow(moveUp(keys, rowWindow));
    else if (keeper.above() < NEAR_PX && state.older === 'idle') void timeline.loadOlder();
    else if (keeper.below() < NEAR_PX && end < rows.length) setRowWindow(moveDown(keys, rowWindow));
  });
  useEffect(() => {
    const frame = requestAnimationFrame(() => extend());
    return () => cancelAnimationFrame(frame);
  }, [shown, state.older]);
  useEffect(() => keeper.onScroll(() => extend()), [keeper]);

  return (
    <div className={styles.frame}>
      <div ref={list} className={styles.scroll} tabIndex={0} role="region"
        aria-label={texts.chat.messages(room.name)}
        onScroll={() => keeper.scrolled(end === rows.length)}>
        <div className={styles.content}>
          <Above conversation={conversation} atTop={start === 0} />
          {shown.length === 0 ? null
            : <ol className={styles.rows}>
                {shown.map((row) => (
                  <RowView key={row.key} row={row} conversation={conversation} />
                ))}
              </ol>}
        </div>
      </div>
      {pinned ? null : <Pill conversation={conversation} jump={toLatest} />}
    </div>
  );
}

// What stands above the first row: the beginning, more to come, or why there is nothing.
function Above({ conversation, atTop }: { conversation: Conversation; atTop: boolean }) {
  const { timeline, room } = conversation;
  const { history, older, failure, reachedStart, restored, messages } = useStore(timeline.state);
  if (history === 'failed') {
    return (
      <Trouble title={texts.chat.failed} detail={failure} retry={() => void timeline.open()} />
    );
  }
  if (history !== 'ready') return <Skeleton kind="message" rows={8} label={texts.chat.loading} />;
  if (!atTop) return null;
  if (older === 'failed') {
    return (
      <Trouble title={texts.chat.olderFailed} detail={failure}
        retry={() => void timeline.loadOlder()} />
    );
  }
  if (!reachedStart) return <Skeleton kind="message" rows={3} label={texts.chat.loadingOlder} />;
  return (
    <div className={styles.start}>
      <span className={styles.mark}><Icon name="hash" /></span>
      <h3 dir="auto">{room.name}</h3>
      <p>{messages.length === 0 ? texts.chat.empty : texts.chat.start(room.name)}</p>
      {restored ? <p>{texts.chat.restored}</p> : null}
    </div>
  );
}

function Pill({ conversation, jump }: { conversation: Conversation; jump: () => void }) {
  const unread = useStore(conversation.readMark.unread);
  return (
    <button type="button" className={`${styles.pill} ${unread > 0 ? styles.fresh : ''}`}
      onClick={jump} aria-label={unread > 0 ? undefined : texts.chat.toLatest}>
      <Icon name="down" small />
      {unread > 0 ? texts.chat.fresh(unread) : null}
    </button>
  );
}

function useRows(conversation: Conversation) {
  const { me, room } = conversation;
  const timeline = useStore(conversation.timeline.state);
  const pending = useStore(conversation.outbox.pending);
  const notices = useStore(conversation.notices);
  const unreadFrom = useStore(conversation.unreadFrom);
  return useMemo(
    () => buildRows({
      timeline, pending, notices, unreadFrom, me, roomId: room.id, now: conversation.now(),
    }),
    [conversation, timeline, pending, notices, unreadFrom, me, room.id]);
}

// Reading is: at the bottom, in a window that is looked at.
function useReading(conversation: Conversation, pinned: boolean, drawn: number): void {
  useEffect(() => {
    const tell = () => {
      const looked = document.visibilityState === 'visible' && document.hasFocus();
      conversation.setReading(pinned && looked);
    };
    tell();
    window.addEventListener('focus', tell);
    window.addEventListener('blur', tell);
    document.addEventListener('visibilitychange', tell);
    return () => {
      window.removeEventListener('focus', tell);
      window.removeEventListener('blur', tell);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [conversation, pinned, drawn]);
}
