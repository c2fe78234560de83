import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { type Context, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";

/** `ln`: log2 of the cost; `r`: block size; `p`: how often. Memory is 128 * r * 2^ln bytes for one after another. */
interface Cost {
  ln: number;
  r: number;
  p: number;
}

/** One of OWASP's settings (Password Storage Cheat Sheet), the one with the least memory for its strength here: 16 MiB. */
const COST: Cost = { ln: 14, r: 8, p: 5 };
const KEY_BYTES = 32;

/** A hash takes a core and one of Node's four threads, which files and names need as well: one at a time leaves cores to those who read. */
const AT_ONCE = 1;
/** What is left of a request's time must do for the hash and for what comes after it. */
const RESERVE_MS = 4_000;
/** A hash that begins later than this ends after the request. */
const LEAST_MS = 1_000;

/** The hash with all that is needed to check it: `$scrypt$ln=14,r=8,p=5$salt$key`, in base64url. */
export async function hash(ctx: Context, password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(ctx, password, salt, COST);
  const { ln, r, p } = COST;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

/** Whether the password is the one. Without a hash it takes as long, and is not. */
export async function matches(ctx: Context, password: string, stored: string | undefined): Promise<boolean> {
  const { cost, salt, key } = parse(stored ?? NOBODYS);
  const derived = await derive(ctx, password, salt, cost);
  return timingSafeEqual(derived, key) && stored !== undefined;
}

/** Whether the hash was made at other settings than today's. */
export function isOutdated(stored: string): boolean {
  const { cost } = parse(stored);
  return cost.ln !== COST.ln || cost.r !== COST.r || cost.p !== COST.p;
}

const NOBODYS = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${"A".repeat(22)}$${"A".repeat(43)}`;

function parse(stored: string) {
  const [, ln, r, p, salt = "", key = ""] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored) ?? [];
  if (!ln || !r || !p) throw new Error("The stored password hash is not one of ours.");
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, "base64url"), key: Buffer.from(key, "base64url") };
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(ctx: Context, password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  await turn(ctx);
  try {
    const N = 2 ** ln;
    return await new Promise((resolve, reject) =>
      scrypt(password, salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** Waits for one of the turns, which is then this hash's. Refuses when the request could no longer be answered in time. */
function turn(ctx: Context): Promise<void> {
  if (timeLeft(ctx) < LEAST_MS) return Promise.reject(tooLate());
  if (running < AT_ONCE) {
    running++;
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const take = () => {
      clearTimeout(timer);
      resolve();
    };
    const giveUp = () => {
      waiting.splice(waiting.indexOf(take), 1);
      reject(tooLate());
    };
    const timer = setTimeout(giveUp, timeLeft(ctx) - RESERVE_MS);
    waiting.push(take);
  });
}

const tooLate = () => new Refusal("service.unavailable", "Too many are signing in just now. Try again.");
