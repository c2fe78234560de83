import type { IncomingHttpHeaders } from "node:http";
import type { Route } from "../api/routes.ts";
import type { Keys } from "../env.ts";
import { ApiError } from "./error.ts";
import type { Params } from "./form.ts";

const unauthorized = (message: string) => new ApiError(401, { type: "invalid_request_error", message });

/** Checks the key. Returns whether it is the publishable one. It is in `Authorization`, or, as Stripe.js sends it, in `key`. */
export function authenticateKey(headers: IncomingHttpHeaders, params: Params, keys: Keys): boolean {
  const key = keyOf(headers) ?? (typeof params.key === "string" ? params.key : undefined);
  delete params.key;
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  }
  if (key === keys.secret) return false;
  if (key === keys.publishable) return true;
  throw unauthorized(`Invalid API Key provided: ${hidden(key)}`);
}

export function requireSecret({ isPublic }: Route, isPublishable: boolean): void {
  if (isPublic || !isPublishable) return;
  throw new ApiError(403, {
    type: "invalid_request_error",
    code: "secret_key_required",
    message:
      "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
  });
}

function keyOf({ authorization = "" }: IncomingHttpHeaders): string | undefined {
  const [scheme, value = ""] = authorization.split(" ");
  if (/^bearer$/i.test(scheme ?? "")) return value;
  if (/^basic$/i.test(scheme ?? "")) return Buffer.from(value, "base64").toString().split(":")[0];
  return undefined;
}

/** The key with asterisks, except its beginning and its last four characters. */
const hidden = (key: string): string =>
  key.length < 13
    ? "*".repeat(key.length)
    : `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}`;
