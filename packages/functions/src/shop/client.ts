import type { Client } from "@myclothes/core/customer";
import type { Context } from "hono";
import { idempotencyKey } from "../http/idempotency.ts";
import { viewerAddress } from "../http/viewer.ts";
import { readCookie, writeCookie } from "./cookie.ts";
import { isBearerClient } from "./token.ts";

const DEVICE = "__Host-device";
const YEAR_S = 365 * 86_400;

/** The facts about a client that registers or signs in. */
export const clientOf = (c: Context): Client => ({
  userAgent: c.req.header("user-agent"),
  address: viewerAddress(c),
  device: deviceOf(c),
  key: idempotencyKey(c),
});

/** The device cookie. */
export const deviceOf = (c: Context): string | undefined => readCookie(c, DEVICE);

/** Remembers in a cookie that this device has signed in. A bearer client has no cookies. */
export function rememberDevice(c: Context, device: string | undefined): void {
  if (device !== undefined && !isBearerClient(c)) writeCookie(c, DEVICE, device, YEAR_S);
}
