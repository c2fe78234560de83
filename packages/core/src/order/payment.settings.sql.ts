import { type Sql, sql } from "../aws/sql.ts";
import { defaultPayments, type PaymentSettings } from "./payment.settings.rules.ts";

/** A stored setting as text, or else its default. */
export const paymentSetting = (name: keyof PaymentSettings): Sql => sql`((
        ${JSON.stringify(defaultPayments)}::jsonb || coalesce((select content -> 'payments' from settings where id = 'shop'), '{}')
      ) ->> ${name})`;
