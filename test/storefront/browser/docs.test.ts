import { expect, it } from "vitest";
import { findings } from "./support/axe.ts";
import { describeInBrowser, useSite } from "./support/site.ts";

describeInBrowser("the pages that describe the APIs", () => {
  const site = useSite();

  // `useSite` also checks that the policy blocks nothing: the browser would report it on the console.
  it.each([
    ["/docs", "placeOrder"],
    ["/admin/docs", "putProduct"],
  ])("open the part that a link names: %s#%s", async (path, operation) => {
    const page = await (await site.device()).newPage();
    await page.goto(`${path}#${operation}`);
    expect(await page.locator(`#${operation}`).getAttribute("open")).not.toBeNull();
    expect(await page.locator("details[open]").count()).toBe(1);
    await page.goto(path);
    await page.locator("nav a", { hasText: "Get this API as OpenAPI 3.1" }).click();
    expect(await page.locator("#getOpenapi").getAttribute("open")).not.toBeNull();
  });

  it.each(["/docs", "/admin/docs"])("have no fault that axe finds: %s", async (path) => {
    const page = await (await site.device({ canInject: true })).newPage();
    await page.goto(path);
    expect(await findings(page)).toEqual([]);
  });
});
