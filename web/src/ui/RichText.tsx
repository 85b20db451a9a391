import { Fragment, useMemo } from 'react';
import { parseRichText, type Span } from '@/lib/rich_text';
import styles from './RichText.module.css';

// Text as its writer meant it, built from elements: never from HTML.
export function RichText({ text }: { text: string }) {
  const blocks = useMemo(() => parseRichText(text), [text]);
  return (
    <div className={styles.text} dir="auto">
      {blocks.map((block, i) => block.kind === 'code'
        ? <pre key={i} tabIndex={0} dir="ltr"><code>{block.text}</code></pre>
        : <p key={i}><Spans spans={block.spans} /></p>)}
    </div>
  );
}

function Spans({ spans }: { spans: Span[] }) {
  return spans.map((span, i) => {
    switch (span.kind) {
      case 'text':
        return <Fragment key={i}>{span.text}</Fragment>;
      case 'code':
        return <code key={i}>{span.text}</code>;
      case 'strong':
        return <strong key={i}><Spans spans={span.spans} /></strong>;
      case 'emphasis':
        return <em key={i}><Spans spans={span.spans} /></em>;
      case 'link':
        return <a key={i} href={span.href} target="_blank" rel="noopener noreferrer">{span.text}</a>;
    }
  });
}
