import * as z from "zod";
import { accountEmail, email } from "../email.ts";
import { idOf } from "../id.ts";
import { text } from "../text.ts";

/** Normalized to NFC, since keyboards compose accents in different ways. Never cut. */
const password = (min: number) =>
  z
    .string()
    .normalize("NFC")
    .min(min)
    .max(128)
    // All lone surrogates would be hashed as the same character.
    .refine((text) => text.isWellFormed(), "must not contain invalid characters");
/** `checkStrength` also refuses passwords that are easy to guess. */
const Password = password(8).meta({
  description: "8 to 128 characters of any kind. Common passwords and the e-mail itself are refused.",
});

const Name = text(100).meta({ description: "The customer's name, as the shop should write it." });

export const Register = z.strictObject({ email: email(), password: Password, name: Name }).meta({
  id: "Register",
  examples: [{ email: "ada@example.com", password: "an engine of one's own", name: "Ada" }],
});
export type Register = z.infer<typeof Register>;

export const SignIn = z
  .strictObject({ email: accountEmail(), password: password(1) })
  .meta({ id: "SignIn", examples: [{ email: "ada@example.com", password: "an engine of one's own" }] });
export type SignIn = z.infer<typeof SignIn>;

export const ChangeProfile = z
  .strictObject({ name: Name.optional() })
  .meta({ id: "ChangeProfile", examples: [{ name: "Ada Lovelace" }] });
export type ChangeProfile = z.infer<typeof ChangeProfile>;

export const ChangeEmail = z
  .strictObject({
    email: email().meta({ description: "The new address. A mail with a link is sent to it." }),
    password: password(1).meta({ description: "The current password." }),
  })
  .meta({ id: "ChangeEmail" });
export type ChangeEmail = z.infer<typeof ChangeEmail>;

export const RequestReset = z
  .strictObject({ email: accountEmail() })
  .meta({ id: "RequestReset", examples: [{ email: "ada@example.com" }] });
export type RequestReset = z.infer<typeof RequestReset>;

export const ResetPassword = z.strictObject({ newPassword: Password }).meta({ id: "ResetPassword" });
export type ResetPassword = z.infer<typeof ResetPassword>;

export const ChangePassword = z
  .strictObject({
    currentPassword: password(1).meta({ description: "Proves that the request comes from the customer." }),
    newPassword: Password,
  })
  .meta({ id: "ChangePassword" });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const Erase = z
  .strictObject({ password: password(1).meta({ description: "The current password." }) })
  .meta({ id: "Erase" });
export type Erase = z.infer<typeof Erase>;

export const Customer = z
  .strictObject({
    id: idOf("customer"),
    email: z.string().meta({ description: "Identifies the account at sign-in, in any letter case." }),
    emailVerified: z
      .boolean()
      .meta({ description: "Whether the customer has opened a link that was sent to `email`." }),
    name: z.string(),
    createdAt: z.iso.datetime().meta({ description: "When the account was created." }),
    updatedAt: z.iso.datetime().meta({ description: "When the profile was last changed." }),
  })
  .meta({ id: "Customer" });
export type Customer = z.infer<typeof Customer>;
