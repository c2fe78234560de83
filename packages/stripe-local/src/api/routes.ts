import type { Call } from "./account.ts";
import { getCharge } from "./charges.ts";
import { getEvent, listEvents } from "./events.ts";
import { cancel, capture, confirm, createIntent, getIntent, listIntents } from "./intents.ts";
import { createMethod, getMethod } from "./methods.ts";
import { createRefund, getRefund, listRefunds } from "./refunds.ts";

export interface Route {
  /** Its name, such as `POST /v1/payment_intents/:id/confirm`. Faults are set by it. */
  name: string;
  handle: (call: Call) => object;
  /** Whether a publishable key may call it. */
  isPublic: boolean;
}

const secret: Record<string, Route["handle"]> = {
  "POST /v1/payment_intents": createIntent,
  "GET /v1/payment_intents": listIntents,
  "POST /v1/payment_intents/:id/capture": capture,
  "POST /v1/payment_intents/:id/cancel": cancel,
  "GET /v1/payment_methods/:id": getMethod,
  "GET /v1/charges/:id": getCharge,
  "POST /v1/refunds": createRefund,
  "GET /v1/refunds": listRefunds,
  "GET /v1/refunds/:id": getRefund,
  "GET /v1/events": listEvents,
  "GET /v1/events/:id": getEvent,
};

const open: Record<string, Route["handle"]> = {
  "GET /v1/payment_intents/:id": getIntent,
  "POST /v1/payment_intents/:id/confirm": confirm,
  "POST /v1/payment_methods": createMethod,
};

const routes: (Route & { pattern: RegExp })[] = [
  ...Object.entries(secret).map(([name, handle]) => ({ name, handle, isPublic: false })),
  ...Object.entries(open).map(([name, handle]) => ({ name, handle, isPublic: true })),
].map((route) => ({ ...route, pattern: new RegExp(`^${route.name.replace(":id", "([^/]+)")}$`) }));

/** The route of a request, and the ID in its path. */
export function findRoute(method: string, path: string): { route: Route; id: string } | undefined {
  for (const route of routes) {
    const match = route.pattern.exec(`${method} ${path}`);
    if (match) return { route, id: decodeURIComponent(match[1] ?? "") };
  }
  return undefined;
}

export const routeNames: string[] = routes.map(({ name }) => name);
