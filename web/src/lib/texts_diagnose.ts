// What the page that tests calls says. Beside texts.ts, because only that page loads it. Each
// finding says what was seen, and which setting to mend.
export const diagnoseTexts = {
  title: 'Do calls get through?',
  intro: 'This page asks the servers that help two browsers find each other, from where you are now.',
  running: 'Testing…',
  again: 'Test again',
  copy: 'Copy report',
  copied: 'Report copied',
  signIn: 'Sign in',
  signedOut: 'Sign in first: the servers give their addresses only to people with an account.',
  unsupported: 'This browser cannot make calls: it has no WebRTC, or a policy turned it off.',
  rows: {
    stun: { title: 'STUN', what: 'tells a browser its public address' },
    'turn-udp': { title: 'TURN over UDP', what: 'relays when no direct way is open' },
    'turn-tcp': { title: 'TURN over TCP', what: 'relays where UDP is closed' },
    'turn-tls': { title: 'TURN over TLS', what: 'relays where only https gets out' },
  },
  states: {
    waiting: 'waiting', running: 'testing', works: 'works', warns: 'works in part', fails: 'fails',
    absent: 'not set',
  },
  took: (ms: number) => `${ms.toLocaleString()} ms`,

  summaries: {
    everywhere: 'Calls work from nearly everywhere.',
    'no-tls': 'Calls work, but not from networks that let only https out. '
      + 'Add a turns: address to TURN_URLS.',
    'udp-only': 'Calls work, but not from networks that close UDP. '
      + 'Add turn:…?transport=tcp and a turns: address to TURN_URLS.',
    'no-relay': 'Calls work between most homes, but not from strict networks: no TURN server works.',
    direct: 'Calls work only where people reach each other directly, as in one office or home.',
  },

  findings: {
    works: {
      stun: () => 'It answers: people behind ordinary routers find each other.',
      turn: () => 'It accepts our credentials and passes data on.',
    },
    absent: {
      stun: 'No STUN server is set. Set STUN_URLS, for example to stun:turn.example.org:3478.',
      'turn-udp': 'Not set. Add turn:turn.example.org:3478?transport=udp to TURN_URLS.',
      'turn-tcp': 'Not set. Add turn:turn.example.org:3478?transport=tcp to TURN_URLS.',
      'turn-tls': 'Not set. Add turns:turn.example.org:5349?transport=tcp to TURN_URLS, '
        + 'with the server’s certificate in coturn’s cert and pkey.',
    },
    silent: {
      stun: (url: string) =>
        `${url} does not answer. Check STUN_URLS, and that UDP reaches that port.`,
      'turn-udp': (url: string) =>
        `${url} does not answer over UDP. Check TURN_URLS, and that UDP reaches that port.`,
      'turn-tcp': (url: string) =>
        `${url} does not answer over TCP. Check TURN_URLS, and that TCP reaches that port.`,
      'turn-tls': (url: string) =>
        `${url} gives no TLS connection. Check TURN_URLS, that TCP reaches that port, and that `
        + 'its certificate is one that browsers trust for that name.',
    },
    refused: (code: number) =>
      `It refuses our credentials (${code}). TURN_SECRET must be coturn’s static-auth-secret, `
      + 'with use-auth-secret set, and the clocks of both machines must agree.',
    full: 'It has no room for another relay (486). Raise coturn’s user-quota or total-quota.',
    'does-not-pass': 'It hands out relay addresses, but nothing came through between two of them. '
      + 'Open coturn’s relay ports (min-port to max-port, UDP), and check its external-ip and '
      + 'denied-peer-ip.',
    failed: (why: string) => `The servers’ addresses could not be had: ${why}`,
  },
};
