import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { texts } from "../../../packages/storefront/src/texts.ts";
import { findings } from "./support/axe.ts";
import { addFirst, isSaved, withWarnings } from "./support/bag.ts";
import { difference } from "./support/picture.ts";
import { describeInBrowser, useSite } from "./support/site.ts";

const SHIRT = "/products/linen-camp-collar-shirt";

/** What to do on a page until it is in the state to look at. */
type State = [name: string, path: string, act?: (page: Page) => Promise<unknown>];

const bagButton = (page: Page) => page.getByRole("button", { name: /^Bag, / });
const openBag = async (page: Page) => {
  await bagButton(page).click();
  await page.getByRole("dialog", { name: texts.bag.title }).waitFor();
};
const fillBag = async (page: Page) => {
  await addFirst(page);
  await isSaved(page);
};

const STATES: State[] = [
  ["home", "/"],
  [
    "suggestions",
    "/",
    async (page) => {
      await page.getByRole("searchbox").pressSequentially("linen");
      await page.getByRole("list", { name: texts.list.suggestions }).waitFor();
    },
  ],
  ["list", "/categories/shirts"],
  [
    "list with filters",
    "/search?q=linen&color=White&inStock=true",
    (page) => page.locator("summary", { hasText: texts.list.size }).click(),
  ],
  ["list without products", "/search?q=linen&priceMax=1"],
  ["product", SHIRT],
  [
    "product with a size",
    SHIRT,
    (page) => page.getByRole("cell").getByRole("button", { disabled: false }).first().click(),
  ],
  ["product enlarged", SHIRT, (page) => page.getByRole("button", { name: texts.product.enlarge }).click()],
  ["empty bag", "/", openBag],
  ["bag", SHIRT, fillBag],
  [
    "bag with warnings",
    SHIRT,
    async (page) => {
      await withWarnings(page);
      await fillBag(page);
      await page.locator(".line .warning").first().waitFor();
    },
  ],
  ["missing", "/nothing/here"],
  ["legal", "/legal/terms"],
  ["behind", "/behind"],
];
const PICTURES = ["home", "list", "product", "bag"];
const SIZES: [number, number][] = [
  [390, 844],
  [1360, 900],
];

describeInBrowser("how the pages look", () => {
  const site = useSite();

  it.each(STATES)("axe finds nothing: %s", async (_, path, act) => {
    const page = await site.open(path, { expected: [/404/] });
    await act?.(page);
    expect(await findings(page)).toEqual([]);
  });

  it.each(STATES.filter(([name]) => PICTURES.includes(name)))("as stored: %s", async (name, path, act) => {
    const found: (string | undefined)[] = [];
    for (const size of SIZES) {
      const page = await site.open(path, { size, canInject: true });
      await act?.(page);
      found.push(await difference(page, `${name}-${size[0]}`));
    }
    expect(found.filter((one) => one !== undefined)).toEqual([]);
  });
});
