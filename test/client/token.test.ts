import { app, info } from "@myclothes/functions/app";
import { openapi } from "@myclothes/functions/openapi";
import { expect, it } from "vitest";
import { withToken } from "../../packages/client/src/token.ts";
import { baseUrl, memory } from "./browser.ts";

const reads = Object.entries(openapi(app, info).paths).flatMap(([path, { get }]) =>
  get && path.startsWith("/v1/") ? [{ path, needsSession: get.security.length > 0 }] : [],
);

it.each(reads)("GET $path sends the token: $needsSession", async ({ path, needsSession }) => {
  let sent = new Headers();
  const send = withToken(
    async ({ headers }) => {
      sent = headers;
      return Response.json({});
    },
    { ...memory(), load: () => "token" },
  );
  await send(new Request(`${baseUrl}${path.replaceAll(/\{\w+\}/g, "one")}?limit=1`));
  // These headers cost a page of another origin a preflight.
  expect([...sent.keys()]).toEqual(needsSession ? ["authorization", "x-session-transport"] : []);
});
