import { signal } from "@preact/signals";

/** Whether scans and saves are heard. Off until somebody switches it on. */
export const isLoud = signal(false);

let audio: AudioContext | undefined;

/** A high tone for what went well, and a low one for what did not. */
export function beep(isGood: boolean): void {
  if (!isLoud.value) return;
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = isGood ? 1_200 : 300;
  volume.gain.value = 0.08;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + (isGood ? 0.08 : 0.3));
}
