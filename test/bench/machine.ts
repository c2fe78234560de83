import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What others were doing to the machine before we began: far above 0, all figures are too low and their ratios uncertain. */
const [load = 0] = loadavg();

/** What was measured on, in one line, without a name or a path. */
export function machine(engines: string[]): string {
  const model = cpus()[0]?.model.trim() || "unknown CPU";
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${availableParallelism()} cores of ${model} (load average before: ${load.toFixed(1)})`,
    `${memory} GB`,
    `Node ${process.versions.node}`,
    `${process.platform} ${process.arch}`,
    engines.join(" and ").replace("your PostgreSQL", "PostgreSQL"),
  ]
    .filter(Boolean)
    .join(", ");
}
