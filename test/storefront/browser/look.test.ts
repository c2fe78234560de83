import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { expect, it } from "vitest";
import { texts as adminTexts } from "../../../packages/storefront/src/admin/texts.ts";
import { accountTexts } from "../../../packages/storefront/src/texts.account.ts";
import { texts } from "../../../packages/storefront/src/texts.ts";
import { admin } from "../../support/admin.ts";
import { findings } from "./support/axe.ts";
import { addFirst, isSaved, withWarnings } from "./support/bag.ts";
import { newPerson, register } from "./support/order.ts";
import { difference } from "./support/picture.ts";
import { describeInBrowser, useSite } from "./support/site.ts";

const SHIRT = "/products/linen-camp-collar-shirt";

/** Pages of the account ask whether somebody is signed in already. */
const STRANGER = /401|customers\/me/;

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
  ["collection", "/collections/linen"],
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
  [
    "checkout with errors",
    SHIRT,
    async (page) => {
      await fillBag(page);
      await page.getByRole("dialog").getByRole("link", { name: texts.bag.checkout }).click();
      await page.locator("#checkout-email").waitFor();
      await page.locator(".summary button[type=submit]").click();
      await page.locator(".field-error").first().waitFor();
    },
  ],
  [
    "sign-in with errors",
    "/sign-in",
    async (page) => {
      await page.getByRole("button", { name: accountTexts.signIn.action, exact: true }).click();
      await page.locator(".field-error").first().waitFor();
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
    const page = await site.open(path, { expected: [/404/, STRANGER] });
    await act?.(page);
    expect(await findings(page)).toEqual([]);
  });

  it("axe finds nothing on the account's pages", async () => {
    const page = await site.open("/register?next=/account", { expected: [STRANGER] });
    const ada = newPerson();
    await register(page, ada);
    await page.getByRole("heading", { name: accountTexts.profile.title(ada.name) }).waitFor();
    const found: string[] = await findings(page);
    for (const path of ["orders", "sessions", "data", "addresses"]) {
      await page.goto(`/account/${path}`);
      await page.locator(".account-content > :not(h1, .account-wait)").first().waitFor();
      found.push(...(await findings(page)).map((one) => `${path}: ${one}`));
    }
    await page.getByRole("button", { name: accountTexts.addresses.add }).click();
    await page.getByRole("button", { name: accountTexts.addresses.save }).click();
    await page.locator(".field-error").first().waitFor();
    found.push(...(await findings(page)));
    expect(found).toEqual([]);
  });

  it("axe finds nothing on the merchant's pages, and the policy of the page lets images into the bucket", async () => {
    Object.assign(process.env, site.env());
    const { secret } = await admin("owner");
    // The bucket is another host, the only one.
    const bucket = /^another host: http:\/\/127\.0\.0\.1:\d+\//;
    const page = await (await site.device({ expected: [bucket] })).newPage();
    await page.goto("/admin");
    await page.getByLabel(adminTexts.signIn.key).fill(secret);
    await page.keyboard.press("Enter");
    const found: string[] = [];
    const look = async (path: string, ready: string) => {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      found.push(...(await findings(page)).map((one) => `${path}: ${one}`));
    };
    await page.getByRole("heading", { level: 1, name: adminTexts.orders.title }).waitFor();
    await look("/admin/new-product", "form");
    await look("/admin/stock", "input");
    await look("/admin/products", ".row-link");
    await page.locator("main").focus();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: adminTexts.shortcuts.title }).waitFor();
    found.push(...(await findings(page)));
    await page.keyboard.press("Escape");
    expect(await page.getByRole("row").nth(1).getByRole("cell").first().textContent()).toMatch(/^[A-Z]/);
    await look("/admin/sales", "table");
    await look("/admin/products/canvas-tote-bag", ".images img");
    const images = page.locator(".images img");
    const before = await images.count();
    const buffer = PNG.sync.write(new PNG({ width: 64, height: 64 }));
    await page.locator("input[type=file]").setInputFiles({ name: "tote.png", mimeType: "image/png", buffer });
    await images.nth(before).waitFor();
    expect(
      await images.nth(before).evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth)),
    ).toBe(64);
    expect(found).toEqual([]);
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
