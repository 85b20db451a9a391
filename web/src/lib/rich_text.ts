// Markdown's small subset as a tree of plain values, never as HTML: code blocks, `code`, **bold**,
// *emphasis* and links. What does not close stays the text that it was.
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; spans: Span[] }
  | { kind: 'link'; href: string; text: string };

export type Block = { kind: 'paragraph'; spans: Span[] } | { kind: 'code'; text: string };

const FENCE = /```[^\S\n]*(?:\w+(?=\n))?\n?([\s\S]*?)\n?```/;
const SPAN = new RegExp(
  [
    '`(?<code>[^`\\n]+)`',
    '\\*\\*(?<strong>[^*\\s](?:[^*\\n]*[^*\\s])?)\\*\\*',
    '(?<![\\w*])\\*(?<star>[^*\\s](?:[^*\\n]*[^*\\s])?)\\*(?![\\w*])',
    '(?<![\\w_])_(?<under>[^_\\s](?:[^_\\n]*[^_\\s])?)_(?![\\w_])',
    '(?<url>https?:\\/\\/[^\\s<>"]+)',
  ].join('|'),
);

export function parseRichText(text: string): Block[] {
  const blocks: Block[] = [];
  let rest = text;
  for (let match = FENCE.exec(rest); match !== null; match = FENCE.exec(rest)) {
    addParagraph(blocks, rest.slice(0, match.index).replace(/\n$/, ''));
    blocks.push({ kind: 'code', text: match[1] ?? '' });
    rest = rest.slice(match.index + match[0].length).replace(/^\n/, '');
  }
  addParagraph(blocks, rest);
  return blocks;
}

function addParagraph(blocks: Block[], text: string): void {
  if (text.trim() !== '') blocks.push({ kind: 'paragraph', spans: parseSpans(text) });
}

function parseSpans(text: string): Span[] {
  const spans: Span[] = [];
  let rest = text;
  for (let match = SPAN.exec(rest); match !== null; match = SPAN.exec(rest)) {
    const { span, length } = spanOf(match);
    if (match.index > 0) spans.push({ kind: 'text', text: rest.slice(0, match.index) });
    spans.push(span);
    rest = rest.slice(match.index + length);
  }
  if (rest !== '') spans.push({ kind: 'text', text: rest });
  return spans;
}

function spanOf(match: RegExpExecArray): { span: Span; length: number } {
  const { code, strong, star, under, url } = match.groups ?? {};
  const length = match[0].length;
  if (code !== undefined) return { span: { kind: 'code', text: code }, length };
  if (strong !== undefined) return { span: { kind: 'strong', spans: parseSpans(strong) }, length };
  const emphasis = star ?? under;
  if (emphasis !== undefined) {
    return { span: { kind: 'emphasis', spans: parseSpans(emphasis) }, length };
  }
  const href = trimUrl(url ?? '');
  return { span: { kind: 'link', href, text: href }, length: href.length };
}

// A sentence's own punctuation behind an address does not belong to it; a closing bracket does
// when the address opened it.
function trimUrl(url: string): string {
  let end = url.length;
  let unclosed = 0;
  for (const letter of url) unclosed += letter === '(' ? 1 : letter === ')' ? -1 : 0;
  for (; end > 0; end -= 1) {
    const last = url[end - 1] ?? '';
    if (last === ')' && unclosed < 0) unclosed += 1;
    else if (!'.,;:!?\'*_'.includes(last)) break;
  }
  return url.slice(0, end);
}
