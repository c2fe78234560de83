import * as Feed from "@myclothes/core/merchant/feed";
import { Feed as FeedAnswer, FeedQuery } from "@myclothes/core/merchant/feed/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

export const events = new Hono<AdminEnv>().get(
  "/",
  route({
    id: "listEvents",
    tag: "reports",
    summary: "List the shop's events",
    description:
      "In order, the oldest first, for programs that ask regularly. Send each answer's `after` with the next request: no event is lost, and none comes twice. An event appears 10 s after it has happened, because a slower statement could otherwise add one before it.",
    replies: { 200: { description: "The next events.", schema: FeedAnswer } },
  }),
  requireScopes("orders:read", "customers:read", "catalog:read"),
  query(FeedQuery),
  async (c) => c.json(await Feed.list(c.var.ctx, c.req.valid("query"))),
);
