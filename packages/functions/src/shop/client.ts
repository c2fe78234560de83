import type { Client } from "@myclothes/core/customer";
import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { cookieNamed } from "../http/cookie.ts";
import type { Env } from "../http/env.ts";
import { idempotencyKey } from "../http/validate.ts";
import { viewerAddress } from "../http/viewer.ts";
import { isBearerClient } from "./shopper.ts";

const DEVICE = "__Host-device";
const YEAR_S = 365 * 86_400;

/** What is known of the client of a request that registers or signs in. */
export const clientOf = (c: Context<Env>): Client => ({
  userAgent: c.req.header("user-agent"),
  address: viewerAddress(c),
  device: deviceOf(c),
  key: idempotencyKey(c),
});

/** The device cookie. */
export const deviceOf = (c: Context<Env>): string | undefined => cookieNamed(c, DEVICE);

/** Has the browser keep that this device has signed in. A bearer client has no cookies. */
export function rememberDevice(c: Context<Env>, device: string | undefined): void {
  if (device === undefined || isBearerClient(c)) return;
  setCookie(c, DEVICE, device, {
    secure: true,
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: YEAR_S,
  });
}
