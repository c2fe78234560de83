import { Refusal } from "../refusal.ts";
import type { Customer } from "./customer.schema.ts";
import type { CustomerRow } from "./customer.sql.ts";

export const shown = ({ id, email, name, createdAt, updatedAt }: CustomerRow): Customer => ({
  id,
  email,
  name,
  createdAt,
  updatedAt,
});

export function found(row: CustomerRow | undefined): CustomerRow {
  if (row) return row;
  throw new Refusal("session.required", "This account is no longer there.");
}

export const emailTaken = () =>
  new Refusal("customer.email_taken", "There is an account with this e-mail: sign in instead.");

export const wrongPassword = () =>
  new Refusal("customer.wrong_password", "The current password is not right.");
