import { ESLint } from 'eslint';
import { expect, it } from 'vitest';

const eslint = new ESLint();

async function complaints(filePath, source) {
  const [result] = await eslint.lintText(`import '${source}';\n`, { filePath });
  return result.messages.filter(({ ruleId }) => ruleId === 'no-restricted-imports').length;
}

// The plan of eslint.config.js, shown to bite.
it.each([
  ['src/ui/Button.tsx', '@/features/chat/chat'],
  ['src/ui/Button.tsx', '@/realtime/connection'],
  ['src/api/client.ts', '@/realtime/connection'],
  ['src/realtime/frames.ts', '@/api/client'],
  ['src/lib/store.ts', '@/ui/use_store'],
  ['src/features/chat/chat.ts', '@/features/auth/auth_form'],
  ['src/features/auth/auth_form.ts', '@/app/App'],
  ['src/features/calls/call.ts', '@/features/chat/chat'],
  ['src/features/auth/auth_form.ts', '../chat/chat'],
])('%s may not import %s', async (file, source) => {
  expect(await complaints(file, source)).toBe(1);
});

it.each([
  ['src/app/App.tsx', '@/features/chat/chat'],
  ['src/features/chat/chat.ts', '@/realtime/connection'],
  ['src/features/chat/chat.ts', './outbox'],
  ['src/ui/Button.tsx', '@/lib/texts'],
])('%s may import %s', async (file, source) => {
  expect(await complaints(file, source)).toBe(0);
});
