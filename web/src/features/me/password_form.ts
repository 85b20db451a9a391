import { ApiError } from '@/api/client';
import { passwordProblem } from '@/lib/password';
import { Store } from '@/lib/store';
import { texts } from '@/lib/texts';

export type PasswordField = 'present' | 'next';

export interface PasswordState {
  fields: Record<PasswordField, string>;
  errors: Partial<Record<PasswordField, string>>;
  failure: string;
  phase: 'idle' | 'busy' | 'changed';
}

const empty = { present: '', next: '' };

export class PasswordForm {
  readonly state = new Store<PasswordState>({
    fields: empty, errors: {}, failure: '', phase: 'idle',
  });
  private readonly change: (present: string, next: string) => Promise<void>;

  constructor(change: (present: string, next: string) => Promise<void>) {
    this.change = change;
  }

  type(field: PasswordField, value: string): void {
    const { fields, errors } = this.state.get();
    const others = Object.fromEntries(Object.entries(errors).filter(([name]) => name !== field));
    this.state.patch({ fields: { ...fields, [field]: value }, errors: others, phase: 'idle' });
  }

  async submit(): Promise<void> {
    const { fields, phase } = this.state.get();
    if (phase === 'busy') return;
    const errors: PasswordState['errors'] = {};
    if (fields.present === '') errors.present = texts.me.errors.present;
    const problem = passwordProblem(fields.next);
    if (problem !== null) errors.next = problem;
    this.state.patch({ errors, failure: '' });
    if (Object.keys(errors).length > 0) return;
    this.state.patch({ phase: 'busy' });
    try {
      await this.change(fields.present, fields.next);
      this.state.patch({ fields: empty, phase: 'changed' });
    } catch (reason) {
      const wrong = reason instanceof ApiError && reason.code === 'wrong_password';
      if (wrong) {
        this.state.patch({ errors: { present: texts.me.errors.presentWrong }, phase: 'idle' });
      } else {
        const failure = reason instanceof Error ? reason.message : String(reason);
        this.state.patch({ failure, phase: 'idle' });
      }
    }
  }
}
