import { isSameSecret } from "@myclothes/core/hash";
import { links } from "@myclothes/core/links";
import { createMiddleware } from "hono/factory";
import { EDGE_HEADER } from "../edge.rules.ts";
import { withDocumentation } from "./document.ts";
import type { Env } from "./env.ts";
import { HttpRefusal } from "./refusal.ts";

/**
 * Refuses requests that did not come through our edge. API Gateway's own address is public too, and requests to it would
 * avoid the edge's protections, such as the rate limit for each IP address.
 */
export const requireEdge = withDocumentation(
  createMiddleware<Env>(async (c, next) => {
    const sent = c.req.header(EDGE_HEADER) ?? "";
    if (!links.Edge.secrets.some((secret) => secret !== "" && isSameSecret(secret, sent))) {
      throw new HttpRefusal("edge.bypassed", "Send the request to the shop's public address.");
    }
    await next();
  }),
  { refuses: ["edge.bypassed"] },
);
