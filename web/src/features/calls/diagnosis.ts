import type { IceServers } from '@/api/calls';
import { Store } from '@/lib/store';
import { diagnoseTexts as texts } from '@/lib/texts_diagnose';
import type { Gathered, IceFailure } from './probe';

export const PROBES = ['stun', 'turn-udp', 'turn-tcp', 'turn-tls'] as const;
export type Probe = (typeof PROBES)[number];

export interface Row {
  probe: Probe;
  state: 'waiting' | 'running' | 'works' | 'warns' | 'fails' | 'absent';
  // What was seen, and what to mend.
  finding: string;
  ms: number | null;
}

export interface Report {
  running: boolean;
  rows: Row[];
  summary: keyof typeof texts.summaries | null;
  failure: string | null;
}

export interface DiagnosisParts {
  iceServers: () => Promise<IceServers>;
  gather: (server: RTCIceServer, relay: boolean) => Promise<Gathered>;
  pass: (server: RTCIceServer) => Promise<boolean>;
}

const REFUSALS = [400, 401, 403, 431, 437, 438, 441];

// Asks every server that the product hands out, one kind after another, and says in words what is
// the matter with each.
export class Diagnosis {
  readonly report: Store<Report>;
  private readonly parts: DiagnosisParts;

  constructor(parts: DiagnosisParts) {
    this.parts = parts;
    this.report = new Store<Report>({ running: false, rows: rows(), summary: null, failure: null });
  }

  async run(): Promise<void> {
    if (this.report.get().running) return;
    this.report.set({ running: true, rows: rows(), summary: null, failure: null });
    let servers: RTCIceServer[];
    try {
      ({ servers } = await this.parts.iceServers());
    } catch (reason) {
      const why = reason instanceof Error ? reason.message : String(reason);
      return this.report.patch({ running: false, failure: texts.findings.failed(why) });
    }
    for (const probe of PROBES) {
      this.change(probe, { state: 'running' });
      this.change(probe, await this.try(probe, serversOf(servers, probe)));
    }
    this.report.patch({ running: false, summary: summaryOf(this.report.get().rows) });
  }

  // The best of the servers of a kind counts: a browser uses whichever works.
  private async try(probe: Probe, servers: RTCIceServer[]): Promise<Partial<Row>> {
    let worst: Partial<Row> = { state: 'absent', finding: texts.findings.absent[probe] };
    for (const server of servers) {
      const row = await this.ask(probe, server);
      if (row.state === 'works') return row;
      worst = row;
    }
    return worst;
  }

  private async ask(probe: Probe, server: RTCIceServer): Promise<Partial<Row>> {
    const relay = probe !== 'stun';
    const { found, failures, ms } = await this.parts.gather(server, relay);
    if (!found) return { state: 'fails', finding: silence(probe, String(server.urls), failures) };
    if (!relay) return { state: 'works', finding: texts.findings.works.stun(), ms };
    if (await this.parts.pass(server)) {
      return { state: 'works', finding: texts.findings.works.turn(), ms };
    }
    return { state: 'warns', finding: texts.findings['does-not-pass'], ms };
  }

  private change(probe: Probe, part: Partial<Row>): void {
    this.report.patch({ rows: this.report.get().rows.map((row) =>
      row.probe === probe ? { ...row, ...part } : row) });
  }
}

// For a mail to whoever runs the server; addresses of servers only, no credentials.
export function reportText({ rows: all, summary }: Report): string {
  const lines = all.map(({ probe, state, finding }) =>
    `${texts.rows[probe].title}: ${texts.states[state]}. ${finding}`);
  return [summary === null ? texts.title : texts.summaries[summary], ...lines].join('\n');
}

export function probeOf(url: string): Probe | null {
  const found = /^(stun|turn|turns):[^?]*(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (found === null) return null;
  const [scheme, transport] = [found[1]?.toLowerCase(), found[2]?.toLowerCase()];
  if (scheme === 'stun') return 'stun';
  if (scheme === 'turns') return 'turn-tls';
  return transport === 'tcp' ? 'turn-tcp' : 'turn-udp';
}

function serversOf(servers: RTCIceServer[], probe: Probe): RTCIceServer[] {
  return servers.flatMap((server) => [server.urls].flat()
    .filter((url) => probeOf(url) === probe)
    .map((url) => ({ ...server, urls: url })));
}

function silence(probe: Probe, url: string, failures: IceFailure[]): string {
  const refusal = failures.find(({ code }) => REFUSALS.includes(code));
  if (refusal !== undefined) return texts.findings.refused(refusal.code);
  if (failures.some(({ code }) => code === 486)) return texts.findings.full;
  return texts.findings.silent[probe](url);
}

function summaryOf(all: Row[]): keyof typeof texts.summaries {
  const works = (probe: Probe) => all.some((row) => row.probe === probe && row.state === 'works');
  if (works('turn-tls')) return 'everywhere';
  if (works('turn-tcp')) return 'no-tls';
  if (works('turn-udp')) return 'udp-only';
  return works('stun') ? 'no-relay' : 'direct';
}

function rows(): Row[] {
  return PROBES.map((probe) => ({ probe, state: 'waiting', finding: '', ms: null }));
}
