import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { byteLength, CONTENT_BYTES_MAX } from '@/lib/message';
import { texts } from '@/lib/texts';
import { IconButton } from '@/ui/Button';
import type { Chat } from './chat';
import styles from './Composer.module.css';
import type { Conversation } from './conversation';

interface Props {
  chat: Chat;
  conversation: Conversation;
  onPosted: () => void;
}

const TELL_FROM_BYTES = CONTENT_BYTES_MAX - 400;

export function Composer({ chat, conversation, onPosted }: Props) {
  const { id, name } = conversation.room;
  const [text, setText] = useState(() => chat.drafts.read(id));
  const area = useRef<HTMLTextAreaElement>(null);
  const bytes = byteLength(text.trim());
  const sendable = bytes > 0 && bytes <= CONTENT_BYTES_MAX;

  useEffect(() => chat.drafts.write(id, text), [chat, id, text]);
  useLayoutEffect(() => grow(area.current), [text]);

  function post() {
    if (!sendable || !conversation.post(text.trim())) return;
    setText('');
    onPosted();
    area.current?.focus();
  }

  function pressed(event: KeyboardEvent) {
    const plain = event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing;
    if (!plain) return;
    event.preventDefault();
    post();
  }

  return (
    <div className={styles.composer}>
      <div className={styles.box} onClick={() => area.current?.focus()}>
        <div className={styles.writing}>
          {text === '' ? <span className={styles.cue} aria-hidden="true">
            {texts.composer.label(name)}</span> : null}
          <textarea ref={area} id="composer" rows={1} dir="auto" value={text} enterKeyHint="send"
            aria-label={texts.composer.label(name)} aria-describedby="composer-hint"
            aria-invalid={bytes > CONTENT_BYTES_MAX || undefined}
            onChange={(event) => setText(event.target.value)} onKeyDown={pressed} />
        </div>
        <IconButton icon="send" label={texts.composer.send} className={styles.send}
          aria-disabled={!sendable} onClick={post} />
      </div>
      <div className={styles.below}>
        <span id="composer-hint" className={styles.hint}>{texts.composer.hint}</span>
        {bytes > TELL_FROM_BYTES
          ? <span role="status" className={bytes > CONTENT_BYTES_MAX ? styles.over : undefined}>
              {left(bytes)}
            </span> : null}
      </div>
    </div>
  );
}

function left(bytes: number): string {
  const rest = CONTENT_BYTES_MAX - bytes;
  return rest < 0 ? texts.composer.tooLong(-rest) : texts.composer.bytesLeft(rest);
}

// As high as its text; the style sheet ends that at eight lines.
function grow(area: HTMLTextAreaElement | null): void {
  if (area === null) return;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}
