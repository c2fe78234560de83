import * as Key from "@myclothes/core/merchant/key";
import { Refusal } from "@myclothes/core/refusal";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { withDocumentation } from "../http/document.ts";
import { HttpRefusal } from "../http/refusal.ts";
import type { AdminEnv } from "./env.ts";

/**
 * Requires an API key with all of these scopes, and sets `author`. Cookies are ignored, so requests of other sites are harmless.
 */
export const requireScopes = (...scopes: Key.Scope[]) =>
  withDocumentation(
    createMiddleware<AdminEnv>(async (c, next) => {
      const secret = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
      const key = secret && (await Key.authenticate(c.var.ctx, secret));
      if (!key) {
        throw new HttpRefusal(
          "key.invalid",
          "Send a valid key as Authorization: Bearer sk_…. This one is missing or wrong, has expired, or was revoked.",
        );
      }
      const missing = Key.missingScopes(key.scopes, scopes);
      if (missing.length > 0) {
        const scope = missing.join(" ");
        throw new Refusal("key.scope", `This needs a key with ${scope}.`, { scope });
      }
      const path = routePath(c, -1).replaceAll(/:(\w+)/g, "{$1}");
      c.set("actor", key.id);
      const { id: keyId, role } = key;
      c.set("author", { keyId, role, scopes: key.scopes, route: `${c.req.method} ${path}` });
      await next();
    }),
    { security: "required", scopes, refuses: ["key.invalid", "key.scope", "service.unavailable"] },
  );
