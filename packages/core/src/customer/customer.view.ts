import type { Account } from "./customer.rules.ts";
import type { Customer } from "./customer.schema.ts";

export const view = ({ id, email, name, createdAt, updatedAt }: Account): Customer => ({
  id,
  email,
  name,
  createdAt,
  updatedAt,
});
