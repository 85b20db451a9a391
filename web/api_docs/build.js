// The page that shows the API's description, as files that the server carries: /docs.

import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

export const apiDocs = () => ({
  name: 'api-docs',
  generateBundle() {
    const files = {
      'docs.html': read('page.html'),
      'docs/page.css': read('../src/ui/theme.css') + read('page.css'),
      'docs/page.js': read('page.js'),
      'docs/schema.js': read('schema.js'),
    };
    for (const [fileName, source] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName, source });
  },
});
