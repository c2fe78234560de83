import { app, info } from "@myclothes/functions/admin";
import { openapi } from "@myclothes/functions/openapi";
import { typesOf } from "../../client/build/schema.ts";

/** What the merchant's page calls. */
const USED = /^\/admin\/v1\/(orders|products|variants|categories|uploads|images|reports)(\/|$)/;

/** The TypeScript types of the part of the merchant's API that the merchant's page uses. */
export function readAdminTypes(): Promise<string> {
  const document = openapi(app, info);
  for (const path of Object.keys(document.paths)) if (!USED.test(path)) delete document.paths[path];
  const { schemas } = document.components;
  const used = reachable(document.paths, schemas, new Set(["Problem"]));
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name];
  return typesOf(document);
}

/** The names of the schemas to which a part of the description refers, and to which those refer. */
function reachable(part: unknown, schemas: Record<string, unknown>, found: Set<string>): Set<string> {
  for (const [, name = ""] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    reachable(schemas[name], schemas, found);
  }
  return found;
}
