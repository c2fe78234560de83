export interface Progress {
  /** How many are done, and how many there are. */
  done: number;
  of: number;
  /** Products that were there before. */
  before: number;
}

/** A terminal shows one line that changes. Anything else, such as a log file, gets a line every ten seconds. */
const LOG_MS = 10_000;

interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows the progress, its speed, and the time left. `unit`: what is counted. */
export function progressLine(to: Output, unit = "products") {
  const started = performance.now();
  let logged = started;
  const show = (progress: Progress) => {
    const now = performance.now();
    const line = inWords(progress, (now - started) / 1000, unit);
    if (to.isTTY) to.write(`\r${line}\x1b[K`);
    else if (now - logged >= LOG_MS || progress.done === progress.of) {
      logged = now;
      to.write(`${line}\n`);
    }
  };
  return { show, end: () => void (to.isTTY && to.write("\n")) };
}

export function inWords({ done, of, before }: Progress, seconds: number, unit = "products"): string {
  const rate = (done - before) / seconds;
  const left = Math.ceil((of - done) / rate);
  const time = left < 60 ? `${left} s` : `${Math.floor(left / 60)} min ${left % 60} s`;
  return `${number(done)} of ${number(of)} ${unit}, ${number(Math.round(rate))} a second, ${time} left`;
}

const number = (value: number) => value.toLocaleString("en-US");
