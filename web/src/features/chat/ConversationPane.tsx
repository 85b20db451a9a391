import { useCallback, useEffect, useRef } from 'react';
import type { Ringee } from '@/lib/ring';
import { formatRoute, type Route } from '@/lib/route';
import { texts } from '@/lib/texts';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { useMedia } from '@/ui/use_media';
import { useStore } from '@/ui/use_store';
import { Arrivals } from './Arrivals';
import type { Chat } from './chat';
import { Composer } from './Composer';
import type { Conversation } from './conversation';
import styles from './ConversationPane.module.css';
import { MessageList, type MessageListHandle } from './MessageList';
import { PeoplePanel } from './PeoplePanel';

interface Props {
  chat: Chat;
  conversation: Conversation;
  people: boolean;
  go: (route: Route, replace?: boolean) => void;
  call: (ringee: Ringee) => void;
}

export function ConversationPane({ chat, conversation, people, go, call }: Props) {
  const { room } = conversation;
  const heading = useRef<HTMLHeadingElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const list = useRef<MessageListHandle>(null);

  // A room that opens takes the focus: to write at once with a keyboard, to read on a phone, where
  // a focused composer would cover half of it.
  useEffect(() => {
    const composer = document.getElementById('composer');
    if (window.matchMedia('(pointer: coarse)').matches || composer === null) {
      heading.current?.focus({ preventScroll: true });
    } else {
      composer.focus({ preventScroll: true });
    }
  }, [room.id]);

  // Beside the conversation the panel is a matter of taste, and kept; as a sheet over it, it is a
  // place of its own that the back gesture leaves.
  const beside = useMedia('(min-width: 900px)');
  const preferred = useStore(chat.panel.shown);
  const shown = beside ? preferred : people;
  const showPeople = useCallback((show: boolean) => {
    if (beside) chat.panel.choose(show);
    else go({ at: 'room', roomId: room.id, people: show }, !show);
    if (beside) toggle.current?.focus();
  }, [beside, chat, go, room.id]);

  // Under a sheet nothing can be reached; when it goes, the focus returns to what opened it.
  const covered = shown && !beside;
  useEffect(() => {
    const opener = toggle.current;
    return covered ? () => opener?.focus() : undefined;
  }, [covered]);

  return (
    <>
      <main className={styles.pane} inert={covered}>
        <header className={styles.head}>
          <a className={styles.back} href={formatRoute({ at: 'rooms' })}
            aria-label={texts.actions.back}>
            <Icon name="back" />
          </a>
          <h2 ref={heading} tabIndex={-1} dir="auto">
            <Icon name="hash" /><span>{room.name}</span>
          </h2>
          <IconButton icon="call" label={texts.call.startIn(room.name)}
            onClick={() => call({ kind: 'room', id: room.id })} />
          <PeopleToggle conversation={conversation} shown={shown} button={toggle}
            onToggle={() => showPeople(!shown)} />
        </header>
        <MessageList conversation={conversation} ref={list} />
        <Composer chat={chat} conversation={conversation}
          onPosted={() => list.current?.toLatest()} />
        <Arrivals conversation={conversation} />
      </main>
      {shown
        ? <PeoplePanel conversation={conversation} sheet={!beside} call={call}
            close={() => showPeople(false)} /> : null}
    </>
  );
}

function PeopleToggle({ conversation, shown, button, onToggle }: {
  conversation: Conversation; shown: boolean;
  button: React.RefObject<HTMLButtonElement | null>; onToggle: () => void;
}) {
  const here = useStore(conversation.people.here);
  if (!here.known) {
    return <IconButton ref={button} icon="people" aria-expanded={shown} onClick={onToggle}
      label={texts.people.title} />;
  }
  return (
    <button ref={button} type="button" aria-expanded={shown} onClick={onToggle}
      className={`${styles.toggle} ${here.stale ? styles.stale : ''}`}
      aria-label={shown ? texts.people.hide(here.count) : texts.people.show(here.count)}>
      <Icon name="people" />
      <span>{here.count.toLocaleString()}</span>
    </button>
  );
}
