import { availableParallelism, cpus, totalmem } from "node:os";

/** What was measured on, in one line, without a name or a path. */
export function machine(engines: string[]): string {
  const model = cpus()[0]?.model.trim() || "unknown CPU";
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${availableParallelism()} cores of ${model}`,
    `${memory} GB`,
    `Node ${process.versions.node}`,
    `${process.platform} ${process.arch}`,
    engines.join(" and ").replace("your PostgreSQL", "PostgreSQL"),
  ]
    .filter(Boolean)
    .join(", ");
}
