import * as Settings from "@myclothes/core/merchant/settings";
import { PutSettings, Settings as SettingsAnswer } from "@myclothes/core/merchant/settings/schema";
import { type Context, Hono } from "hono";
import { route } from "../../http/document.ts";
import { ifMatch } from "../../http/if-match.ts";
import { body } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "settings";
const responseHeaders = {
  ETag: { description: "The `version` of the settings in quotation marks, for `If-Match`." },
};

export const settings = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "getSettings",
      tag,
      summary: "Get the shop's settings",
      description: "Before anything is stored, these are the defaults.",
      replies: { 200: { description: "The settings.", schema: SettingsAnswer } },
      responseHeaders,
    }),
    requireScopes("orders:read"),
    async (c) => send(c, await Settings.read(c.var.ctx)),
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
      requestHeaders: {
        "If-Match": {
          description:
            "The `ETag` that the settings must have. If they have another one, nothing is changed and the answer is 412.",
        },
      },
      responseHeaders,
      refuses: ["settings.changed"],
    }),
    requireScopes("settings:write"),
    body(PutSettings),
    async (c) => {
      const { ctx, author } = c.var;
      return send(c, await Settings.replace(ctx, author, c.req.valid("json"), ifMatch(c)));
    },
  );

function send(c: Context, settings: SettingsAnswer): Response {
  c.header("etag", `"${settings.version}"`);
  return c.json(settings);
}
