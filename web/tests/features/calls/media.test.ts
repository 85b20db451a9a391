import { beforeEach, describe, expect, it } from 'vitest';
import { Media } from '@/features/calls/media';
import { memoryKeyValue, type KeyValue } from '@/lib/key_value';
import { FakeDevices } from '../../support/fake_devices';
import { calm } from '../../support/fake_rtc';

let kept: KeyValue;
let devices: FakeDevices;
let media: Media;

beforeEach(() => {
  kept = memoryKeyValue();
  devices = new FakeDevices();
  media = new Media({ devices: devices.asDevices(), kept });
});

const microphone = () => media.state.get().microphone;
const camera = () => media.state.get().camera;

describe('camera and microphone', () => {
  it('are asked for together, once, and listed by kind', async () => {
    await media.open();
    await media.open();
    expect(devices.asked).toHaveLength(1);
    expect(microphone().track?.id).toBe('audio 1');
    expect(media.state.get().devices).toEqual({
      microphone: [{ id: 'audio 1', label: 'Headset' }, { id: 'audio 2', label: 'Table' }],
      camera: [{ id: 'video 1', label: 'Lid' }],
    });
  });

  it('do without each other when one is missing', async () => {
    devices.refusals = { video: 'NotFoundError' };
    await media.open();
    expect(microphone().track).not.toBeNull();
    expect(camera()).toMatchObject({ track: null, trouble: 'missing', starting: false });
  });

  it.each([
    ['NotAllowedError', 'denied'], ['NotReadableError', 'busy'], ['TypeError', 'failed'],
  ])('say what is wrong: %s is %s', async (name, trouble) => {
    devices.refusals = { audio: name, video: name };
    await media.open();
    expect([microphone().trouble, camera().trouble]).toEqual([trouble, trouble]);
    devices.refusals = {};
    await media.turn('camera', true);
    expect(camera()).toMatchObject({ trouble: null });
    expect(camera().track).not.toBeNull();
  });

  it('need https, and say so', async () => {
    const plain = new Media({ devices: undefined, kept });
    await plain.open();
    expect(plain.state.get().microphone.trouble).toBe('insecure');
  });

  it('muted keeps the track for the way back, camera off closes it', async () => {
    await media.open();
    const [sound, picture] = devices.tracks;
    await media.turn('microphone', false);
    await media.turn('camera', false);
    expect(sound).toMatchObject({ enabled: false, stopped: false });
    expect(picture).toMatchObject({ stopped: true });
    await media.turn('microphone', true);
    expect(sound?.enabled).toBe(true);
    expect(devices.asked).toHaveLength(1);
  });

  it('closes what comes after it was no longer wanted', async () => {
    devices.held = [];
    const opening = media.turn('camera', true);
    await media.turn('camera', false);
    devices.held[0]?.();
    await opening;
    expect(devices.tracks).toMatchObject([{ kind: 'video', stopped: true }]);
    expect(camera()).toMatchObject({ on: false, starting: false, track: null });
  });

  it('another microphone takes the place of the first, muted if that was', async () => {
    await media.open();
    await media.turn('microphone', false);
    await media.choose('microphone', 'audio 2');
    expect(devices.tracks[0]?.stopped).toBe(true);
    expect(microphone()).toMatchObject({ deviceId: 'audio 2', on: false });
    expect(microphone().track?.enabled).toBe(false);
  });

  it('that is pulled out is missed', async () => {
    await media.open();
    devices.tracks[1]?.onended?.();
    expect(camera()).toMatchObject({ track: null, trouble: 'lost' });
  });

  it('come the next time as one left them', async () => {
    await media.open();
    await media.turn('camera', false);
    await media.choose('microphone', 'audio 2');
    const next = new Media({ devices: devices.asDevices(), kept });
    await next.open();
    expect(devices.asked.at(-1)).toMatchObject({ audio: { deviceId: { ideal: 'audio 2' } } });
    expect(devices.asked.at(-1)).not.toHaveProperty('video');
    kept.write('switchboard.media', '{');
    expect(new Media({ devices: undefined, kept }).state.get().camera.on).toBe(true);
  });
});

describe('the screen', () => {
  it('is shared until it is stopped here, or by the browser’s own button', async () => {
    expect(await media.share()).toBe(true);
    const [first] = devices.tracks;
    expect(first?.contentHint).toBe('detail');
    media.stopSharing();
    expect(first?.stopped).toBe(true);
    await media.share();
    devices.tracks[1]?.onended?.();
    expect(media.state.get().screen).toBeNull();
  });

  it('stays where it is when the person thinks better of it', async () => {
    devices.refusals = { video: 'NotAllowedError' };
    expect(await media.share()).toBe(false);
    expect(media.state.get().screen).toBeNull();
  });

  it('goes dark with everything else', async () => {
    await media.open();
    await media.share();
    media.close();
    await calm();
    expect(devices.tracks.every(({ stopped }) => stopped)).toBe(true);
  });
});
