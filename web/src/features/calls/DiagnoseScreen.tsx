import { useState } from 'react';
import { texts as common } from '@/lib/texts';
import { diagnoseTexts as texts } from '@/lib/texts_diagnose';
import { Button } from '@/ui/Button';
import { Hidden } from '@/ui/Hidden';
import { Icon, type IconName } from '@/ui/Icon';
import { Logo } from '@/ui/Logo';
import { useStore } from '@/ui/use_store';
import styles from './DiagnoseScreen.module.css';
import { reportText, type Diagnosis, type Row } from './diagnosis';

interface Props {
  diagnosis: Diagnosis;
  // Why there is nothing to test, if so.
  hindrance: 'signed-out' | 'unsupported' | null;
}

export function DiagnoseScreen({ diagnosis, hindrance }: Props) {
  return (
    <div className={styles.screen}>
      <main className={styles.column}>
        <header className={styles.head}>
          <Logo />
          <a href="/">{common.product}</a>
        </header>
        <h1>{texts.title}</h1>
        <p className={styles.intro}>{texts.intro}</p>
        {hindrance === null ? <Findings diagnosis={diagnosis} />
          : <div className={styles.verdict} role="alert">
              <p>{hindrance === 'signed-out' ? texts.signedOut : texts.unsupported}</p>
              {hindrance === 'signed-out' ? <a href="/#/sign-in">{texts.signIn}</a> : null}
            </div>}
      </main>
    </div>
  );
}

function Findings({ diagnosis }: { diagnosis: Diagnosis }) {
  const report = useStore(diagnosis.report);
  const { running, rows, summary, failure } = report;
  const good = summary === 'everywhere' || summary === 'no-tls';
  return (
    <>
      <div role="status" className={`${styles.verdict} ${good ? styles.good : ''}`}>
        <p>{failure ?? (summary === null ? texts.running : texts.summaries[summary])}</p>
      </div>
      <ul className={styles.rows}>
        {rows.map((row) => <Finding key={row.probe} row={row} />)}
      </ul>
      <div className={styles.actions}>
        <Button aria-disabled={running} onClick={() => void diagnosis.run()}>
          {running ? texts.running : texts.again}
        </Button>
        {summary === null ? null : <Copy text={reportText(report)} />}
      </div>
    </>
  );
}

const marks: Record<Row['state'], IconName> = {
  waiting: 'clock', running: 'clock', works: 'check', warns: 'alert', fails: 'alert', absent: 'close',
};

function Finding({ row: { probe, state, finding, ms } }: { row: Row }) {
  const { title, what } = texts.rows[probe];
  return (
    <li className={styles[state]} data-probe={probe} data-state={state}>
      <span className={styles.mark}><Icon name={marks[state]} small /></span>
      <div>
        <h2>{title} <span className={styles.what}>{what}</span></h2>
        <p><Hidden>{texts.states[state]}. </Hidden>{finding}</p>
      </div>
      <span className={styles.ms}>{ms === null ? '' : texts.took(ms)}</span>
    </li>
  );
}

function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(text).then(() => setCopied(true));
  return <Button onClick={copy}>{copied ? texts.copied : texts.copy}</Button>;
}
