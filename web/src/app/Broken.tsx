import { Component, type ReactNode } from 'react';
import { texts } from '@/lib/texts';
import { Trouble } from '@/ui/Trouble';

// The last door: when drawing fails, a sentence and a way on instead of an empty page.
export class Broken extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main>
        <Trouble title={texts.failures.broken} action={texts.actions.reload}
          retry={() => window.location.reload()} />
      </main>
    );
  }
}
