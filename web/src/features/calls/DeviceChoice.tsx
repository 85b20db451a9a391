import { useId } from 'react';
import { texts } from '@/lib/texts';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { useStore } from '@/ui/use_store';
import styles from './DeviceChoice.module.css';
import { Level } from './Level';
import type { Kind, Media } from './media';

// Which camera and which microphone, what is wrong with them, and whether one is heard.
export function DeviceChoice({ media, loudness }: { media: Media; loudness: () => number }) {
  return (
    <div className={styles.choices}>
      <Choice media={media} kind="camera" />
      <Choice media={media} kind="microphone" />
      <div className={styles.level}>
        <Level read={loudness} />
        <p className={styles.hint}>{texts.call.tryToSpeak}</p>
      </div>
    </div>
  );
}

function Choice({ media, kind }: { media: Media; kind: Kind }) {
  const id = useId();
  const state = useStore(media.state);
  const { trouble, deviceId, on, starting } = state[kind];
  const devices = state.devices[kind];
  const word = texts.call.kinds[kind];
  const chosen = devices.some((device) => device.id === deviceId) ? deviceId : devices[0]?.id;
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{texts.call[kind]}</label>
      <div className={styles.select}>
        <Icon name={kind} />
        <select id={id} value={chosen ?? ''} disabled={devices.length === 0}
          aria-describedby={trouble && on ? `${id}-trouble` : undefined}
          onChange={(event) => void media.choose(kind, event.target.value)}>
          {devices.length > 0 ? null
            : <option value="">
                {!on ? texts.call.deviceOff : starting ? texts.call.asking
                  : texts.call.noDevice(word)}
              </option>}
          {devices.map((device, i) => (
            <option key={device.id} value={device.id}>
              {device.label || texts.call.unnamed(texts.call[kind], i + 1)}
            </option>
          ))}
        </select>
      </div>
      {trouble && on
        ? <div className={styles.trouble} id={`${id}-trouble`} role="alert">
            <p>{texts.call.trouble[trouble](word)}</p>
            {trouble === 'insecure' ? null
              : <Button look="link" onClick={() => void media.turn(kind, true)}>
                  {texts.actions.retry}
                </Button>}
          </div> : null}
    </div>
  );
}
