import { expect, it } from 'vitest';
import { Diagnosis, probeOf, reportText } from '@/features/calls/diagnosis';
import type { Gathered } from '@/features/calls/probe';

const servers: RTCIceServer[] = [
  { urls: ['stun:s:3478'] },
  { urls: ['turn:t:3478?transport=udp', 'turn:t:3478?transport=tcp', 'turns:t:5349?transport=tcp'],
    username: 'name', credential: 'secret' },
];
const found: Gathered = { found: true, failures: [], ms: 12 };
const failed = (code: number): Gathered =>
  ({ found: false, failures: [{ code, text: '' }], ms: 9_000 });

async function diagnose(
  answers: Record<string, Gathered>, passes = true, given: RTCIceServer[] = servers,
) {
  const asked: RTCIceServer[] = [];
  const diagnosis = new Diagnosis({
    iceServers: async () => ({ servers: given, ttl: 60 }),
    gather: async (server) => {
      asked.push(server);
      return answers[String(server.urls)] ?? found;
    },
    pass: async () => passes,
  });
  await diagnosis.run();
  const report = diagnosis.report.get();
  const states = report.rows.map(({ state }) => state).join(' ');
  const findings = Object.fromEntries(report.rows.map(({ probe, finding }) => [probe, finding]));
  return { asked, report, states, findings };
}

it('asks every way for itself, with the credentials of its server', async () => {
  const { asked, report, states } = await diagnose({});
  expect(asked).toEqual([
    { urls: 'stun:s:3478' },
    ...['turn:t:3478?transport=udp', 'turn:t:3478?transport=tcp', 'turns:t:5349?transport=tcp']
      .map((urls) => ({ urls, username: 'name', credential: 'secret' })),
  ]);
  expect(states).toBe('works works works works');
  expect(report.summary).toBe('everywhere');
  expect(reportText(report)).not.toContain('secret');
});

it('names the setting for what is not set', async () => {
  const { findings, states, report } = await diagnose({}, true, []);
  expect(states).toBe('absent absent absent absent');
  expect(report.summary).toBe('direct');
  expect(findings['stun']).toContain('STUN_URLS');
  expect(findings['turn-tls']).toContain('turns:');
});

it('tells wrong credentials from silence, and silence by its transport', async () => {
  const { findings, states, report } = await diagnose({
    'stun:s:3478': failed(701), 'turn:t:3478?transport=udp': failed(401),
    'turn:t:3478?transport=tcp': failed(701), 'turns:t:5349?transport=tcp': failed(701),
  });
  expect(states).toBe('fails fails fails fails');
  expect(findings['stun']).toContain('STUN_URLS');
  expect(findings['turn-udp']).toContain('TURN_SECRET');
  expect(findings['turn-tcp']).toContain('TCP');
  expect(findings['turn-tls']).toContain('certificate');
  expect(report.summary).toBe('direct');
});

it('knows a relay that is full, and one that passes nothing on', async () => {
  const full = await diagnose({ 'turn:t:3478?transport=udp': failed(486) });
  expect(full.findings['turn-udp']).toContain('user-quota');
  const deaf = await diagnose({}, false);
  expect(deaf.states).toBe('works warns warns warns');
  expect(deaf.findings['turn-udp']).toContain('external-ip');
  expect(deaf.report.summary).toBe('no-relay');
});

it('is content with one server of a kind that works', async () => {
  const { states } = await diagnose({ 'stun:a': failed(701) }, true,
    [{ urls: ['stun:a', 'stun:b'] }]);
  expect(states).toBe('works absent absent absent');
});

it('says so when it could not even ask', async () => {
  const diagnosis = new Diagnosis({
    iceServers: async () => {
      throw new Error('no server');
    },
    gather: async () => found, pass: async () => true,
  });
  await diagnosis.run();
  expect(diagnosis.report.get()).toMatchObject({ running: false, summary: null });
  expect(diagnosis.report.get().failure).toContain('no server');
});

it.each([
  ['stun:a:1', 'stun'], ['turn:a', 'turn-udp'], ['turn:a:1?transport=udp', 'turn-udp'],
  ['turn:a:1?transport=tcp', 'turn-tcp'], ['turns:a:1?transport=tcp', 'turn-tls'],
  ['turns:a', 'turn-tls'], ['http://a', null], ['turn:a?transport=x', null],
])('%s is %s', (url, probe) => {
  expect(probeOf(url)).toBe(probe);
});
