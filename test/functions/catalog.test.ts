import { expect, it } from "vitest";
import { client } from "../support/client.ts";

const { send } = client();

it("lists products newest first, twenty a page", async () => {
  const { status, body, headers } = await send("GET", "/v1/products");
  expect(status).toBe(200);
  expect(body.data).toHaveLength(20);
  const ids = body.data.map(({ id }: { id: string }) => id);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(headers.get("cache-control")).toMatch(/s-maxage=\d+.*stale-while-revalidate/);
  expect(headers.get("set-cookie")).toBeNull();
});
