// A storefront that asks the shop from its own server. Its shoppers need no cookie of the shop, and no CORS.
import { createClient, type TokenStore } from "@myclothes/client";

interface Settings {
  baseUrl: string;
  /** Tells the shop's firewall that this server speaks for many shoppers. Keep it on the server: stacks/README.md. */
  storefrontSecret: string;
}

/**
 * The shop for one request of a shopper. Limits, such as that of wrong passwords, then count the shopper and not this server.
 * `token` keeps the shopper's session, for example in a cookie of yours. `address` is the shopper's IP address, as your own
 * platform gives it: a header that the shopper can write, such as the beginning of `X-Forwarded-For`, is not safe.
 * @example
 * const shop = shopFor(settings, { address: request.ip, token: cookieOf(request) });
 * const { data } = await shop.GET("/v1/cart");
 */
export const shopFor = (
  { baseUrl, storefrontSecret }: Settings,
  { address, token }: { address: string; token: TokenStore },
) =>
  createClient({
    baseUrl,
    token,
    headers: { "x-storefront-secret": storefrontSecret, "x-shopper-address": address },
  });
