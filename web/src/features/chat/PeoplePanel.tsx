import { useEffect, useRef } from 'react';
import type { Ringee } from '@/lib/ring';
import { texts } from '@/lib/texts';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/Button';
import { Skeleton } from '@/ui/Skeleton';
import { useStore } from '@/ui/use_store';
import type { Conversation } from './conversation';
import styles from './PeoplePanel.module.css';

export function PeoplePanel({ conversation, sheet, call, close }: {
  conversation: Conversation; sheet: boolean; call: (ringee: Ringee) => void; close: () => void;
}) {
  const closeButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (sheet) closeButton.current?.focus();
  }, [sheet]);
  return (
    <>
      <div className={styles.shade} onClick={close} />
      <aside className={styles.panel} aria-label={texts.people.title}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}>
        <header className={styles.head}>
          <h2>
            {texts.people.title}<Count conversation={conversation} />
          </h2>
          <IconButton ref={closeButton} icon="close" label={texts.actions.close} onClick={close} />
        </header>
        <List conversation={conversation} call={call} />
      </aside>
    </>
  );
}

function Count({ conversation }: { conversation: Conversation }) {
  const { known, stale, count } = useStore(conversation.people.here);
  if (!known) return null;
  return (
    <span className={styles.count}>
      <span className={`${styles.dot} ${stale ? styles.dull : ''}`} />{count.toLocaleString()}
    </span>
  );
}

function List({ conversation, call }: {
  conversation: Conversation; call: (ringee: Ringee) => void;
}) {
  const { known, stale, people, count } = useStore(conversation.people.here);
  if (!known) return <Skeleton kind="line" rows={4} label={texts.people.unknown} />;
  if (people.length < count && people.length === 0) {
    return <p className={styles.many}>{texts.people.many(count)}</p>;
  }
  return (
    <ul className={`${styles.people} ${stale ? styles.stale : ''}`} tabIndex={0}
      aria-label={texts.people.here(count)}>
      {people.map((person) => (
        <li key={person.id}>
          <Avatar id={person.id} name={person.name} small />
          <span className={styles.names}>
            <span dir="auto">
              {person.name}
              {person.id === conversation.me.id
                ? <span className={styles.you}> ({texts.people.you})</span> : null}
            </span>
            {person.username ? <span className={styles.username}>@{person.username}</span> : null}
          </span>
          {person.id === conversation.me.id ? null
            : <IconButton icon="call" label={texts.call.call(person.name)}
                onClick={() => call({ kind: 'person', id: person.id })} />}
        </li>
      ))}
    </ul>
  );
}
