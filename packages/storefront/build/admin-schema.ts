import { app, info } from "@myclothes/functions/admin";
import { openapi } from "@myclothes/functions/openapi";
import { typesOf } from "../../client/build/schema.ts";

/** What the merchant's page calls. */
const USED = /^\/admin\/v1\/(orders|products|variants|categories|uploads|images|reports)(\/|$)/;

/** The TypeScript types of the part of the merchant's API that the merchant's page uses. */
export function readAdminTypes(): Promise<string> {
  const document = openapi(app, info);
  for (const path of Object.keys(document.paths)) if (!USED.test(path)) delete document.paths[path];
  return typesOf(document);
}
