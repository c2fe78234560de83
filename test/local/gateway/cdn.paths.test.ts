import { isUnsafePath } from "@myclothes/functions/edge-rules";
import { afterEach, expect, it } from "vitest";
import { cacheable, closeEdges, edge } from "../fixtures/cdn.ts";

afterEach(closeEdges);

const personal = ["cart", "cart/items/x", "sessions", "customers/me", "orders/x"];

/** `*` stands for a personal path. */
const tricks = String.raw`
  /v1/products/../* /v1/products/%2e%2e/* /v1/products/.%2E/* /v1/products/x/../../* /v1/products/x%2f..%2f../*
  /v1/products/..;/* /v1/products/./* /v1/products//* /v1/products/%252e%252e/* /v1/products/x/%2e%2e/%2e%2e/*
  /v1/products%2f..%2f* /v1/products/..%2f* /v1/products/x%2f..%2f..%2f* /v1/categories/../* /v1/products/;/../../*
  /v1/products/..\* /v1/products\..\* //v1/products/../* /V1/* /./v1/* /v1//* //v1/* /%76%31/* /v1/* /v1/*/
  /v1/*. /v1/*.. /v1/*;x=.css /v1/*.css /v1/*%00.css /v1/*%3f/v1/products /v1/*#/v1/products /v1/*/../products/x
  /v1/products/..;/..;/* /v1/products/%252e%252e%252f* /v1/products/%3b/* /v1/products/...//*
  /v1/*?/v1/products/ http://localhost/v1/products/../* http://localhost/v1/products?x=/v1/*
`;
const paths = tricks
  .trim()
  .split(/\s+/)
  .flatMap((trick) => personal.map((own) => trick.replace("*", own)));

it(`nobody is shown another's answer by ${paths.length} tricks, though the shop lets all be kept`, async () => {
  // Shows at every path whom it takes the caller for.
  const { get } = await edge(({ cookies, headers }) =>
    cacheable(`${cookies ?? "nobody"} ${headers.authorization ?? ""}`),
  );
  const own = { cookie: "session=secret", authorization: "Bearer secret" };
  const seen = { Pass: 0, Miss: 0 };
  let refused = 0;
  expect(paths.length).toBeGreaterThan(100);
  for (const path of paths) {
    const mine = await get(path, { headers: own });
    if (isUnsafePath(path.replace(/^http:\/\/localhost/, "").split("?")[0] ?? "")) {
      expect([path, mine.status, JSON.parse(mine.text).code]).toEqual([path, 404, "route.unknown"]);
      refused++;
      continue;
    }
    const state = mine.headers["x-cache"] as keyof typeof seen;
    expect([path, mine.text]).toEqual([path, state === "Pass" ? "session=secret Bearer secret" : "nobody "]);
    expect([path, (await get(path)).text]).toEqual([path, "nobody "]);
    seen[state]++;
  }
  expect(Math.min(seen.Pass, seen.Miss, refused)).toBeGreaterThan(20);
});
