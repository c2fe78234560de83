import { cpSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { catalogue } from "@myclothes/demo-catalogue";
import { pick, type Random } from "@myclothes/demo-catalogue/random";
import type { Instance } from "@myclothes/local/instance";
import { emptyCache } from "@myclothes/local/tables";
import type { Size } from "../../runner/files.ts";
import {
  callFunction,
  type FunctionAnswer,
  type FunctionCall,
  startFunction,
} from "../../runner/function.ts";
import { databaseIn, restore } from "./database.ts";
import type { Fixture } from "./fixture.ts";
import { bundleIn, type System } from "./systems.ts";

/** A shopper with a stored cart, and the answers that every start must give again. */
export interface Shopper {
  product: string;
  cookie: string;
  answers: string[];
}

export interface Start {
  /** Until the product and the cart were answered. */
  ms: number;
  isRight: boolean;
  /** Files that had to be put into place, and the bytes that were read for it. */
  placed: Size;
  /** Statements that the database executed before the first request. */
  statements: number;
  /** Why it has failed. */
  reason?: string;
}

const ATTEMPTS = 5;
const PAUSE_MS = 200;

/** Repeats a call until it is answered without an error of a server, as clients do: on a busy machine a store may be late. */
async function answered(api: Instance, request: FunctionCall): Promise<FunctionAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await callFunction(api, request);
    if (answer.statusCode < 500 || attempt === ATTEMPTS) return answer;
    await sleep(PAUSE_MS);
  }
}

/** A reference instance fills a cart. The seed chooses the product. */
export async function fillCart(api: Instance, next: Random): Promise<Shopper> {
  const { products } = catalogue();
  const [first, ...rest] = products;
  if (!first) throw new Error("The demo catalogue is empty.");
  const { handle, variants } = pick(next, [first, ...rest]);
  const path = `/v1/products/${handle}`;
  const added = await answered(api, {
    method: "POST",
    path: "/v1/cart/items",
    body: { sku: variants.find(({ stock }) => stock > 0)?.sku, quantity: 1 },
  });
  const [cookie = ""] = added.cookies?.map((line) => line.replace(/;.*/, "")) ?? [];
  if (added.statusCode >= 300 || !cookie)
    throw new Error(`The cart was answered ${added.statusCode}: ${added.body}`);
  const shopper = { product: path, cookie, answers: [] };
  return { ...shopper, answers: await ask(api, shopper) };
}

/** The product and the cart, as the shopper sees them. */
async function ask(
  api: Instance,
  { product, cookie }: Pick<Shopper, "product" | "cookie">,
): Promise<string[]> {
  const answers = [await answered(api, { path: product }), await answered(api, { path: "/v1/cart", cookie })];
  return answers.map(({ statusCode, body }) => `${statusCode} ${body}`);
}

export interface StartOptions {
  /** Asked instead of a new instance, by the system that is warm. */
  warm: Instance;
  shopper: Shopper;
  /** The folder of the database that is copied. */
  snapshot?: string | undefined;
  broken?: string | undefined;
  /** Called when it has answered, with the instance that is there until then. */
  onAnswer?: (api: Instance) => Promise<void>;
  /** Where the files of the database are copied to at the end. */
  keep?: string;
}

/** Starts a system, and asks it for a product and a stored cart. */
export async function start(fixture: Fixture, system: System, options: StartOptions): Promise<Start> {
  const { warm, shopper, snapshot, broken, onAnswer, keep } = options;
  const { counter, registry, env } = fixture;
  const folder = fixture.emptyFolder();
  const closing: (() => unknown)[] = [];
  const outcome: Start = { ms: 0, isRight: false, placed: { files: 0, bytes: 0 }, statements: 0 };
  // The database must answer, not its cache.
  await emptyCache(env);
  Object.assign(registry, { sent: 0 });
  Object.assign(counter, { statements: 0, bytes: 0 });
  const since = performance.now();
  try {
    if (system.database) {
      const copied = system.database === "snapshot" ? snapshot : undefined;
      closing.push((await restore(fixture, databaseIn(folder), copied, broken)).stop);
      outcome.statements = counter.statements;
    }
    let api = warm;
    if (system.place) {
      await system.place(fixture, folder, broken);
      const wrong = broken === "link" ? { SST_RESOURCE_Carts: env.SST_RESOURCE_Cache } : {};
      api = await startFunction(bundleIn(folder), { ...env, ...wrong });
      closing.push(api.stop);
    } else if (broken === "instance") warm.kill();
    const answers = await ask(api, shopper);
    outcome.ms = performance.now() - since;
    if (system.size) outcome.placed = system.size(fixture, folder, snapshot ?? "");
    outcome.isRight = answers.every((answer, at) => answer === shopper.answers[at]);
    if (!outcome.isRight) outcome.reason = answers.join("\n");
    await onAnswer?.(api);
  } catch (error) {
    outcome.reason = String(error);
  } finally {
    for (const close of closing.reverse()) await close();
    counter.target = fixture.dataApiUrl;
    if (keep) cpSync(databaseIn(folder), keep, { recursive: true });
    rmSync(folder, { recursive: true, force: true });
  }
  return outcome;
}

/** An account that a shopper creates after the seed. */
const ACCOUNT = { email: "ada@example.com", password: "an engine of my own" };

export async function signUp(api: Instance): Promise<void> {
  const body = { ...ACCOUNT, name: "Ada" };
  const { statusCode, body: answer } = await answered(api, {
    method: "POST",
    path: "/v1/customers",
    body,
  });
  if (statusCode >= 300) throw new Error(`The account was answered ${statusCode}: ${answer}`);
}

export const canSignIn = async (api: Instance): Promise<boolean> =>
  (await answered(api, { method: "POST", path: "/v1/sessions", body: ACCOUNT })).statusCode < 300;
