import { useEffect, useRef, useState } from 'react';
import { texts } from '@/lib/texts';
import { IconButton } from '@/ui/Button';
import { useStore } from '@/ui/use_store';
import type { Call } from './call';
import styles from './Controls.module.css';
import { DeviceChoice } from './DeviceChoice';
import type { Media } from './media';
import { Toggle } from './Toggle';

// Microphone and camera, in the lobby and in the call.
export function SensorToggles({ media }: { media: Media }) {
  const { microphone, camera } = useStore(media.state);
  return (
    <>
      <Toggle icon={microphone.on ? 'microphone' : 'microphoneOff'}
        look={microphone.on ? 'on' : 'off'} trouble={microphone.on && microphone.trouble !== null}
        label={microphone.on ? texts.call.mute : texts.call.unmute}
        onClick={() => void media.turn('microphone', !microphone.on)} />
      <Toggle icon={camera.on ? 'camera' : 'cameraOff'}
        look={camera.on ? 'on' : 'off'} trouble={camera.on && camera.trouble !== null}
        label={camera.on ? texts.call.cameraOff : texts.call.cameraOn}
        onClick={() => void media.turn('camera', !camera.on)} />
    </>
  );
}

const canShare = () => 'getDisplayMedia' in (navigator.mediaDevices ?? {});

export function Controls({ call }: { call: Call }) {
  const { media } = call.parts;
  const { screen } = useStore(media.state);
  const [choosing, setChoosing] = useState(false);
  const chooser = useRef<HTMLButtonElement>(null);
  const close = () => {
    setChoosing(false);
    chooser.current?.focus();
  };
  return (
    <footer className={styles.controls}>
      {choosing ? <Devices call={call} close={close} /> : null}
      <SensorToggles media={media} />
      {canShare()
        ? <Toggle icon="screen" look={screen === null ? 'on' : 'active'}
            label={screen === null ? texts.call.share : texts.call.stopSharing}
            onClick={() => screen === null ? void media.share() : media.stopSharing()} /> : null}
      <Toggle icon="settings" label={texts.call.devices} ref={chooser} expanded={choosing}
        onClick={() => choosing ? close() : setChoosing(true)} />
      <Toggle icon="hangUp" look="danger" label={texts.call.leave} onClick={() => call.leave()} />
    </footer>
  );
}

function Devices({ call, close }: { call: Call; close: () => void }) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.querySelector('select')?.focus(), []);
  return (
    <div ref={panel} className={styles.devices} role="dialog" aria-label={texts.call.devices}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}>
      <header>
        <h2>{texts.call.devices}</h2>
        <IconButton icon="close" label={texts.actions.close} onClick={close} />
      </header>
      <DeviceChoice media={call.parts.media} loudness={call.parts.loudness.read} />
    </div>
  );
}
