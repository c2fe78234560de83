import * as Catalog from "@myclothes/core/catalog";
import { context } from "@myclothes/core/context";
import { vi } from "vitest";
import { type Answer, type Client, client } from "../../support/client.ts";
import type { Command, Sent, World } from "./command.ts";
import { browse, edit, pass } from "./commands.ts";
import { type Step, written } from "./curl.ts";
import { type Asked, explain } from "./explain.ts";
import * as M from "./model.ts";
import { seen } from "./observe.ts";
import { audit, lastNumber } from "./oracles.ts";
import type { Sequence } from "./sequences.ts";

/** What a run has been about: its answers by what they said. */
export const counts: Record<string, number> = {};
function counted(what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** Garments of the test's own, and what each sequence begins with. */
export interface Shelf {
  skus: string[];
  variants: { price: number; stock: number }[];
}

/** The shop and its model, side by side. */
interface Play extends Omit<World, "state" | "name"> {
  /** All that the model may be, by what the shop has answered so far: after a race there may be several. */
  states: M.State[];
  clients: Client[];
  steps: Step[];
  count: number;
}

/**
 * Plays the steps, and the commands of one step at once. Throws where the shop differs from the model, with the whole
 * sequence as lines for a shell. On a clock of its own, which stands still between steps.
 */
export async function play({ steps, variants: count }: Sequence, shelf: Shelf): Promise<void> {
  const skus = shelf.skus.slice(0, count);
  const variants = shelf.variants.slice(0, count);
  vi.setSystemTime(vi.getRealSystemTime());
  const since = await lastNumber();
  counted("sequences");
  const game: Play = {
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
    for (const [sku, { price, stock }] of variants.entries()) await take(game, [edit(sku, price, stock)]);
    for (const step of steps) await take(game, step);
    await lookAround(game);
    const audits = game.states.map((state) => audit(state, skus, since));
    await Promise.any(audits).catch(({ errors: [first] }: AggregateError) => Promise.reject(first));
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${written(game.steps, game)}\n`, { cause: error });
  }
}

async function take(game: Play, step: Command[]): Promise<void> {
  for (const { by, wantsTag } of step) if (wantsTag) await take(game, [browse(by)]);
  const [likely] = game.states as [M.State];
  const given = step.flatMap((command) => {
    const name = `n${game.count++}`;
    const sent = command.at({ ...game, state: likely, name });
    // What it means may differ from state to state; what is sent cannot.
    const expect = game.states.map((state) => (command.at({ ...game, state, name }) ?? sent)?.expect);
    return sent ? [{ sent, name, expect }] : [];
  });
  const record: Step = { sent: given.map(({ sent }) => sent), orders: [], statuses: [] };
  game.steps.push(record);
  const answers = await Promise.all(record.sent.map((sent) => send(game, sent)));
  record.statuses = answers.map(({ status }) => status);
  for (const [i, { name }] of given.entries()) record.orders[i] = learn(game, answers[i], name);
  game.keyed.push(...record.sent.filter(({ headers }) => "idempotency-key" in headers));
  for (const [i, { by }] of record.sent.entries()) game.etags[by] = answers[i]?.headers.get("etag") ?? "";
  const heard = answers.map(
    (answer): Pick<Asked, "seen" | "handsOver"> => ({
      seen: seen(answer, game),
      handsOver: handsOver(answer),
    }),
  );
  if (given.length > 1) counted("races");
  for (const { seen } of heard) counted(seen.code ?? String(seen.status));
  const asked = (state: M.State, s: number): Asked[] =>
    given.map(({ sent, name, expect }, i) => ({
      ...(heard[i] as (typeof heard)[number]),
      sent: { ...sent, expect: expect[s] ?? sent.expect },
      name,
      sid: state.jars[sent.by] ?? null,
    }));
  game.states = explained(game.states, asked, (by) => lastCookie(game, record.sent, answers, by));
  if (given.length > 1) await settle(game);
}

/** What the states may have become by what was asked, each with the cookies that the browsers hold now. */
function explained(
  states: M.State[],
  asked: (state: M.State, s: number) => Asked[],
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

/** After a race the shop has forgotten the catalogue, and what explains the carts too stays. */
async function settle(game: Play): Promise<void> {
  vi.setSystemTime(Date.now() + 31_000);
  for (const state of game.states) pass(state, 31_000);
  await lookAround(game);
}

async function lookAround(game: Play): Promise<void> {
  for (let by = 0; by < M.SHOPPERS; by++) await take(game, [browse(by)]);
}

async function send({ clients, skus }: Play, { by, method, path, ...sent }: Sent): Promise<Answer> {
  const done = { status: 200, headers: new Headers(), body: {} };
  if (sent.wait) vi.setSystemTime(Date.now() + sent.wait);
  if (sent.edit) {
    const { sku, price, stock } = sent.edit;
    const started = performance.now();
    await Catalog.change(context(), skus[sku] ?? "", { price, stock });
    // What is read from now on is younger than the edit.
    vi.setSystemTime(Date.now() + Math.ceil(performance.now() - started) + 1);
  }
  if (sent.wait || sent.edit) return done;
  return (clients[by] as Client).send(method, path, sent);
}

/** The order that an answer tells of; one that is new is called by the name of who made it. */
function learn({ orders }: Play, answer: Answer | undefined, name: string): string | undefined {
  const { status, headers, body } = answer ?? {};
  if (status !== 201 || body.number === undefined || headers?.has("idempotent-replayed")) return undefined;
  const known = orders.find(({ id }) => id === body.id);
  if (!known) orders.push({ name, id: body.id, token: body.token });
  return known ? undefined : name;
}

function handsOver({ headers }: Answer): Asked["handsOver"] {
  const [cookie] = headers.getSetCookie();
  if (cookie === undefined) return "nothing";
  return /^[^=]+=;/.test(cookie) ? "the end" : "a session";
}

/** Of the answers to one browser that came at once, the one whose cookie it holds now. */
function lastCookie({ clients }: Play, sent: Sent[], answers: Answer[], by: number): number | undefined {
  const i = sent.findLastIndex((one, i) => {
    const cookie = answers[i]?.headers.getSetCookie()[0]?.split(";")[0];
    return one.by === by && cookie !== undefined && cookie === clients[by]?.jar.cookie;
  });
  return i < 0 ? undefined : i;
}
