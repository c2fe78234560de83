import { app, info } from "@myclothes/functions/admin";
import { openapi } from "@myclothes/functions/openapi";

export interface AdminRoute {
  id: string;
  method: string;
  /** As the audit log names it. */
  route: string;
  /** A path of the route, with IDs that do not exist. */
  path: string;
  scopes: string[];
}

const all = Object.entries(openapi(app, info).paths).flatMap(([template, operations]) =>
  Object.entries(operations).map(([verb, { operationId, security }]) => ({
    id: operationId,
    method: verb.toUpperCase(),
    route: `${verb.toUpperCase()} ${template}`,
    path: template.replaceAll(/\{\w+\}/g, "none"),
    isPublic: security.length === 0 || security.some((one) => Object.keys(one).length === 0),
    scopes: security.flatMap((one) => Object.values(one).flat()),
  })),
);

/** The routes of the admin API that need a key, from its description. */
export const adminRoutes: AdminRoute[] = all.filter(({ isPublic }) => !isPublic);

/** The names of the routes that need no key. */
export const publicRoutes: string[] = all.filter(({ isPublic }) => isPublic).map(({ id }) => id);
