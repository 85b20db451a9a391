// The push tester as files that the server carries, and as one page that works from a disk.

import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const client = '../node_modules/socket.io-client/dist/socket.io.min.js';

// The map that the last line names is not served.
const clientProgram = () => read(client).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');

/** At fixed addresses: people know the page by heart, and examples load the client from here. */
export const pushTest = () => ({
  name: 'push-test',
  generateBundle() {
    const files = {
      'push/test.html': read('page.html'),
      'push/test.css': read('page.css'),
      'push/test.js': read('page.js'),
      'push/socket.io.min.js': clientProgram(),
    };
    for (const [fileName, source] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName, source });
  },
});

const indented = (name) => read(name).trimEnd().replace(/^(?=.)/gm, '      ');

function replaced(page, [line, by]) {
  if (!page.includes(line)) throw new Error(`push_test/page.html has no line ${line}`);
  return page.replace(line, () => by);
}

/** docs/examples/websocket-client.html: the server in its URL field gives it the client. */
export function standalone() {
  const style = `    <style>\n${indented('page.css')}\n    </style>\n`;
  const script = `    <script type="module">\n${indented('page.js')}\n    </script>\n`;
  return [
    ['    <link rel="stylesheet" href="/push/test.css" />\n', style],
    ['    <script defer src="/push/socket.io.min.js"></script>\n', ''],
    ['    <script type="module" src="/push/test.js"></script>\n', script],
  ].reduce(replaced, read('page.html'));
}
