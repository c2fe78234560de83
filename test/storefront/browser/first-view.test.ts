import { expect, it } from "vitest";
import { measureBytes, painted, recordShifts } from "./support/first-view.ts";
import { describeInBrowser, isAlive, useSite } from "./support/site.ts";

const KB = 1024;
const LIMITS = { script: 30 * KB, stylesheet: 8 * KB, font: 60 * KB };
/** Documents, scripts, styles, fonts, the pictures in view, and two calls of the API. */
const MAX_REQUESTS = 30;
const PAGES = ["/", "/categories/shirts", "/products/linen-camp-collar-shirt"];
const PHONE: [number, number] = [390, 844];

describeInBrowser("the first view", () => {
  const site = useSite();

  it.each(PAGES)("of %s loads at most 30 KB of scripts, 8 KB of styles and 60 KB of fonts", async (path) => {
    const page = await (await site.device({ size: PHONE })).newPage();
    const bytes = measureBytes(page);
    await page.goto(path);
    await isAlive(page);
    const view = await bytes();
    for (const [type, limit] of Object.entries(LIMITS)) {
      const size = view[type as keyof typeof LIMITS];
      expect(size, type).toBeGreaterThan(0);
      expect(size, type).toBeLessThanOrEqual(limit);
    }
    expect(view.requests.length, view.requests.join("\n")).toBeLessThanOrEqual(MAX_REQUESTS);
    const personal = /checkout|account|order|admin|stripe|behind/i;
    expect(view.requests.filter((one) => one.startsWith("script") && personal.test(one))).toEqual([]);
  });

  it.each(PAGES)("of %s does not move when fonts and pictures arrive late", async (path) => {
    for (const size of [PHONE, [1360, 900] as [number, number]]) {
      const page = await (await site.device({ size })).newPage();
      const late: (() => Promise<void>)[] = [];
      let isHeld = true;
      await page.route(/\.woff2$|\/images\//, (route) => {
        if (!isHeld) return route.continue();
        late.push(() => route.continue());
      });
      const shifts = await recordShifts(page);
      await page.goto(path, { waitUntil: "commit" });
      await isAlive(page);
      await painted(page);
      expect(late.length).toBeGreaterThan(2);
      isHeld = false;
      await Promise.all(late.map((release) => release()));
      await page.waitForFunction(() => [...document.fonts].some(({ status }) => status === "loaded"));
      await page.evaluate(() => document.fonts.ready);
      await page.waitForLoadState("load");
      for (let y = 0; y < 3_000; y += 600) {
        await page.evaluate((top) => scrollTo({ top, behavior: "instant" }), y);
        await painted(page);
      }
      const found = await shifts();
      const sum = found.reduce((total, { value }) => total + value, 0);
      expect(sum, `${size.join(" × ")}: ${JSON.stringify(found)}`).toBeLessThan(0.01);
    }
  });
});
