import type { Page } from "playwright-core";
import { texts } from "../../../../packages/storefront/src/texts.ts";

/** Quantities by title. */
export type Lines = Record<string, number>;

/** The bag as the open dialog shows it. */
export async function shownLines(page: Page): Promise<Lines> {
  const lines = page.getByRole("dialog", { name: texts.bag.title }).locator(".line");
  await lines.first().waitFor();
  const shown = await lines.evaluateAll((all) =>
    all.map((line) => [
      line.querySelector("a, div > span")?.textContent ?? "",
      Number(line.querySelector(".amount [aria-hidden]")?.textContent),
    ]),
  );
  return Object.fromEntries(shown);
}

/** The bag as the shop has it, read with the cookies of the page. */
export async function linesOf(page: Page): Promise<Lines> {
  const answer = await page.request.get("/v1/cart");
  const { lines } = (await answer.json()) as { lines: { title: string; quantity: number }[] };
  return Object.fromEntries(lines.map(({ title, quantity }) => [title, quantity]));
}

/** Chooses the first size of the page's product and puts it into the bag. Returns the title. */
export async function addFirst(page: Page): Promise<string> {
  await page.getByRole("table").getByRole("cell").getByRole("button", { disabled: false }).first().click();
  await page.locator(".buy").getByRole("button").click();
  await page.getByRole("dialog", { name: texts.bag.title }).waitFor();
  return (await page.getByRole("heading", { level: 1, includeHidden: true }).textContent()) ?? "";
}

/** Resolves when the shop has acknowledged all changes. */
export const isSaved = (page: Page): Promise<void> =>
  page.locator(".sum .pending", { hasText: /^$/ }).waitFor({ state: "attached" });

/** From now on the shop's cart has one warning of each kind. */
export async function withWarnings(page: Page): Promise<void> {
  await page.route("**/v1/cart**", async (route) => {
    const response = await route.fetch();
    const cart = await response.json();
    const [line] = cart.lines ?? [];
    if (line) {
      line.unitPriceWhenAdded = { ...line.unitPrice, amount: line.unitPrice.amount - 500 };
      const warning = { code: "price.changed", sku: line.sku, message: "The price has changed." };
      cart.warnings = [warning, { code: "cart.merged", message: "Two bags have become one." }];
    }
    await route.fulfill({ response, json: cart });
  });
}
