import * as Catalog from "@myclothes/core/catalog";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { Window } from "happy-dom";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { createProvider } from "../../packages/client/examples/next-commerce.ts";
import { shopFor } from "../../packages/client/examples/server-side.ts";
import { useCart } from "../../packages/client/examples/use-cart.ts";
import { createClient } from "../../packages/client/src/index.ts";
import { account } from "../functions/support/customer.ts";
import { product } from "../support/products.ts";
import { baseUrl, browser, memory, withoutCookies } from "./browser.ts";

const category = `examples-${Date.now().toString(36)}`;
let made: Awaited<ReturnType<typeof product>>;
beforeAll(async () => {
  made = await product({ category, stock: 50, price: 2500 });
  // Other tests may have cached the list without this category.
  await Catalog.refreshCategories(context());
});

/** Globals of a browser. They stay: Preact may use them after a test. */
const window = new Window();
Object.assign(globalThis, { window, document: window.document });

describe("useCart", () => {
  it("shows one cart in all components, at once and after the page was hidden", async () => {
    const { document } = window;
    const { h, render } = await import("preact");
    const fetch = browser();
    const shop = createClient({ baseUrl, fetch });
    const Badge = () => h("b", null, useCart(shop.cart).cart?.itemCount ?? "…");
    const Button = () => {
      const { add } = useCart(shop.cart);
      return h("button", { onClick: () => void add(made.sku, 2) }, "Add");
    };
    render(h("main", null, h(Badge, null), h(Button, null)), document.body as unknown as Element);
    const badge = () => document.querySelector("b")?.textContent;
    expect(badge()).toBe("…");
    await expect.poll(badge).toBe("0");
    document.querySelector("button")?.click();
    await expect.poll(badge).toBe("2");

    // Another device of the same shopper.
    const other = createClient({ baseUrl, fetch });
    other.cart.close();
    await other.POST("/v1/cart/items", { body: { sku: made.sku, quantity: 1 } });
    expect(badge()).toBe("2");
    document.dispatchEvent(new window.Event("visibilitychange"));
    await expect.poll(badge).toBe("3");
    render(null, document.body as unknown as Element);
  });
});

describe("the provider for vercel/commerce", () => {
  it("browses, fills a cart, changes it and empties it", async () => {
    const token = memory();
    const shop = createProvider(baseUrl, token, withoutCookies);

    const [found] = await shop.getCollectionProducts({ collection: category });
    expect(found).toMatchObject({
      handle: made.handle,
      availableForSale: true,
      priceRange: { minVariantPrice: { amount: "25.00", currencyCode: "USD" } },
    });
    const page = await shop.getProduct(made.handle);
    expect(page?.variants[0]).toMatchObject({ id: made.sku, price: { amount: "25.00" } });
    expect(await shop.getProduct("no-such-product")).toBeUndefined();
    expect((await shop.getCollections()).map(({ handle }) => handle)).toContain(category);

    const filled = await shop.addToCart([{ merchandiseId: made.sku, quantity: 2 }]);
    expect(filled).toMatchObject({ totalQuantity: 2, cost: { totalAmount: { amount: "50.00" } } });
    expect(filled.lines[0]?.merchandise.product.handle).toBe(made.handle);
    expect((await shop.updateCart([{ merchandiseId: made.sku, quantity: 1 }])).totalQuantity).toBe(1);
    // The next request of the shopper is another render: only the cookie with the token connects them.
    const next = createProvider(baseUrl, token, withoutCookies);
    expect((await next.getCart()).totalQuantity).toBe(1);
    expect((await next.removeFromCart([made.sku])).lines).toEqual([]);
  });
});

it("a storefront's own server: limits count its shoppers, and not the server", async () => {
  const { email } = await account();
  const { storefrontSecret } = links.Edge;
  const tries = (address: string) => async (password: string) => {
    const shop = shopFor({ baseUrl, storefrontSecret }, { address, token: memory() });
    const answer = await shop.POST("/v1/sessions", { body: { email, password } });
    return answer.response.status;
  };
  vi.stubGlobal("fetch", withoutCookies);
  onTestFinished(() => void vi.unstubAllGlobals());
  const [guesser, other] = [tries("203.0.113.66"), tries("203.0.113.77")];
  for (let i = 0; i < 10; i++) expect(await guesser(`wrong guess ${i}`)).toBe(401);
  expect(await guesser("one guess too many")).toBe(429);
  expect(await other("another wrong guess")).toBe(401);
});
