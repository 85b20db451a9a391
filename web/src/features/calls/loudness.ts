// How loud a microphone is right now, 0 to 1, by the browser's own ears. One at a time.
export class Loudness {
  private sound: AudioContext | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private analyser: AnalyserNode | null = null;
  private samples = new Float32Array(0);
  private track: MediaStreamTrack | null = null;

  listenTo(track: MediaStreamTrack | null): void {
    if (track === this.track) return;
    this.track = track;
    this.source?.disconnect();
    this.source = null;
    if (track === null) return;
    this.sound ??= new AudioContext();
    this.analyser ??= this.makeAnalyser(this.sound);
    this.source = this.sound.createMediaStreamSource(new MediaStream([track]));
    this.source.connect(this.analyser);
  }

  read = (): number => {
    if (this.analyser === null || this.source === null || this.track?.enabled !== true) return 0;
    if (this.sound?.state === 'suspended') void this.sound.resume();
    this.analyser.getFloatTimeDomainData(this.samples);
    let sum = 0;
    for (const sample of this.samples) sum += sample * sample;
    return Math.min(1, Math.sqrt(sum / this.samples.length));
  };

  close(): void {
    this.listenTo(null);
    void this.sound?.close();
    this.sound = this.analyser = null;
  }

  private makeAnalyser(sound: AudioContext): AnalyserNode {
    const analyser = sound.createAnalyser();
    analyser.fftSize = 1024;
    this.samples = new Float32Array(analyser.fftSize);
    return analyser;
  }
}
