import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { type Context, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";

/** Of scrypt. `ln`: log2 of the cost; `r`: block size; `p`: rounds. It needs 128 * r * 2^ln bytes. */
interface Cost {
  ln: number;
  r: number;
  p: number;
}

/** One of the settings that OWASP recommends (Password Storage Cheat Sheet), with 16 MiB of memory. */
const COST: Cost = { ln: 14, r: 8, p: 5 };
const KEY_BYTES = 32;

/** A hash begins only if the request has this much time left, for the hash and for the calls after it. */
const RESERVE_MS = 2_000;

/** The hash with its parameters: `$scrypt$ln=14,r=8,p=5$salt$key`, salt and key in base64url. */
export async function hash(ctx: Context, password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(ctx, password, salt, COST);
  const { ln, r, p } = COST;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

/** Whether the password belongs to this hash. Without a hash the answer is no, and takes as long. */
export async function matches(ctx: Context, password: string, stored: string | undefined): Promise<boolean> {
  const { cost, salt, key } = parse(stored ?? NOBODYS);
  const derived = await derive(ctx, password, salt, cost);
  return timingSafeEqual(derived, key) && stored !== undefined;
}

/** Whether the hash was made with other parameters than today's. */
export function isOutdated(stored: string): boolean {
  const { cost } = parse(stored);
  return cost.ln !== COST.ln || cost.r !== COST.r || cost.p !== COST.p;
}

const NOBODYS = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${"A".repeat(22)}$${"A".repeat(43)}`;

function parse(stored: string) {
  const [, ln, r, p, salt = "", key = ""] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored) ?? [];
  if (!ln || !r || !p) throw new Error("The stored password hash does not have our format.");
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, "base64url"), key: Buffer.from(key, "base64url") };
}

let last: Promise<unknown> = Promise.resolve();

/**
 * An instance makes one hash after another. A hash blocks one of Node's four worker threads, and DNS look-ups
 * need these threads too. In Lambda an instance has one request at a time, so nothing waits here.
 */
function derive(ctx: Context, password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const turn = last.then(() => {
    if (timeLeft(ctx) < RESERVE_MS) throw tooBusy();
    return scryptKey(password, salt, cost);
  });
  last = turn.catch(() => {});
  return turn;
}

function scryptKey(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** ln;
  return new Promise((resolve, reject) =>
    scrypt(password, salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

const tooBusy = () => new Refusal("service.unavailable", "Too many people are signing in. Try again.");
