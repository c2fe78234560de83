import { existsSync } from "node:fs";
import { type Shop, startShop } from "@myclothes/local/shop";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject } from "vitest";
import { client } from "../../../support/client.ts";
import type {} from "../../../support/global.ts";
import { retryWhileBusy } from "../../../support/retry.ts";
import { noteSkipped } from "../../../support/skipped.ts";
import { BROWSER_MS } from "../../../support/timeouts.ts";
import { type Observed, observe } from "./observe.ts";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const isThere = existsSync(CHROMIUM);
if (!isThere)
  noteSkipped("tests in a browser", "there is no Chromium: apt install chromium, or set CHROMIUM");

/** Chromium without its own requests to other hosts, and with the same pixels on every machine. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--font-render-hinting=none",
      "--force-color-profile=srgb",
      "--disable-lcd-text",
    ],
  });

/** Tests that need a browser and a shop of their own. */
export const describeInBrowser = describe.skipIf(!isThere || inject("baseUrl"));

export interface Visit extends BrowserContextOptions {
  /** Width and height of the window, by default those of a laptop. */
  size?: [width: number, height: number];
  isDark?: boolean;
  /** Console errors, failed requests and answers that this test causes. */
  expected?: RegExp[];
  /** Lets the test itself add scripts and styles to the page, which the Content-Security-Policy forbids. */
  canInject?: boolean;
}

export type Device = BrowserContext & { observed: Observed };

/**
 * One shop and one browser for a test file. After each test, every page must have been without console errors, failed requests and
 * requests to other hosts. `SHOP_URL` names a shop that runs already: it makes writing a test quicker.
 */
export function useSite() {
  let shop: Shop | undefined;
  let browser: Browser;
  let devices: Device[] = [];

  beforeAll(async () => {
    [browser, shop] = await Promise.all([launch(), process.env.SHOP_URL ? undefined : startOwnShop()]);
  });
  afterEach(async () => {
    const closing = devices;
    devices = [];
    const problems = closing.flatMap(({ observed }) => observed.problems);
    await Promise.all(closing.map((device) => device.close()));
    expect(problems, "what the pages did wrong").toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
  });

  const url = () => process.env.SHOP_URL ?? shop?.url ?? "";
  /** A browser of its own, as a device of a shopper: its pages share cookies. */
  const device = async (visit: Visit = {}): Promise<Device> => {
    const { size: [width, height] = [1360, 900], isDark = false, expected = [], canInject, ...rest } = visit;
    const context = await browser.newContext({
      baseURL: url(),
      viewport: { width, height },
      colorScheme: isDark ? "dark" : "light",
      locale: "en-US",
      timezoneId: "UTC",
      reducedMotion: "reduce",
      bypassCSP: canInject === true,
      ...rest,
    });
    context.setDefaultTimeout(BROWSER_MS);
    const created = Object.assign(context, { observed: observe(context, url(), expected) });
    devices.push(created);
    return created;
  };
  /** Opens a page on a new device, and waits until it is alive. */
  const open = async (path: string, visit: Visit = {}) => {
    const page = await (await device(visit)).newPage();
    await page.goto(path);
    if (visit.javaScriptEnabled !== false) await isAlive(page);
    return page;
  };
  return {
    url,
    device,
    open,
    /** What the shop gives to its functions, such as where its mails are. With `SHOP_URL`, source `.local/env` before. */
    env: (): Record<string, string> => shop?.env ?? (process.env as Record<string, string>),
    instances: () => shop?.instances() ?? [],
  };
}

/** Resolves when scripts run the page: the strip has got the first answer of the shop. */
export const isAlive = (page: Page): Promise<unknown> =>
  page.locator("#app > .strip .said :is(b, .hit)").first().waitFor();

async function startOwnShop(): Promise<Shop> {
  const from = { ...process.env };
  for (const service of ["DYNAMODB", "RDS_DATA", "SQS", "SESV2", "SECRETS_MANAGER"])
    delete from[`AWS_ENDPOINT_URL_${service}`];
  for (const name of Object.keys(from)) if (/^(SST_|STRIPE_|DATABASE_URL$)/.test(name)) delete from[name];
  const shop = await startShop({ from });
  const { send } = client((path, init) => fetch(new URL(path, shop.url), init));
  await retryWhileBusy(() => send("GET", "/v1/health/ready"));
  return shop;
}
