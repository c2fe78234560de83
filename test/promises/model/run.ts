import { vi } from "vitest";
import { type Answer, type Client, client } from "../../support/client.ts";
import { editVariant } from "../../support/products.ts";
import type { Command, Sent, World } from "./command.ts";
import { browse, edit, pass } from "./commands.ts";
import { asShellScript, type Step } from "./curl.ts";
import { type Exchange, explain } from "./explain.ts";
import * as M from "./model.ts";
import { observe } from "./observe.ts";
import { audit, lastNumber } from "./oracles.ts";
import type { Sequence } from "./sequences.ts";

/** The number of answers by their code or status. */
export const counts: Record<string, number> = {};
function counted(what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** The products of this test, and their prices and stocks at the start of each sequence. */
export interface Catalogue {
  skus: string[];
  variants: { price: number; stock: number }[];
}

/** One sequence, executed on the shop and on the model. */
interface Execution extends Omit<World, "state" | "name"> {
  /** The model's possible states after the answers so far. After a race there may be several. */
  states: M.State[];
  clients: Client[];
  steps: Step[];
  count: number;
}

/**
 * Executes the steps one after another, and the commands of one step at once. Throws when the shop differs from the model, with
 * the whole sequence as a shell script. The clock stands still between steps.
 */
export async function execute({ steps, variants: count }: Sequence, catalogue: Catalogue): Promise<void> {
  const skus = catalogue.skus.slice(0, count);
  const variants = catalogue.variants.slice(0, count);
  vi.setSystemTime(vi.getRealSystemTime());
  const since = await lastNumber();
  counted("sequences");
  const execution: Execution = {
    states: [M.start(Date.now(), M.SHOPPERS, variants)],
    skus,
    run: crypto.randomUUID(),
    orders: [],
    etags: [],
    keyed: [],
    clients: Array.from({ length: M.SHOPPERS }, () => client()),
    steps: [],
    count: 0,
  };
  try {
    for (const [sku, { price, stock }] of variants.entries())
      await runStep(execution, [edit(sku, price, stock)]);
    for (const step of steps) await runStep(execution, step);
    await readAllCarts(execution);
    const audits = execution.states.map((state) => audit(state, skus, since));
    await Promise.any(audits).catch(({ errors: [first] }: AggregateError) => Promise.reject(first));
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${asShellScript(execution.steps, execution)}\n`, {
      cause: error,
    });
  }
}

async function runStep(execution: Execution, step: Command[]): Promise<void> {
  for (const { by, needsETag } of step) if (needsETag) await runStep(execution, [browse(by)]);
  const [likely] = execution.states as [M.State];
  const given = step.flatMap((command) => {
    const name = `n${execution.count++}`;
    const sent = command.at({ ...execution, state: likely, name });
    // The possible states may predict different answers, but only one request is sent.
    const expect = execution.states.map(
      (state) => (command.at({ ...execution, state, name }) ?? sent)?.expect,
    );
    return sent ? [{ sent, name, expect }] : [];
  });
  const record: Step = { sent: given.map(({ sent }) => sent), orders: [], statuses: [] };
  execution.steps.push(record);
  const answers = await Promise.all(record.sent.map((sent) => send(execution, sent)));
  record.statuses = answers.map(({ status }) => status);
  for (const [i, { name }] of given.entries()) record.orders[i] = registerOrder(execution, answers[i], name);
  execution.keyed.push(...record.sent.filter(({ headers }) => "idempotency-key" in headers));
  for (const [i, { by }] of record.sent.entries())
    execution.etags[by] = answers[i]?.headers.get("etag") ?? "";
  const observations = answers.map(
    (answer): Pick<Exchange, "observed" | "cookieChange"> => ({
      observed: observe(answer, execution),
      cookieChange: cookieChange(answer),
    }),
  );
  if (given.length > 1) counted("races");
  for (const { observed } of observations) counted(observed.code ?? String(observed.status));
  const asked = (state: M.State, s: number): Exchange[] =>
    given.map(({ sent, name, expect }, i) => ({
      ...(observations[i] as (typeof observations)[number]),
      sent: { ...sent, expect: expect[s] ?? sent.expect },
      name,
      sessionId: state.jars[sent.by] ?? null,
    }));
  execution.states = explained(execution.states, asked, (by) =>
    lastCookie(execution, record.sent, answers, by),
  );
  if (given.length > 1) await narrowStates(execution);
}

/** The possible states after these exchanges, each with the cookies that the browsers have now. */
function explained(
  states: M.State[],
  asked: (state: M.State, s: number) => Exchange[],
  lastCookie: (by: number) => number | undefined,
): M.State[] {
  const found = new Map<string, M.State>();
  let trouble: unknown;
  for (const [s, before] of states.entries()) {
    try {
      for (const { state, replies } of explain(before, asked(before, s))) {
        for (let by = 0; by < M.SHOPPERS; by++) {
          const last = lastCookie(by);
          const handed = last === undefined ? undefined : replies[last]?.jar;
          if (handed !== undefined) state.jars[by] = handed;
        }
        found.set(JSON.stringify(state), state);
      }
    } catch (error) {
      trouble ??= error;
    }
  }
  if (found.size === 0) throw trouble;
  return [...found.values()];
}

/** After a race: expires the shop's catalogue cache, then reads all carts, which rules out some of the states. */
async function narrowStates(execution: Execution): Promise<void> {
  vi.setSystemTime(Date.now() + 31_000);
  for (const state of execution.states) pass(state, 31_000);
  await readAllCarts(execution);
}

async function readAllCarts(execution: Execution): Promise<void> {
  for (let by = 0; by < M.SHOPPERS; by++) await runStep(execution, [browse(by)]);
}

/** Sends a request, or lets the merchant edit a product, or lets time pass. */
async function send(execution: Execution, sent: Sent): Promise<Answer> {
  const started = performance.now();
  const answer = await carryOut(execution, sent);
  // The clock stands still during a request, but the shop adds the request's duration to it. Later requests must have a later
  // time.
  vi.setSystemTime(Date.now() + Math.ceil(performance.now() - started) + 1);
  return answer;
}

async function carryOut({ clients, skus }: Execution, { by, method, path, ...sent }: Sent): Promise<Answer> {
  const done = { status: 200, headers: new Headers(), body: {} };
  if (sent.wait) vi.setSystemTime(Date.now() + sent.wait);
  if (sent.edit) {
    const { sku, price, stock } = sent.edit;
    await editVariant(skus[sku] ?? "", { price, stock });
  }
  if (sent.wait || sent.edit) return done;
  return (clients[by] as Client).send(method, path, sent);
}

/** Remembers a new order in an answer under its command's name. Returns the name, or undefined if there is no new order. */
function registerOrder({ orders }: Execution, answer: Answer | undefined, name: string): string | undefined {
  const { status, headers, body } = answer ?? {};
  if (status !== 201 || body.number === undefined || headers?.has("idempotent-replayed")) return undefined;
  const known = orders.find(({ id }) => id === body.id);
  if (!known) orders.push({ name, id: body.id, token: body.token });
  return known ? undefined : name;
}

function cookieChange({ headers }: Answer): Exchange["cookieChange"] {
  const [cookie] = headers.getSetCookie();
  if (cookie === undefined) return "none";
  return /^[^=]+=;/.test(cookie) ? "removed" : "set";
}

/** The index of the answer whose cookie this browser has now. */
function lastCookie({ clients }: Execution, sent: Sent[], answers: Answer[], by: number): number | undefined {
  const i = sent.findLastIndex((one, i) => {
    const cookie = answers[i]?.headers.getSetCookie()[0]?.split(";")[0];
    return one.by === by && cookie !== undefined && cookie === clients[by]?.jar.cookie;
  });
  return i < 0 ? undefined : i;
}
