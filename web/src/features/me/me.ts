import type { Account, AccountApi } from '@/api/account';
import type { Person } from '@/lib/message';
import { Store } from '@/lib/store';
import { Devices } from './devices';
import { PasswordForm } from './password_form';
import { ProfileForm } from './profile_form';

export interface MeParts {
  account: Pick<AccountApi, 'account' | 'update' | 'devices' | 'endDevice' | 'endOthers'>;
  userId: string;
  onRenamed: (person: Person) => void;
  changePassword: (account: Account, present: string, next: string) => Promise<void>;
}

export type Loading =
  | { state: 'loading' }
  | { state: 'failed'; failure: string }
  | { state: 'ready'; profile: ProfileForm; password: PasswordForm };

// The signed-in person's own account.
export class Me {
  readonly account = new Store<Loading>({ state: 'loading' });
  readonly devices: Devices;
  private readonly parts: MeParts;

  constructor(parts: MeParts) {
    this.parts = parts;
    this.devices = new Devices(parts.account);
  }

  async load(): Promise<void> {
    void this.devices.load();
    if (this.account.get().state === 'failed') this.account.set({ state: 'loading' });
    const { account: api, userId, onRenamed, changePassword } = this.parts;
    try {
      const account = await api.account(userId);
      const profile = new ProfileForm(account, api, ({ id, username, fullName: name }) =>
        onRenamed({ id, username, name }));
      const password = new PasswordForm(async (present, next) => {
        await changePassword(profile.account, present, next);
        void this.devices.load();
      });
      this.account.set({ state: 'ready', profile, password });
    } catch (reason) {
      this.account.set({ state: 'failed', failure: sentenceOf(reason) });
    }
  }
}

function sentenceOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
