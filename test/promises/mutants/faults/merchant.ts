// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const core = "packages/core/src";
const cli = "packages/cli/src";

/** Faults in access to the admin API, its audit log, imports and mails. */
export const merchant: Mutant[] = [
  {
    name: "K1: one of several scopes is enough",
    file: `${core}/merchant/key.rules.ts`,
    find: "wanted.filter((scope) => !own.includes(scope));",
    replace: "wanted.some((scope) => own.includes(scope)) ? [] : [...wanted];",
    caughtBy: ["test/functions/admin/access.test.ts"],
  },
  {
    name: "K1: an expired key opens the admin API",
    file: `${core}/merchant/key.sql.ts`,
    find: "revoked_at is null and coalesce(expires_at > now(), true)\n",
    replace: "revoked_at is null\n",
    caughtBy: ["test/functions/admin/access.test.ts"],
  },
  {
    name: "K1: whoever may read orders may read customers",
    file: "packages/functions/src/admin/routes/customers.ts",
    find: 'requireScopes("customers:read"),\n    query(AdminCustomerQuery)',
    replace: 'requireScopes("orders:read"),\n    query(AdminCustomerQuery)',
    caughtBy: ["test/functions/admin/access.test.ts"],
  },
  {
    name: "K2: a delivery that is recorded again has a second row in the audit log",
    file: `${core}/order/fulfillment.sql.ts`,
    find: "order_id = o.id and delivered_at is null",
    replace: "order_id = o.id",
    caughtBy: ["test/functions/admin/writes.test.ts"],
  },
  {
    name: "K2: a change of the settings is not recorded",
    file: `${core}/merchant/settings.sql.ts`,
    find: "from: sql`stored left join former on true`,",
    replace: "from: sql`stored join former on true`,",
    caughtBy: ["test/functions/admin/writes.test.ts"],
  },
  {
    name: "I1: an import stops at a lost connection",
    file: `${cli}/api.ts`,
    find: "if (!hasAnswered || tries === TRIES) throw error;",
    replace: "throw error;",
    caughtBy: ["test/cli/api.test.ts"],
  },
  {
    name: "an import deletes the variant of a line that cannot be read",
    file: `${cli}/csv/product.ts`,
    find: "if (faults.length === 0 && !incomplete.has(handle))",
    replace: "if (faults.length === 0)",
    caughtBy: ["test/cli/csv.test.ts"],
  },
  {
    name: "M1: a mail is sent again although it was recorded",
    file: `${core}/events/events.handle.ts`,
    find: "([handler]) => !event.handlers.includes(handler)",
    replace: "() => true",
    caughtBy: ["test/core/mail/once.test.ts"],
  },
];
