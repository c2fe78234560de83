import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { plain } from "../support/markdown.ts";
import { errorsOf, type Load, load, median } from "./load.ts";
import { isPublicRead, milliseconds, type Plan } from "./measure.ts";
import { http } from "./record.ts";
import { titles } from "./targets.ts";

export const TITLE = "sign-in flood";
/** The highest allowed ratio of the catalogue's p99 during a flood to its p99 without one. */
const LIMIT = 1.2;

/** Reads the catalogue without and with a flood at the gateway. Bare Hono is the control: it loses only CPU time to the flood. */
export async function flood({ operations, targets, clients, seconds, rounds }: Plan) {
  const reads = operations.filter(isPublicRead);
  const cells = targets
    .filter(({ name }) => name !== "ceiling")
    .flatMap((target) => reads.map((read) => ({ target, read, alone: [] as Load[], during: [] as Load[] })));
  const measure = async ({ target: { url }, read: { status, prepare } }: (typeof cells)[number]) =>
    load({ url, clients, seconds, status, source: await prepare(clients, 0) });
  for (const cell of cells) await measure(cell);
  for (let round = 1; round <= rounds; round++) {
    for (const cell of cells) cell.alone.push(await measure(cell));
    const signingIn = signIn(
      targets.find(({ name }) => name === "gateway")?.url ?? "",
      cells.length * (seconds + 0.3) + 3,
    );
    await sleep(1_500);
    for (const cell of cells) cell.during.push(await measure(cell));
    console.error(`${round}/${rounds}  ${TITLE}: ${(await signingIn).toFixed(1)} passwords checked a second`);
    await sleep(3_000); // The instances still check the last passwords.
  }
  const lines = cells.map(({ read, target: { name }, alone, during }) => {
    const ratio = median(during.map(({ p99 }, i) => p99 / (alone[i]?.p99 ?? Number.NaN)));
    const aim = name === "bare" || name === "floor" ? "control" : ratio <= LIMIT ? "met" : "**missed**";
    const p99s = [alone, during].map((loads) => milliseconds(median(loads.map(({ p99 }) => p99))));
    return [`${read.title}, ${titles[name]}`, ...p99s, ratio.toFixed(2), aim];
  });
  const head = [`p99 in ms at ${clients} clients`, "alone", TITLE, "ratio", `aim: ${LIMIT} at most`];
  const invalid = errorsOf(cells.flatMap(({ alone, during }) => [...alone, ...during]));
  return { table: plain([head, ...lines]), invalid };
}

/** Signs in from 64 addresses, because the shop limits each. Returns how many wrong passwords it checked a second. */
async function signIn(url: string, seconds: number): Promise<number> {
  const body = () => ({ email: `${randomUUID()}@example.com`, password: "not the password" });
  const source = () => () => http({ method: "POST", path: "/v1/sessions", body: body() }, TITLE);
  const localAddress = (client: number) => `127.0.1.${1 + client}`;
  const all = await load({ url, clients: 64, seconds, status: 401, source, localAddress });
  const checked = all.requests - Object.values(all.errors).reduce((sum, count) => sum + count, 0);
  if (checked === 0) throw new Error(`The shop checked no password of the flood: ${errorsOf([all])}`);
  return (all.rate * checked) / all.requests;
}
