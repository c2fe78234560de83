import { between, type Random } from "@myclothes/demo-catalogue/random";
import { replace } from "../../runner/group.ts";
import { judge } from "./invariant.ts";
import type { Shopper, Site } from "./site.ts";

const SHOPPERS = 8;
const ROUNDS = 6;
const SKUS = 20;

export interface Carts {
  carts: number;
  lost: number;
  wrong: number;
  /** Answers that showed another cart than the shopper's, along the way. */
  wrongAnswers: number;
  answers: number;
}

const sku = (next: Random) => `SHIRT-${between(next, 1, SKUS)}`;

/** Shoppers add in rounds, all at once. In the middle of one or two rounds, `fault` happens. */
async function shop(site: Site, next: Random, fault: () => Promise<void>): Promise<Carts> {
  const shoppers = Array.from({ length: SHOPPERS }, () => site.shopper());
  const result: Carts = { carts: SHOPPERS, lost: 0, wrong: 0, wrongAnswers: 0, answers: 0 };
  const look = (shopper: Shopper, lines: Parameters<typeof judge>[1]) => {
    result.answers++;
    if (judge(shopper.ledger, lines) !== "right") result.wrongAnswers++;
  };
  await Promise.all(shoppers.map((shopper) => shopper.cart()));
  const faultRounds = [between(next, 1, ROUNDS / 2), between(next, ROUNDS / 2 + 1, ROUNDS - 1)];
  for (let round = 0; round < ROUNDS; round++) {
    const chosen = shoppers.map(() => sku(next));
    const moment = faultRounds.includes(round) ? between(next, 1, SHOPPERS - 1) : Number.POSITIVE_INFINITY;
    if (next() < 0.5) site.balancer.loseAnswers(1);
    let answered = 0;
    let ended: Promise<void> | undefined;
    await Promise.all(
      shoppers.map(async (shopper, index) => {
        const lines = await shopper.add(chosen[index] ?? "");
        if (lines) look(shopper, lines);
        if (++answered === moment) ended = fault();
      }),
    );
    await ended;
  }
  for (const shopper of shoppers) {
    const verdict = judge(shopper.ledger, await shopper.cart());
    if (verdict !== "right") result[verdict]++;
  }
  return result;
}

/** Instances die with kill -9 while shoppers add, and are replaced. Some answers are lost on the way. */
export const instancesDie = (site: Site, next: Random): Promise<Carts> =>
  shop(site, next, async () => {
    const { instances } = site.group;
    const victim = instances[between(next, 0, instances.length - 1)];
    if (victim) await replace(site.group, victim);
  });

/** The store dies with kill -9 while shoppers add, and comes back. Undefined for systems without a store. */
export async function storeDies(site: Site, next: Random): Promise<Carts | undefined> {
  const { store } = site;
  return store && shop(site, next, () => store.crash());
}

const PAIRS = 5;

/** Two tabs of one browser add at the same moment. Returns whether all that was answered is in the cart. */
export async function twoTabs(site: Site, next: Random): Promise<boolean> {
  const shopper = site.shopper();
  await shopper.cart();
  for (let pair = 0; pair < PAIRS; pair++)
    await Promise.all([shopper.add(sku(next)), shopper.add(sku(next))]);
  return judge(shopper.ledger, await shopper.cart()) === "right";
}

export interface Growth {
  /** The bytes of cookies in a request, after so many lines. */
  bytes: [lines: number, bytes: number][];
  /** The line that was refused. */
  full: number | undefined;
  /** Lines that were accepted, but are not in the cart. */
  silentlyLost: number;
}

const MAX_LINES = 100;

/** A cart grows line by line, with article numbers as long as this shop's. */
export async function grow(site: Site): Promise<Growth> {
  const shopper = site.shopper();
  await shopper.cart();
  const bytes: Growth["bytes"] = [];
  let full: number | undefined;
  for (let line = 1; line <= MAX_LINES && full === undefined; line++) {
    const added = await shopper.add(`LINEN-CAMP-COLLAR-SHIRT-${String(line).padStart(3, "0")}`);
    if (!added) full = line;
    else if (line % 5 === 0 || line === 1) {
      await shopper.cart();
      bytes.push([line, shopper.browser.cookieBytes]);
    }
  }
  const kept = Object.keys(await shopper.cart()).length;
  return { bytes, full, silentlyLost: shopper.ledger.size - kept };
}
