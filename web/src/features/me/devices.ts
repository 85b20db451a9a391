import type { AccountApi, SignedInDevice } from '@/api/account';
import { Store } from '@/lib/store';
import { texts } from '@/lib/texts';

export type DeviceList =
  | { state: 'loading' }
  | { state: 'failed'; failure: string }
  | { state: 'ready'; devices: SignedInDevice[]; failure: string };

type Api = Pick<AccountApi, 'devices' | 'endDevice' | 'endOthers'>;

// Where the person is signed in: this device first, then those used last.
export class Devices {
  readonly list = new Store<DeviceList>({ state: 'loading' });
  private readonly api: Api;

  constructor(api: Api) {
    this.api = api;
  }

  async load(): Promise<void> {
    try {
      const devices = await this.api.devices();
      const inOrder = [...devices].sort((a, b) =>
        Number(b.current) - Number(a.current) || b.usedAt - a.usedAt);
      this.list.set({ state: 'ready', devices: inOrder, failure: '' });
    } catch (reason) {
      const failure = reason instanceof Error ? reason.message : String(reason);
      this.list.set({ state: 'failed', failure });
    }
  }

  end = (id: string): Promise<void> => this.without(({ id: each }) => each !== id,
    () => this.api.endDevice(id));

  endOthers = (): Promise<void> => this.without(({ current }) => current,
    () => this.api.endOthers());

  // What was ended leaves the list only once the server has said so.
  private async without(
    stays: (device: SignedInDevice) => boolean, work: () => Promise<void>,
  ): Promise<void> {
    let failure = '';
    await work().catch((reason: unknown) => {
      const why = reason instanceof Error ? reason.message : String(reason);
      failure = `${texts.sessions.notEnded} ${why}`;
    });
    const list = this.list.get();
    if (list.state !== 'ready') return;
    const devices = failure === '' ? list.devices.filter(stays) : list.devices;
    this.list.set({ state: 'ready', devices, failure });
  }
}
