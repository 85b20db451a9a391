import { memo } from 'react';
import { formatExact, formatTime } from '@/lib/format';
import type { Message } from '@/lib/message';
import { texts } from '@/lib/texts';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Hidden } from '@/ui/Hidden';
import { Icon } from '@/ui/Icon';
import { RichText } from '@/ui/RichText';
import type { Conversation } from './conversation';
import type { Pending } from './outbox';
import styles from './RowView.module.css';
import type { Row } from './rows';

interface Props {
  row: Row;
  conversation: Conversation;
}

export const RowView = memo(function RowView({ row, conversation }: Props) {
  switch (row.kind) {
    case 'day':
      return (
        <li className={styles.divider}>
          <span>{row.label}</span>
        </li>
      );
    case 'unread':
      return (
        <li className={`${styles.divider} ${styles.unread}`}>
          <span>{texts.chat.unreadLine}</span>
        </li>
      );
    case 'gap':
      return <GapRow row={row} conversation={conversation} />;
    case 'notice':
      return <li className={styles.notice}>{noticeText(row)}</li>;
    case 'message':
      return <MessageRow row={row} conversation={conversation} />;
  }
}, sameRow);

// Rows are built again whenever something changes; most of them say what they said before.
function sameRow(before: Props, after: Props): boolean {
  if (before.conversation !== after.conversation) return false;
  const names = Object.keys(after.row) as (keyof Row)[];
  return names.every((name) => {
    const a = before.row[name] as unknown;
    const b = after.row[name] as unknown;
    return Array.isArray(a) && Array.isArray(b) ? a.join() === b.join() : Object.is(a, b);
  });
}

function noticeText({ joined, left }: Extract<Row, { kind: 'notice' }>): string {
  if (left.length === 0) return texts.chat.joined(joined);
  if (joined.length === 0) return texts.chat.left(left);
  return texts.chat.joinedAndLeft(joined, left);
}

function GapRow({ row, conversation }: {
  row: Extract<Row, { kind: 'gap' }>; conversation: Conversation;
}) {
  const { failed } = row.gap;
  return (
    <li className={styles.gap}>
      <span>{failed ? texts.chat.gap : texts.chat.gapLoading}</span>
      {failed
        ? <Button look="link" onClick={() => void conversation.timeline.fillGap()}>
            {texts.actions.retry}
          </Button> : null}
    </li>
  );
}

function MessageRow({ row, conversation }: {
  row: Extract<Row, { kind: 'message' }>; conversation: Conversation;
}) {
  const { message, leads, pending, confirmed } = row;
  const { senderId, senderName, createdAt } = message;
  return (
    <li className={`${styles.message} ${leads ? styles.leads : ''}`} data-key={row.key}
      data-state={pending?.state ?? 'sent'}>
      <div className={styles.gutter}>
        {leads
          ? <Avatar id={senderId} name={senderName} />
          : <time className={styles.hoverTime} dateTime={new Date(createdAt).toISOString()}
              title={formatExact(createdAt)}>{formatTime(createdAt)}</time>}
      </div>
      <div className={`${styles.body} ${pending !== null ? styles.pending : ''}`}>
        {leads
          ? <p className={styles.head}>
              <span className={styles.sender} dir="auto">{senderName}</span>
              <time className={styles.time} dateTime={new Date(createdAt).toISOString()}
                title={formatExact(createdAt)}>{formatTime(createdAt)}</time>
            </p>
          : <Hidden>{senderName}</Hidden>}
        <Content message={message} />
        {pending !== null && pending.state === 'failed'
          ? <Failed pending={pending} conversation={conversation} /> : null}
      </div>
      <State pending={pending} confirmed={confirmed} />
    </li>
  );
}

function Content({ message }: { message: Message }) {
  if (message.content === null) return <p className={styles.deleted}>{texts.chat.deleted}</p>;
  return (
    <>
      <RichText text={message.content} />
      {message.edited ? <span className={styles.edited}>({texts.chat.edited})</span> : null}
    </>
  );
}

function State({ pending, confirmed }: { pending: Pending | null; confirmed: boolean }) {
  if (pending !== null && pending.state !== 'failed') {
    const said = pending.state === 'sending' ? texts.chat.sending : texts.chat.waiting;
    return <span className={styles.state} title={said}>
      <Icon name="clock" small /><Hidden>{said}</Hidden>
    </span>;
  }
  if (!confirmed) return <span className={styles.state} />;
  return <span className={`${styles.state} ${styles.confirmed}`} title={texts.chat.sent}>
    <Icon name="check" small /><Hidden>{texts.chat.sent}</Hidden>
  </span>;
}

function Failed({ pending, conversation }: { pending: Pending; conversation: Conversation }) {
  const { outbox } = conversation;
  return (
    <p className={styles.failed} role="alert">
      <Icon name="alert" small />
      <span>{texts.chat.failedSend} {pending.reason}</span>
      <Button look="link" onClick={() => outbox.retry(pending.clientId)}>
        {texts.actions.retry}
      </Button>
      <Button look="link" onClick={() => outbox.settle(pending.clientId)}>
        {texts.actions.discard}
      </Button>
    </p>
  );
}
