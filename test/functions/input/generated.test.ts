import { app, info } from "@myclothes/functions/app";
import { openapi } from "@myclothes/functions/openapi";
import { afterAll, expect, it, vi } from "vitest";
import { type Client, client, tokenOf } from "../../support/client.ts";
import { fits, type Operation, operationViolations } from "../../support/contract.ts";
import { askGateway } from "../../support/gateway.ts";
import { recordTrials } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { PASSWORD } from "../support/customer.ts";
import { type Generated, generator, learn, type Seen } from "../support/generate.ts";
import { LISTS, resident } from "../support/resident.ts";

/** The document that the build puts beside the function. */
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const readFile = (file: string | URL, ...rest: never[]) =>
    /\/(openapi\.json|docs\.html)$/.test(String(file))
      ? Promise.resolve(JSON.stringify(document))
      : real.readFile(file, ...rest);
  return { ...real, readFile };
});

/** `npm run test:input` runs all of them, `npm test` a fiftieth. */
const WHOLE = 20_000;
const TRIALS = process.env.INPUT ? WHOLE : WHOLE / 50;
const SEED = Number(process.env.SEED ?? 20_270_103);

const document = openapi(app, info);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);
const seen: Seen = new Map();
const chance = random(SEED);
const generate = generator(document, seen, chance);
const answered: Record<string, Set<number>> = {};
afterAll(() => {
  const text = Object.entries(answered).map(([id, statuses]) => `${id} ${[...statuses].sort().join(" ")}`);
  console.log(`generated: seed ${SEED}, ${TRIALS} requests\n${text.join("\n")}`);
});

/** A parameter's value: text, converted to a number or a boolean if the description says so. */
function parsed(type: unknown, text: string): unknown {
  if (type === "integer") return /^\d+$/.test(text) ? Number(text) : text;
  if (type === "boolean") return ["true", "false"].includes(text) ? text === "true" : text;
  return text;
}

/** Whether the description allows this request. Path parameters allow any text. */
function isAllowed({ parameters, requestBody }: Operation, { query, headers, body }: Generated): boolean {
  const isKnown = query.every(([name, text], i) => {
    const found = parameters.find((one) => one.in === "query" && one.name === name);
    if (found && text === "") return found.allowEmptyValue === true;
    if (found?.schema.type === "array") {
      const values = query
        .filter(([other, value]) => other === name && value !== "")
        .map(([, value]) => value);
      return fits(found.schema, values);
    }
    const isFirst = query.findIndex(([other]) => other === name) === i;
    return found !== undefined && isFirst && fits(found.schema, parsed(found.schema.type, text));
  });
  const fit = parameters
    .filter((one) => one.in === "header")
    .every(({ name, required, schema }) => {
      const sent = headers[name.toLowerCase()];
      return sent === undefined ? !required : fits(schema, sent);
    });
  if (!isKnown || !fit) return false;
  if (!requestBody) return true;
  const [[type = "", content] = []] = Object.entries(
    requestBody.content as Record<string, { schema: unknown }>,
  );
  if (headers["content-type"] !== type || headers["content-encoding"]) return false;
  try {
    return fits(content?.schema, JSON.parse(body ?? ""));
  } catch {
    return false;
  }
}

/** A customer with an address, orders and a cart, and a guest with a cart, as credentials for requests. */
async function shoppers(): Promise<[Client, Client]> {
  const customer = await resident();
  const guest = client();
  const sku = customer.pathOf({ template: "/v1/cart/items/:sku" });
  await guest.send("PUT", sku, { body: { quantity: 1 } });
  learn(seen, "", { password: PASSWORD });
  for (const path of LISTS) learn(seen, path, (await customer.shopper.send("GET", path)).body);
  for (const id of customer.ids.filter((id) => id.startsWith("ord_"))) learn(seen, "/v1/orders", { id });
  return [customer.shopper, guest];
}

/** The ways to authenticate a request: none, by cookie, by bearer token, or with an unknown token. */
function credentials(by: Client, isNeeded: boolean): Record<string, string> {
  const cookie: Record<string, string> = by.jar.cookie ? { cookie: by.jar.cookie } : {};
  const bearer = { authorization: `Bearer ${tokenOf(by)}` };
  if (isNeeded && chance.below(4) > 0) return cookie;
  return chance.pick([{}, cookie, bearer, { ...cookie, authorization: "Bearer x.y" }]);
}

it(`${TRIALS} requests generated from the description are answered as it says`, {
  timeout: 1_200_000,
}, async () => {
  let known = await shoppers();
  let hasEnded = false;
  for (let i = 0; i < TRIALS; i++) {
    if (hasEnded || i % 100 === 99) known = await shoppers();
    const { method, path, operation } = chance.pick(operations);
    const needsSession =
      operation.security.length > 0 && operation.security.every((one) => Object.keys(one).length > 0);
    const by = needsSession && chance.below(4) > 0 ? known[0] : chance.pick(known);
    const made = generate(path, operation);
    const own = credentials(by, needsSession);
    const init = {
      method,
      headers: { ...made.headers, ...own },
      ...(made.body !== undefined && { body: made.body }),
    };
    const response = await askGateway(made.target, init);
    const text = await response.clone().text();
    const body = /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text;
    const request = JSON.stringify([SEED, i, method, made.target, init]).slice(0, 2_000);
    const { status } = response;

    expect(
      operationViolations(operation, method, path, response, body),
      `${request} ${text.slice(0, 500)}`,
    ).toEqual([]);
    expect(status, `${request} ${text}`).not.toBe(500);
    if (!isAllowed(operation, made))
      expect(status, `not as described: ${request}`).toBeGreaterThanOrEqual(400);
    if (needsSession && Object.keys(own).length === 0) expect(status, request).toBeGreaterThanOrEqual(400);

    const [set] = response.headers.getSetCookie();
    if (set && own.cookie === by.jar.cookie) by.jar.cookie = set.split(";")[0] ?? "";
    if (status < 300) {
      if (path !== "/openapi.json") learn(seen, path, body);
      if (made.body) learn(seen, path, JSON.parse(made.body));
    }
    // The customer was signed out or erased, or has another password.
    hasEnded = status === 204;
    if (status === 409) learn(seen, path, body);
    answered[operation.operationId] = (answered[operation.operationId] ?? new Set()).add(status);
  }
  // An operation that refuses every request would show nothing about its answers. Only a mail has a link's token, and only Stripe
  // its signature.
  const acceptable = operations.filter(({ path }) => !/\{token\}|stripe$/.test(path));
  const accepted = acceptable.filter(({ operation }) =>
    [...(answered[operation.operationId] ?? [])].some((status) => status < 400),
  );
  // A few hundred requests do not reach every rare success, such as an order.
  expect(accepted.length).toBeGreaterThan(acceptable.length * (TRIALS < 5_000 ? 0.7 : 0.9));
  recordTrials({ promise: "B3", trials: TRIALS, seed: SEED });
});
