// A soft ring, made here and not loaded: two notes, a pause, again. Until it is called off.
const NOTES = [[659.26, 0], [523.25, 0.22]] as const;
const EVERY_MS = 2_400;

export function ring(): () => void {
  let sound: AudioContext;
  try {
    sound = new AudioContext();
  } catch {
    return () => undefined;
  }
  const play = () => {
    for (const [pitch, after] of NOTES) note(sound, pitch, sound.currentTime + after);
  };
  play();
  const timer = setInterval(play, EVERY_MS);
  return () => {
    clearInterval(timer);
    void sound.close();
  };
}

function note(sound: AudioContext, pitch: number, at: number): void {
  const voice = sound.createOscillator();
  const volume = sound.createGain();
  voice.type = 'sine';
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.09, at + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.7);
  voice.connect(volume).connect(sound.destination);
  voice.start(at);
  voice.stop(at + 0.75);
}
