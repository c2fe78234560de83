import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import * as Pricing from "../pricing/pricing.ts";
import type { Author } from "./audit.ts";
import type { PutSettings, Settings, StoredSettings } from "./settings.schema.ts";
import * as Sql from "./settings.sql.ts";

/** They apply until the merchant stores others. */
const defaults: StoredSettings = {
  name: "MyClothes",
  sender: { name: "MyClothes" },
  currencies: ["USD"],
  origins: [],
  shippingOptions: Pricing.defaultShipping,
};

/** The shop's settings, as they are now. */
export async function read(ctx: Context): Promise<Settings> {
  const [stored] = await Sql.read(ctx);
  return stored ? { ...stored.content, updatedAt: stored.updatedAt } : { ...defaults, updatedAt: null };
}

/** Replaces all settings. Orders obey them at once, and shoppers see them within 30 s. */
export async function replace(ctx: Context, by: Author, settings: PutSettings): Promise<Settings> {
  const [stored] = await Sql.replace(ctx, by, settings);
  if (!stored) throw new Error("The settings were not stored.");
  try {
    await Pricing.refreshShipping(ctx);
  } catch (error) {
    // The settings are stored. The cached ones expire within 30 s.
    log("warn", "The cached settings were not refreshed.", {
      requestId: ctx.requestId,
      error: describe(error),
    });
  }
  return { ...stored.content, updatedAt: stored.updatedAt };
}
