import { type Load, load } from "./load.ts";
import type { Operation } from "./operations.ts";
import { cpuMs, type Target, titles } from "./processes.ts";

/** One operation at one number of clients against one target, once in each round. */
export interface Cell {
  operation: Operation;
  clients: number;
  target: Target["name"];
  rounds: Round[];
}

export interface Round extends Load {
  /** Of the target's processes for each answer, without the stores'; NaN where it is not known. */
  cpuMs: number;
}

interface Wanted {
  operations: Operation[];
  targets: Target[];
  clients: number[];
  seconds: number;
  rounds: number;
  tell: (line: string) => void;
}

/**
 * Measures every cell once in each round, the targets of one operation right after one another: what slows the machine down
 * for a while slows all that is compared.
 */
export async function measure(wanted: Wanted): Promise<Cell[]> {
  const { operations, targets, clients, rounds, tell } = wanted;
  await warmUp(wanted);
  const cells = operations.flatMap((operation) =>
    clients.flatMap((clients) =>
      asked(operation, targets).map(({ name }): Cell => ({ operation, clients, target: name, rounds: [] })),
    ),
  );
  const total = cells.length * rounds;
  const started = performance.now();
  for (let done = 0; done < total; done++) {
    const cell = cells[done % cells.length] as Cell;
    const target = targets.find(({ name }) => name === cell.target) as Target;
    const round = await once(cell.operation, target, cell.clients, wanted.seconds);
    cell.rounds.push(round);
    const left = ((performance.now() - started) / (done + 1)) * (total - done - 1);
    tell(
      `${String(done + 1).padStart(4)}/${total}  ${cell.operation.title.padEnd(20)} ${String(cell.clients).padStart(3)} clients  ` +
        `${titles[cell.target].padEnd(25)}${round.rate.toFixed(0).padStart(6)}/s  ${errorsOf([round]) || `${duration(left)} left`}`,
    );
  }
  return cells;
}

async function warmUp({ operations, targets, clients, seconds, tell }: Wanted): Promise<void> {
  tell("      warming up");
  for (const operation of operations) {
    for (const target of asked(operation, targets)) {
      await once(operation, target, Math.max(...clients), Math.min(seconds, 1));
    }
  }
}

/** What comes out of the shop's memory has no calls that the SDK could make alone. */
const asked = ({ scenes }: Operation, targets: Target[]): Target[] =>
  targets.filter(
    ({ name }) => name !== "ceiling" || Object.values(scenes).some(({ calls }) => calls.length > 0),
  );

/** Answers a second that are provided for at least; else twice what has been seen. */
const LEAST = 1_500;
const best = new Map<string, number>();

async function once(operation: Operation, target: Target, clients: number, seconds: number): Promise<Round> {
  const key = `${operation.title} ${target.name}`;
  const answers = Math.ceil(Math.max(LEAST, (best.get(key) ?? LEAST) * 2) * seconds);
  const next = await requests(operation, target, clients, answers);
  const before = cpuMs(target.pids);
  const result = await load({ url: target.url, clients, seconds, status: operation.status, next });
  best.set(key, Math.max(result.rate, best.get(key) ?? 0));
  return { ...result, cpuMs: (cpuMs(target.pids) - before) / result.requests };
}

/** Bare Hono does nothing for a request, so that it can have the same ones again and again. */
async function requests(operation: Operation, { name }: Target, clients: number, answers: number) {
  if (name !== "floor" && name !== "bare") return operation.prepare(clients, answers);
  const next = await operation.prepare(clients, clients);
  const texts = Array.from({ length: clients }, (_, client) => next(client));
  return (client: number) => texts[client];
}

/** In words, empty where all went well. */
export function errorsOf(rounds: Load[]): string {
  const all: Record<string, number> = {};
  for (const { errors } of rounds) {
    for (const [what, count] of Object.entries(errors)) all[what] = (all[what] ?? 0) + count;
  }
  return Object.entries(all)
    .map(([what, count]) => `${count} × ${what}`)
    .join(", ");
}

const duration = (ms: number): string =>
  ms < 60_000
    ? `${Math.ceil(ms / 1000)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.floor((ms / 1000) % 60)} s`;
