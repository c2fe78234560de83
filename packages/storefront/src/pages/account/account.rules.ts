import type { components } from "@myclothes/client";

type Order = components["schemas"]["Order"];

/** Whether an answer of the API says that nobody is signed in. */
export const isSignedOut = ({ code }: { code: string }): boolean =>
  code === "session.required" || code === "session.expired";

const HOME = "/account";
/** Pages that lead nowhere after a sign-in. */
const WITHOUT_RETURN =
  /^\/(sign-in|register|account\/(password-forgotten|password-reset|email-verification))$/;

/** The address of the sign-in page that leads back to `path` of this shop. */
export const signInPath = (path: string, page: "/sign-in" | "/register" = "/sign-in"): string =>
  path === HOME ? page : `${page}?next=${encodeURIComponent(path)}`;

/** Where a sign-in leads: the path in `?next=`, if it is one of this shop. A link from elsewhere cannot lead to another site. */
export function nextOf(query: string): string {
  const next = new URLSearchParams(query).get("next") ?? "";
  // `//host` and `/\host` are addresses of other sites. Browsers ignore tabs and line ends within an address.
  if (!/^\/(?![/\\])/.test(next) || /[\\\p{Cc}]/u.test(next)) return HOME;
  const { origin, pathname, search } = new URL(next, "http://shop.invalid");
  const isOwn = origin === "http://shop.invalid" && !pathname.startsWith("//");
  if (!isOwn || WITHOUT_RETURN.test(pathname) || /^\/(v1|admin)(\/|$)/.test(pathname)) return HOME;
  return pathname + search;
}

/** The token in the part of a mailed link that browsers send to no server: `#token=…`. */
export const linkToken = (hash: string): string | undefined =>
  new URLSearchParams(hash.replace(/^#/, "")).get("token") || undefined;

const browsers: [pattern: RegExp, name: string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: [pattern: RegExp, name: string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** What a `User-Agent` tells about a device. Undefined: nothing that people would recognize. */
export function deviceOf(userAgent: string): { browser: string | undefined; system: string | undefined } {
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const own = /^[\w.-]+/.exec(userAgent)?.[0];
  return { browser: find(browsers) ?? (own === "Mozilla" ? undefined : own), system: find(systems) };
}

export type OrderState =
  | "canceled"
  | "refunded"
  | "unpaid"
  | "paymentFailed"
  | "received"
  | "preparing"
  | "partlyShipped"
  | "shipped"
  | "delivered"
  | "returned";

/** The one fact about an order that its shopper wants to know first. */
export function orderState(
  order: Pick<Order, "status" | "paymentStatus" | "fulfillmentStatus"> & { payment: { provider: string } },
): OrderState {
  const { status, paymentStatus, fulfillmentStatus, payment } = order;
  if (status === "canceled") return "canceled";
  if (fulfillmentStatus === "returned") return "returned";
  if (paymentStatus === "refunded") return "refunded";
  if (fulfillmentStatus === "delivered") return "delivered";
  if (fulfillmentStatus === "shipped") return "shipped";
  if (fulfillmentStatus === "partially_shipped") return "partlyShipped";
  if (paymentStatus === "failed") return "paymentFailed";
  // A manual payment is the shop's own business.
  if (paymentStatus === "pending" && payment.provider !== "manual") return "unpaid";
  return status === "open" ? "received" : "preparing";
}
