import { links } from "@myclothes/core/links";
import { app } from "@myclothes/functions/app";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { afterEach, describe, expect, it } from "vitest";

const secret = links.Edge.secrets[0] ?? "";
const ask = (path: string, sent?: string) =>
  app.request(path, { headers: sent === undefined ? {} : { [EDGE_HEADER]: sent } });
const env = process.env;
afterEach(() => {
  links.Edge.secrets.splice(0, 9, secret);
  process.env = env;
});

describe("a request that does not come through the edge", () => {
  it.each([undefined, "", "x", `${secret}x`, secret.slice(1), secret.toUpperCase()])(
    "is refused with 403 on every path: %j",
    async (sent) => {
      for (const path of ["/v1/cart", "/v1/products", "/v1/health", "/docs", "/nowhere"]) {
        const answer = await ask(path, sent);
        expect([path, answer.status]).toEqual([path, 403]);
        expect(answer.headers.get("cache-control")).toBe("no-store");
        expect(await answer.json()).toMatchObject({ code: "edge.bypassed" });
      }
    },
  );

  it("is refused when no secret is set, or an empty one", async () => {
    for (const secrets of [[], [""]]) {
      links.Edge.secrets.splice(0, 9, ...secrets);
      for (const sent of [undefined, "", secret]) expect((await ask("/v1/health", sent)).status).toBe(403);
    }
  });
});

it("accepts the old and the new secret while they are exchanged", async () => {
  links.Edge.secrets.push("the new one");
  const statuses = [secret, "the new one", "a third"].map(
    async (sent) => (await ask("/v1/health", sent)).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200, 403]);
});
