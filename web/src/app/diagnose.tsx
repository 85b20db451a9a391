import '@/ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CallsApi } from '@/api/calls';
import { ApiClient, refreshByCookie } from '@/api/client';
import { SessionStore } from '@/api/session';
import { Tokens, aloneInBrowser } from '@/api/tokens';
import { DiagnoseScreen } from '@/features/calls/DiagnoseScreen';
import { Diagnosis } from '@/features/calls/diagnosis';
import { gather, pass } from '@/features/calls/probe';
import { systemClock } from '@/lib/clock';
import { browserKeyValue } from '@/lib/key_value';
import { Broken } from './Broken';

// The page at /calls/diagnose.
const session = new SessionStore(browserKeyValue(() => window.localStorage));
const tokens = new Tokens({
  refresh: refreshByCookie, alone: aloneInBrowser, clock: systemClock,
});
const api = new CallsApi(new ApiClient(tokens, () => undefined));
const probe = {
  connect: (configuration: RTCConfiguration) => new RTCPeerConnection(configuration),
  clock: systemClock,
};
const diagnosis = new Diagnosis({
  iceServers: () => api.iceServers(),
  gather: (server, relay) => gather(probe, server, relay), pass: (server) => pass(probe, server),
});
const hindrance = !('RTCPeerConnection' in window) ? 'unsupported'
  : session.get() === null ? 'signed-out' : null;
if (hindrance === null) void diagnosis.run();

const root = document.getElementById('root');
if (root === null) throw new Error('diagnose.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Broken>
      <DiagnoseScreen diagnosis={diagnosis} hindrance={hindrance} />
    </Broken>
  </StrictMode>,
);
