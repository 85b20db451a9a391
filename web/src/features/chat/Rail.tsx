import type { ReactNode } from 'react';
import { formatRoute } from '@/lib/route';
import { texts } from '@/lib/texts';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/Button';
import { Hidden } from '@/ui/Hidden';
import { Icon } from '@/ui/Icon';
import { Logo } from '@/ui/Logo';
import { Skeleton } from '@/ui/Skeleton';
import { Trouble } from '@/ui/Trouble';
import { useStore } from '@/ui/use_store';
import type { Chat } from './chat';
import type { Conversation } from './conversation';
import styles from './Rail.module.css';

interface Props {
  chat: Chat;
  roomId: string | null;
  atMe: boolean;
  above: ReactNode;
  signOut: () => void;
}

export function Rail({ chat, roomId, atMe, above, signOut }: Props) {
  return (
    <nav className={styles.rail} aria-label={texts.rooms.nav}>
      <header className={styles.head}>
        <Logo />
        <h1>{texts.product}</h1>
      </header>
      <div className={styles.rooms}>
        {above}
        <h2 className={styles.title}>{texts.rooms.title}</h2>
        <Rooms chat={chat} roomId={roomId} />
      </div>
      <footer className={styles.me} aria-label={texts.rooms.account}>
        <a className={styles.self} href={formatRoute({ at: 'me' })}
          aria-current={atMe ? 'page' : undefined}>
          <Avatar id={chat.me.id} name={chat.me.name} small />
          <span className={styles.names}>
            <span dir="auto">{chat.me.name}</span>
            <span className={styles.username}>@{chat.me.username}</span>
          </span>
          <Hidden>{texts.me.open}</Hidden>
        </a>
        <IconButton icon="exit" label={texts.actions.signOut} onClick={signOut} />
      </footer>
    </nav>
  );
}

function Rooms({ chat, roomId }: { chat: Chat; roomId: string | null }) {
  const rooms = useStore(chat.rooms);
  if (rooms.state === 'loading') {
    return <Skeleton kind="line" rows={3} label={texts.rooms.loading} />;
  }
  if (rooms.state === 'failed') {
    return (
      <Trouble title={texts.rooms.failed} detail={rooms.failure}
        retry={() => void chat.loadRooms()} />
    );
  }
  if (rooms.rooms.length === 0) return <p className={styles.empty}>{texts.rooms.empty}</p>;
  return (
    <ul>
      {rooms.rooms.map((room) => {
        const conversation = chat.open(room.id);
        return conversation === null ? null
          : <RoomLink key={room.id} conversation={conversation} current={room.id === roomId} />;
      })}
    </ul>
  );
}

function RoomLink({ conversation, current }: { conversation: Conversation; current: boolean }) {
  const unread = useStore(conversation.readMark.unread);
  const { id, name } = conversation.room;
  return (
    <li>
      <a className={`${styles.room} ${unread > 0 ? styles.unread : ''}`}
        href={formatRoute({ at: 'room', roomId: id, people: false })}
        aria-current={current ? 'page' : undefined}>
        <Icon name="hash" />
        <span className={styles.name} dir="auto">{name}</span>
        {unread > 0
          ? <span className={styles.badge}>
              <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
              <Hidden>{texts.rooms.unread(unread)}</Hidden>
            </span> : null}
      </a>
    </li>
  );
}
