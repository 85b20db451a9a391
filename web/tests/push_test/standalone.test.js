import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { standalone } from '../../push_test/build.js';

const example = new URL('../../../docs/examples/websocket-client.html', import.meta.url);

it('the example in docs is the page that the server serves (npm run example writes it)', () => {
  expect(readFileSync(example, 'utf8')).toBe(standalone());
});

it('the page from a disk brings its own style and script', () => {
  const page = standalone();
  expect(page).not.toMatch(/(?:src|href)="\/push\//);
  expect(page.match(/<\/script>/g)).toHaveLength(1);
});
