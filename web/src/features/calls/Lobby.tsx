import { texts } from '@/lib/texts';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { useStore } from '@/ui/use_store';
import type { Call } from './call';
import { SensorToggles } from './Controls';
import { DeviceChoice } from './DeviceChoice';
import styles from './Lobby.module.css';
import { Video } from './Video';

// Before the call: how one looks and sounds, and with what.
export function Lobby({ call, title, diagnosis }: {
  call: Call; title: string; diagnosis: string;
}) {
  const phase = useStore(call.phase);
  const place = useStore(call.place);
  const busy = phase.at === 'joining';
  const { media, loudness } = call.parts;
  return (
    <main className={styles.lobby}>
      <div className={styles.inside}>
        <Preview call={call} />
        <section className={styles.panel}>
          <h1>{title}</h1>
          <p className={styles.hint}>{texts.call.lobbyHint}</p>
          <DeviceChoice media={media} loudness={loudness.read} />
          <Button look="primary" className={styles.join ?? ''} aria-disabled={busy}
            onClick={() => call.join()}>
            <Icon name="call" />
            {busy ? texts.call.joining : place.roomId === null ? texts.call.start : texts.call.join}
          </Button>
          <a className={styles.diagnose} href={diagnosis} target="_blank" rel="noopener">
            {texts.call.diagnose}
          </a>
        </section>
      </div>
    </main>
  );
}

function Preview({ call }: { call: Call }) {
  const { media, me } = call.parts;
  const { camera } = useStore(media.state);
  return (
    <section className={styles.preview} aria-label={texts.call.camera}>
      {camera.on && camera.track !== null ? <Video track={camera.track} mirrored />
        : <div className={styles.blank}>
            <Avatar id={me.id} name={me.name} large />
            <p>{camera.on && camera.starting ? texts.call.cameraStarts : texts.call.cameraIsOff}</p>
          </div>}
      <span className={styles.name} dir="auto">{me.name}</span>
      <div className={styles.toggles}><SensorToggles media={media} /></div>
    </section>
  );
}
