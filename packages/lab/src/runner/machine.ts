import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** The date and the machine in one line, without its name. Times without it say nothing. */
export function machine(): string {
  const [load = 0] = loadavg();
  const model = cpus()[0]?.model.trim() || "unknown CPU";
  const memory = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${availableParallelism()} cores of ${model} (load average before: ${load.toFixed(1)}), ${memory} GB, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}
