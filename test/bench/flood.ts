import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Load, load } from "./load.ts";
import { errorsOf } from "./measure.ts";
import { type Operation, raw } from "./operations.ts";
import { CLIENTS } from "./peers.ts";
import { type Target, titles } from "./processes.ts";
import { ask } from "./record.ts";
import { median } from "./results.ts";

export const TITLE = "sign-in flood";
export const SIGNING_IN = 64;
/** A flood goes on for so long before anything is measured beside it. */
const LEAD_MS = 1_500;
/** What a flood may make of the catalogue's p99, times. */
export const MOST = 1.2;
/** One sign-in in so many is at an account that is there: after ten of them it is 429. */
const KNOWN = 8;

type Name = Target["name"];

/** Who is asked, and who is flooded meanwhile. Bare Hono has no part in the flood: what it loses, it loses to the machine. */
const pairs: [asked: Name, flooded: Name][] = [
  ["door", "door"],
  ["bare", "door"],
  ["instance", "door"],
  ["floor", "door"],
  ["instance", "instance"],
];

export interface Flooded {
  title: string;
  asked: Name;
  flooded: Name;
  /** Medians of the rounds, in ms. */
  alone: { p50: number; p99: number };
  beside: { p50: number; p99: number };
  /** Of the p99s, round by round. */
  times: number;
  /** Sign-ins a second that were hashed meanwhile. */
  hashed: number;
  /** Empty, or why it does not count. */
  invalid: string;
}

interface Wanted {
  operations: Operation[];
  targets: Target[];
  seconds: number;
  rounds: number;
  tell: (line: string) => void;
}

/** Reads the catalogue in rounds, without and with a flood of sign-ins. */
export async function flood({ operations, targets, seconds, rounds, tell }: Wanted): Promise<Flooded[]> {
  const known = { email: `${randomUUID()}@example.com`, password: "an engine of my own", name: "Ada" };
  await ask({ method: "POST", path: "/v1/customers", body: known });
  const urlOf = (name: Name) => targets.find((target) => target.name === name)?.url ?? "";
  const reads = operations.filter(({ aims }) => aims.some(({ of }) => of === "floor"));
  const cells = pairs.flatMap(([asked, flooded]) =>
    reads.map((read) => ({
      read,
      asked,
      flooded,
      alone: [] as Load[],
      beside: [] as Load[],
      floods: [] as Load[],
    })),
  );
  const measure = async ({ read, asked }: (typeof cells)[number], time = seconds) => {
    const next = await read.prepare(CLIENTS, 0);
    return load({ url: urlOf(asked), clients: CLIENTS, seconds: time, status: read.status, next });
  };
  for (const cell of cells) await measure(cell, Math.min(seconds, 1));
  for (let round = 1; round <= rounds; round++) {
    for (const place of new Set(pairs.map(([, flooded]) => flooded))) {
      const chosen = cells.filter(({ flooded }) => flooded === place);
      for (const cell of chosen) cell.alone.push(await measure(cell));
      const end = begin(urlOf(place), known.email);
      await sleep(LEAD_MS);
      for (const cell of chosen) cell.beside.push(await measure(cell));
      const signIns = await end();
      for (const cell of chosen) cell.floods.push(signIns);
      tell(`${round}/${rounds}  ${TITLE} at ${titles[place]}: ${signIns.rate.toFixed(1)} hashed a second`);
    }
  }
  return cells.map(({ read, asked, flooded, alone, beside, floods }) => ({
    title: read.title,
    asked,
    flooded,
    alone: medians(alone),
    beside: medians(beside),
    times: median(beside.map(({ p99 }, i) => p99 / (alone[i]?.p99 ?? Number.NaN))),
    hashed: median(floods.map(({ rate }) => rate)),
    invalid: errorsOf([...alone, ...beside, ...floods]),
  }));
}

const medians = (rounds: Load[]) => ({
  p50: median(rounds.map(({ p50 }) => p50)),
  p99: median(rounds.map(({ p99 }) => p99)),
});

let floods = 0;
/**
 * Every client of every flood has its own address: the shop answers a hundred wrong passwords from one, then it hashes no more.
 * Other systems than Linux have one loopback address; there a flood ends at a hundred hashes.
 */
function viewers(): ((client: number) => string) | undefined {
  const flood = ++floods;
  return process.platform === "linux" ? (client) => `127.${1 + (flood % 250)}.0.${1 + client}` : undefined;
}

/** Signs in with wrong passwords until its end, which waits for the last answer. Its rate is of those that were hashed. */
function begin(url: string, known: string): () => Promise<Load> {
  let [over, sent] = [false, 0];
  const next = () => {
    const email = sent++ % KNOWN === 0 ? known : `${randomUUID()}@example.com`;
    const body = { email, password: "not the password" };
    return over ? undefined : raw({ method: "POST", path: "/v1/sessions", body }, TITLE);
  };
  const started = performance.now();
  const done = load({
    url,
    clients: SIGNING_IN,
    seconds: Number.POSITIVE_INFINITY,
    status: 401,
    next,
    from: viewers(),
  });
  return async () => {
    over = true;
    const all = await done;
    // Too many at an account, too many at once, and the end: these are as they should be.
    const {
      "status 429": many = 0,
      "status 503": late = 0,
      "nothing left to ask": _,
      ...errors
    } = all.errors;
    const seconds = (performance.now() - started) / 1000;
    return { ...all, errors, rate: (all.requests - many - late) / seconds };
  };
}
