import { defaultPayments } from "../../packages/core/src/order/payment.settings.rules.ts";
import { defaultSettings } from "./bodies.ts";
import { run } from "./products.ts";

/**
 * Allows any number of unpaid orders in a shop that runs in other processes, because tests order for the same shopper again and
 * again. In the test's own process, `setup.ts` does it.
 */
export async function allowUnpaid(): Promise<void> {
  const content = defaultSettings({ ...defaultPayments, maxUnpaidOrders: null });
  await run("insert into settings (id, content) values ('shop', cast(:content as jsonb))", {
    content: JSON.stringify(content),
  });
}
