/** Keeps the log lines of requests off the output, which they would fill. Tests of these lines replace `process.stdout.write` themselves. */
export function hideRequestLines(): void {
  const print = process.stdout.write.bind(process.stdout) as (...args: unknown[]) => boolean;
  process.stdout.write = ((...args: unknown[]) =>
    /^\{"text":"(request|run)"/.test(String(args[0])) || print(...args)) as typeof process.stdout.write;
}
