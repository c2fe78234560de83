import type { Account } from "./customer.rules.ts";
import type { Customer } from "./customer.schema.ts";

export const view = ({ id, email, emailVerified, name, createdAt, updatedAt }: Account): Customer => ({
  id,
  email,
  emailVerified,
  name,
  createdAt,
  updatedAt,
});
