import * as z from "zod";
import { idOf } from "../id.ts";
import { text } from "../text.ts";

export const Email = z.email({ pattern: z.regexes.unicodeEmail }).max(254);

/** Any characters, none cut. Common ones are refused as well. */
const Password = z.string().min(8).max(128);

const Name = text(100);

export const Register = z.strictObject({ email: Email, password: Password, name: Name }).meta({
  id: "Register",
  examples: [{ email: "ada@example.com", password: "an engine of one's own", name: "Ada" }],
});
export type Register = z.infer<typeof Register>;

export const SignIn = z
  .strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(128) })
  .meta({ id: "SignIn", examples: [{ email: "ada@example.com", password: "an engine of one's own" }] });
export type SignIn = z.infer<typeof SignIn>;

export const ChangeProfile = z
  .strictObject({ email: Email.optional(), name: Name.optional() })
  .meta({ id: "ChangeProfile", examples: [{ name: "Ada Lovelace" }] });
export type ChangeProfile = z.infer<typeof ChangeProfile>;

export const ChangePassword = z
  .strictObject({ currentPassword: z.string().min(1).max(128), newPassword: Password })
  .meta({ id: "ChangePassword" });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const Customer = z
  .strictObject({
    id: idOf("customer"),
    email: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Customer" });
export type Customer = z.infer<typeof Customer>;
