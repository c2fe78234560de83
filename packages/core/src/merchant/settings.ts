import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import type { Match } from "../match.sql.ts";
import { defaultPayments } from "../order/payment.settings.rules.ts";
import * as Pricing from "../pricing/pricing.ts";
import { Refusal } from "../refusal.ts";
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
  payments: defaultPayments,
};

/** The shop's settings, as they are now. */
export async function read(ctx: Context): Promise<Settings> {
  const [stored] = await Sql.read(ctx);
  return stored ? view(stored) : { ...defaults, version: 0, updatedAt: null };
}

/**
 * Replaces all settings. Orders obey them at once, and shoppers see them within 30 s. Throws `settings.changed` if they are not
 * at a version that `match` allows. The same settings again change nothing, whatever `match` says.
 */
export async function replace(
  ctx: Context,
  by: Author,
  settings: PutSettings,
  match: Match,
): Promise<Settings> {
  const [stored] = await Sql.replace(ctx, by, settings, match);
  if (!stored?.isWanted)
    throw new Refusal("settings.changed", "The settings are not at the version in If-Match. Get them again.");
  try {
    await Pricing.refreshShipping(ctx);
  } catch (error) {
    // The settings are stored. The cached ones expire within 30 s.
    log("warn", "The cached settings were not refreshed.", {
      requestId: ctx.requestId,
      error: describe(error),
    });
  }
  return view(stored);
}

const view = ({ content, version, updatedAt }: Sql.SettingsRow): Settings => ({
  ...content,
  version,
  updatedAt,
});
