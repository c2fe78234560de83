import { afterAll, beforeAll, expect, it } from "vitest";
import { openFront } from "../fixtures/front.ts";

let front: Awaited<ReturnType<typeof openFront>>;
beforeAll(async () => {
  front = await openFront(1, { concurrency: 3 });
});
afterAll(() => front?.close());

const ask = (path: string) => fetch(`${front.url}${path}`, { method: "POST" });

it("refuses more requests at a time than a function may answer with 503, until one has ended", async () => {
  const others = [1, 2, 3].map(() => front.instances.enter());
  for (let i = 0; i < 3; i++) {
    const answer = await ask("/v1/cookies");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    expect((await answer.json()).code).toBe("gateway.throttled");
  }
  others[0]?.();
  expect((await ask("/v1/cookies")).status).toBe(204);
});

it("counts a request until it has ended, also if it fails", async () => {
  // Two of three are busy.
  for (let i = 0; i < 5; i++) expect((await ask("/v1/throw")).status).toBe(500);
  expect((await ask("/v1/cookies")).status).toBe(204);
});
