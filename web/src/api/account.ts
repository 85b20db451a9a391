import type { ApiClient } from './client';

// A person's own account and where it is signed in.
export interface Account {
  id: string;
  username: string;
  email: string;
  fullName: string;
  phone: string | null;
  role: string;
}

export interface SignedInDevice {
  id: string;
  device: string;
  address: string;
  usedAt: number;
  current: boolean;
}

interface WireAccount {
  id: string;
  username: string;
  email: string;
  full_name: string;
  phone_number: string | null;
  role: string;
}

interface WireDevice {
  id: string;
  device: string;
  address: string;
  last_used_at: string;
  current: boolean;
}

export interface ProfileChange {
  full_name?: string;
  username?: string;
  email?: string;
  phone_number?: string | null;
}

export class AccountApi {
  private readonly client: Pick<ApiClient, 'request'>;

  constructor(client: Pick<ApiClient, 'request'>) {
    this.client = client;
  }

  async account(id: string): Promise<Account> {
    return toAccount(await this.client.request('GET', `/api/users/${id}`));
  }

  async update(id: string, change: ProfileChange): Promise<Account> {
    return toAccount(await this.client.request('PUT', `/api/users/${id}`, change));
  }

  async devices(): Promise<SignedInDevice[]> {
    const devices = await this.client.request<WireDevice[]>('GET', '/api/auth/sessions');
    return devices.map(({ last_used_at: usedAt, id, device, address, current }) =>
      ({ id, device, address, current, usedAt: Date.parse(usedAt) }));
  }

  async endDevice(id: string): Promise<void> {
    await this.client.request('DELETE', `/api/auth/sessions/${id}`);
  }

  async endOthers(): Promise<void> {
    await this.client.request('DELETE', '/api/auth/sessions?others=true');
  }
}

function toAccount(wire: WireAccount): Account {
  const { id, username, email, full_name: fullName, phone_number: phone, role } = wire;
  return { id, username, email, fullName, phone, role };
}
