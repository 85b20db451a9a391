import { expect, it } from 'vitest';
import { parseRichText, type Span } from '@/lib/rich_text';

function spans(text: string): Span[] {
  const [block] = parseRichText(text);
  return block?.kind === 'paragraph' ? block.spans : [];
}

const text = (value: string): Span => ({ kind: 'text', text: value });

it('leaves plain text and what looks like HTML as it is', () => {
  expect(spans('a < b & <b>c</b>')).toEqual([text('a < b & <b>c</b>')]);
});

it('finds code, strong and emphasis', () => {
  expect(spans('`x*y*` **no _way_** *so*')).toEqual([
    { kind: 'code', text: 'x*y*' }, text(' '),
    { kind: 'strong', spans: [text('no '), { kind: 'emphasis', spans: [text('way')] }] },
    text(' '), { kind: 'emphasis', spans: [text('so')] },
  ]);
});

it('does not mistake names and products for emphasis', () => {
  expect(spans('client_msg_id and 2*3*4 and ** and `')).toEqual([
    text('client_msg_id and 2*3*4 and ** and `'),
  ]);
});

it('links addresses without the sentence around them, and only http', () => {
  expect(spans('see https://example.com/a_(b)?q=1, or (https://x.org).')).toEqual([
    text('see '),
    { kind: 'link', href: 'https://example.com/a_(b)?q=1', text: 'https://example.com/a_(b)?q=1' },
    text(', or ('), { kind: 'link', href: 'https://x.org', text: 'https://x.org' }, text(').'),
  ]);
  expect(spans('javascript:alert(1)')).toEqual([text('javascript:alert(1)')]);
});

it('keeps code blocks apart, with their lines', () => {
  expect(parseRichText('before\n```cpp\nint x;\n  y();\n```\nafter')).toEqual([
    { kind: 'paragraph', spans: [text('before')] },
    { kind: 'code', text: 'int x;\n  y();' },
    { kind: 'paragraph', spans: [text('after')] },
  ]);
});

it('takes long hostile text in no time', () => {
  const started = performance.now();
  parseRichText('*'.repeat(4096));
  parseRichText('_a'.repeat(2048));
  parseRichText('`'.repeat(4096));
  parseRichText(`https://x.org/${')'.repeat(4000)}`);
  expect(performance.now() - started).toBeLessThan(2_000);
});
