import * as Settings from "@myclothes/core/merchant/settings";
import { PutSettings, Settings as SettingsAnswer } from "@myclothes/core/merchant/settings/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { body } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "settings";

export const settings = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "getSettings",
      tag,
      summary: "Get the shop's settings",
      description: "Before anything is stored, these are the defaults.",
      replies: { 200: { description: "The settings.", schema: SettingsAnswer } },
    }),
    requireScopes("orders:read"),
    async (c) => c.json(await Settings.read(c.var.ctx)),
  )
  .put(
    "/",
    route({
      id: "replaceSettings",
      tag,
      summary: "Replace the shop's settings",
      description:
        "All of them: what is left out is removed. New orders obey them at once; an order at an old shipping price is refused with `checkout.price_changed`. Lists show them within 30 s.",
      replies: { 200: { description: "The settings.", schema: SettingsAnswer } },
    }),
    requireScopes("settings:write"),
    body(PutSettings),
    async (c) => c.json(await Settings.replace(c.var.ctx, c.var.author, c.req.valid("json"))),
  );
