import { cache, type Load } from "../cache/cache.ts";
import type { Context } from "../context.ts";
import type { ShippingOptionList } from "./pricing.schema.ts";
import { notAvailable, shippingCountries, shippingOptions } from "./shipping.rules.ts";
import { ShippingSettings } from "./shipping.schema.ts";
import * as Sql from "./shipping.sql.ts";

const KEY = "shipping";
/** For lists. An order reads the settings anew. */
const settings = cache({ kind: "settings", shape: ShippingSettings, size: 1 });

/**
 * The shop's shipping options for a country, or all options without one. A change shows within 30 s. Throws
 * `shipping.not_available` if there are none.
 */
export async function listShippingOptions(ctx: Context, country?: string): Promise<ShippingOptionList> {
  const found = (await settings.get(ctx, [KEY], load(ctx))).get(KEY) ?? [];
  const data = shippingOptions(found, country);
  if (country && data.length === 0) throw notAvailable(found, country);
  return { data, countries: shippingCountries(found) };
}

/** After the settings have changed. */
export const refreshShipping = (ctx: Context): Promise<void> => settings.refresh(ctx, [KEY], load(ctx));

const load =
  (ctx: Context): Load<ShippingSettings> =>
  async () => {
    const [found] = await Sql.read(ctx);
    return new Map(found ? [[KEY, found.options]] : []);
  };
