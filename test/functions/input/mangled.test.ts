import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyed } from "../../support/bodies.ts";
import { askShop } from "../../support/client.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { bodyRoutes, queryRoutes, sample } from "../support/inputs.ts";
import { type Resident, resident, stateOf } from "../support/resident.ts";

/** `npm run test:input` runs all of them, `npm test` 250. */
const WHOLE = 100_000;
const TRIALS = process.env.INPUT ? WHOLE : 250;
const SEED = Number(process.env.SEED ?? 20_261_121);
const routes = [...bodyRoutes, ...queryRoutes];
const count = Math.ceil(TRIALS / routes.length);

interface Sent {
  target: string;
  body: string | undefined;
  headers: Record<string, string>;
}

const statuses: Record<number, number> = {};
let trials = 0;
afterAll(() => {
  recordTrials({ promise: "B2", trials, seed: SEED });
  console.log(`input: seed ${SEED}, ${trials} mangled requests: ${JSON.stringify(statuses)}`);
});

/** Cut somewhere, or with a few bits flipped. */
function mangled(bytes: Buffer, { below }: Random): Buffer<ArrayBuffer> {
  const copy = Buffer.from(bytes) as Buffer<ArrayBuffer>;
  if (below(3) === 0) return copy.subarray(0, below(copy.length));
  for (let flips = 1 + below(3); flips > 0; flips--) {
    const at = below(copy.length);
    copy.writeUInt8(copy.readUInt8(at) ^ (1 << below(8)), at);
  }
  return copy;
}

/** Mangles one part of a request: mostly the body, sometimes the path or a header. */
function mangle({ target, body, headers }: Sent, chance: Random) {
  const part = chance.below(10);
  const latin = (text: string) => mangled(Buffer.from(text, "latin1"), chance).toString("latin1");
  const whole = { target, body: body === undefined ? undefined : Buffer.from(body), headers };
  if (part < 7 && whole.body) return { ...whole, body: mangled(whole.body, chance) };
  if (part < 9) return { ...whole, target: `/${latin(target.slice(1))}` };
  const name = chance.pick(Object.keys(headers));
  return { ...whole, headers: { ...headers, [name]: latin(headers[name] ?? "") } };
}

/** Undefined if HTTP does not allow the request, because such a header cannot be sent. */
async function ask(method: string, sent: Sent, chance: Random) {
  const { target, body, headers } = mangle(sent, chance);
  const requestText = JSON.stringify([method, target, headers, body?.toString()]);
  let request: Request;
  try {
    request = new Request(`http://shop${target}`, { method, headers, ...(body && { body }) });
  } catch {
    return undefined;
  }
  const answer = await askShop(request.url, { method, headers: request.headers, ...(body && { body }) });
  trials++;
  statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
  const text = await answer.text();
  expect(answer.status < 500, `${requestText} ${text}`).toBe(true);
  const type = answer.status < 300 ? /^(application\/json|text\/html)/ : /^application\/problem\+json$/;
  if (text) expect(answer.headers.get("content-type"), requestText).toMatch(type);
  return { status: answer.status, body: text && JSON.parse(text), requestText };
}

describe.each(routes.map((route, i) => ({ route, number: i, name: route.name })))(
  "$name",
  ({ route, number }) => {
    let customer: Resident;
    beforeAll(async () => {
      customer = await resident();
    });
    /** A request that would succeed. */
    const fitting = (): Sent => {
      const bodied = bodyRoutes.find(({ name }) => name === route.name);
      // These routes start another session, so their client has none.
      const headers = { ...keyed(), ...(!bodied?.opens && { cookie: customer.shopper.jar.cookie }) };
      if (bodied) {
        const body = JSON.stringify(customer.bodyFor(bodied));
        return {
          target: customer.pathOf(bodied),
          body,
          headers: { "content-type": "application/json", ...headers },
        };
      }
      const query = route.fields.map(
        ({ path: [name = ""], limits }) => [name, sample(limits, {})] as [string, string],
      );
      return { target: `${route.path}?${new URLSearchParams(query)}`, body: undefined, headers };
    };

    it(
      `answers ${count} mangled requests, and changes nothing for those that it refuses`,
      LONG_TEST,
      async () => {
        const chance = random(SEED + number);
        await customer.fill();
        let state = await stateOf(customer.shopper);
        for (let i = 0; i < count; i++) {
          const answer = await ask(route.method, fitting(), chance);
          if (!answer) i--;
          if (!answer || route.method === "GET") continue;
          if (answer.status < 300) {
            if ("ends" in route && route.ends) customer = await resident();
            await customer.fill();
            state = await stateOf(customer.shopper);
          } else if (chance.below(10) === 0) {
            expect(await stateOf(customer.shopper), answer.requestText).toEqual(state);
          }
        }
        await customer.expectStock();
      },
    );
  },
);

it("accepts some mangled requests, and refuses others for many reasons", () => {
  for (const status of [200, 201, 400, 404, 415, 422])
    expect(statuses[status], `status ${status}`).toBeGreaterThan(0);
});
