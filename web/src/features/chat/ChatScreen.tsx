import { useEffect, type ReactNode } from 'react';
import type { Ringee } from '@/lib/ring';
import { formatRoute, type Route } from '@/lib/route';
import { texts } from '@/lib/texts';
import { Skeleton } from '@/ui/Skeleton';
import { useMedia } from '@/ui/use_media';
import { useStore } from '@/ui/use_store';
import type { Chat } from './chat';
import styles from './ChatScreen.module.css';
import { ConnectionBar } from './ConnectionBar';
import { ConversationPane } from './ConversationPane';
import { Rail } from './Rail';

interface Props {
  chat: Chat;
  route: Route;
  go: (route: Route, replace?: boolean) => void;
  call: (ringee: Ringee) => void;
  // What stands above the rooms.
  above: ReactNode;
  signOut: () => void;
  pane: ReactNode; // beside the rail instead of a room; null: none
}

const WIDE = '(min-width: 640px)';

// The frame: rail and conversation beside each other, or one pane at a time on a phone.
export function ChatScreen({ chat, route, go, call, above, signOut, pane }: Props) {
  const rooms = useStore(chat.rooms);
  const wide = useMedia(WIDE);
  const roomId = route.at === 'room' ? route.roomId : null;
  const conversation = roomId === null || rooms.state !== 'ready' ? null : chat.open(roomId);

  useEffect(() => {
    const first = chat.lastRoomId();
    if (route.at === 'rooms' && wide && first !== null) {
      go({ at: 'room', roomId: first, people: false }, true);
    }
  }, [chat, rooms, route.at, wide, go]);

  useEffect(() => {
    if (conversation !== null) chat.enter(conversation);
    else chat.leave();
  }, [chat, conversation]);

  return (
    <div className={styles.screen}>
      <ConnectionBar chat={chat} signOut={signOut} />
      <div className={`${styles.panes} ${route.at === 'rooms' ? styles.atRail : styles.atRoom}`}>
        <Rail chat={chat} roomId={roomId} atMe={route.at === 'me'} above={above}
          signOut={signOut} />
        {pane ?? (conversation !== null
          ? <ConversationPane key={conversation.room.id} chat={chat} conversation={conversation}
              people={route.at === 'room' && route.people} go={go} call={call} />
          : <main className={styles.vacant}>
              {rooms.state === 'loading'
                ? <Skeleton kind="message" rows={8} label={texts.chat.loading} /> : null}
              {rooms.state === 'ready'
                ? <p>{roomId === null ? texts.rooms.choose : texts.rooms.missing}</p> : null}
              {rooms.state === 'ready' && roomId !== null
                ? <a href={formatRoute({ at: 'rooms' })}>{texts.actions.back}</a> : null}
            </main>)}
      </div>
    </div>
  );
}
