import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { apiDocs } from './api_docs/build.js';
import { pushTest } from './push_test/build.js';

const server = process.env.SWITCHBOARD_URL ?? 'http://127.0.0.1:8080';

// Everything that the page loads is a file of its own under /assets/, named by its content: the
// Content-Security-Policy forbids inline scripts and styles, and a hashed name may be cached.
export default defineConfig({
  plugins: [react(), apiDocs(), pushTest()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: { input: { index: 'index.html', diagnose: 'calls/diagnose.html' } },
  },
  server: { proxy: { '/api': { target: server, ws: true }, '/ws': { target: server, ws: true } } },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.js'],
    environment: 'node',
    testTimeout: 60_000,
  },
});
