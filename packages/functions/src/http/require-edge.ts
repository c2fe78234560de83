import { isSameSecret } from "@myclothes/core/hash";
import { links } from "@myclothes/core/links";
import { createMiddleware } from "hono/factory";
import { EDGE_HEADER } from "../edge.rules.ts";
import { documented } from "./document.ts";
import type { Env } from "./env.ts";
import { HttpRefusal } from "./refusal.ts";

/**
 * Lets through what comes by way of the edge alone: API Gateway's own address is public too, but what stands before the shop
 * there, such as the limit of requests for each address, would be passed by.
 */
export const throughEdge = documented(
  createMiddleware<Env>(async (c, next) => {
    const sent = c.req.header(EDGE_HEADER) ?? "";
    if (!links.Edge.secrets.some((secret) => secret !== "" && isSameSecret(secret, sent))) {
      throw new HttpRefusal("edge.bypassed", "Use the shop's own address.");
    }
    await next();
  }),
  { refuses: ["edge.bypassed"] },
);
