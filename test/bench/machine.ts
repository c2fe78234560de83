import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What others were doing to the machine before we began: far above 0, all figures are too low and their ratios uncertain. */
const [load = 0] = loadavg();

/** What was run on, in one line, without a name or a path. */
export function host(busy = ""): string {
  const model = cpus()[0]?.model.trim() || "unknown CPU";
  const memory = Math.round(totalmem() / 2 ** 30);
  const cores = `${availableParallelism()} cores of ${model}${busy}`;
  return `${cores}, ${memory} GB, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

/** What was measured on, with the engines. */
export function machine(engines: string[]): string {
  const before = host(` (load average before: ${load.toFixed(1)})`);
  return [before, engines.join(" and ").replace("your PostgreSQL", "PostgreSQL")].filter(Boolean).join(", ");
}
