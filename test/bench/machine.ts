import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** If other work loads the machine, all figures are too low and their ratios uncertain. */
const [load = 0] = loadavg();

/** The machine in one line, without its name. */
export function host(busy = ""): string {
  const model = cpus()[0]?.model.trim() || "unknown CPU";
  const memory = Math.round(totalmem() / 2 ** 30);
  const cores = `${availableParallelism()} cores of ${model}${busy}`;
  return `${cores}, ${memory} GB, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

/** The date, the machine and the engines of a measurement. */
export function machine(engines: string[] = []): string {
  const before = host(` (load average before: ${load.toFixed(1)})`);
  const used = engines.join(" and ").replace("your PostgreSQL", "PostgreSQL");
  return [new Date().toISOString().slice(0, 10), before, used].filter(Boolean).join(", ");
}
