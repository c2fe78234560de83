import type { Locator, Page } from "playwright-core";

/** The products of a list. */
export const cards = (page: Page): Locator => page.locator("main .grid > .card");

/** The parts that make the page wider than its window. */
export const horizontalOverflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isWide = (one: Element) => one.getBoundingClientRect().right > clientWidth + 1;
    const wide = [...document.querySelectorAll("body *")].filter(isWide);
    return [`${scrollWidth} of ${clientWidth} px`, ...wide.map((one) => `${one.tagName}.${one.className}`)];
  });

/** Sets the size of text to 200 %, as a reader does in the browser's settings. */
export async function doubleText(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
}
