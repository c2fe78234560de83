import { expect, it } from "vitest";
import { texts } from "../../../packages/storefront/src/texts.ts";
import { cards, doubleText, horizontalOverflow } from "./support/page.ts";
import { describeInBrowser, isAlive, useSite } from "./support/site.ts";

const SHIRT = "/products/linen-camp-collar-shirt";
const PAGES = ["/", "/categories/shirts", "/search?q=linen", SHIRT, "/legal/privacy"];

describeInBrowser("the catalogue's pages", () => {
  const site = useSite();

  it("can be read, searched and narrowed without scripts", async () => {
    // Chromium names the policy when it does not preload a script for a page without scripts.
    const page = await site.open("/", { javaScriptEnabled: false, expected: [/\/assets\/.+\.js csp$/] });
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(`${texts.home.title}.`);
    expect(await cards(page).count()).toBe(8);
    // Playwright looks for no text in this element.
    await page.locator(".no-script").waitFor();

    await page
      .getByRole("navigation", { name: texts.menu.categories })
      .getByText("Shirts", { exact: true })
      .click();
    await page.waitForURL("**/categories/shirts");
    expect(await cards(page).count()).toBe(24);
    const first = await cards(page).first().textContent();
    await page.getByRole("link", { name: texts.list.more }).click();
    await page.waitForURL(/cursor=/);
    expect(await cards(page).count()).toBe(6);
    expect(await cards(page).first().textContent()).not.toBe(first);

    await page.goto("/categories/shirts");
    await page.locator("summary", { hasText: texts.list.color }).click();
    await page.getByRole("checkbox", { name: /^Navy/ }).check();
    await page.getByRole("button", { name: texts.list.apply }).click();
    await page.waitForURL(/color=Navy/);
    expect(await cards(page).count()).toBeLessThan(24);

    const field = page.getByRole("searchbox");
    await field.fill("linen camp collar");
    await field.press("Enter");
    await page.waitForURL(/\/search\?q=linen/);
    await page.getByRole("link", { name: /Linen Camp-Collar Shirt/ }).click();
    await page.waitForURL(`**${SHIRT}`);
    const words = page.locator(".product-words");
    expect(await words.getByRole("heading", { level: 1 }).textContent()).toBe("Linen Camp-Collar Shirt");
    expect(await words.locator(".price").textContent()).toContain("$59.00");
    expect(await words.getByRole("table").getByText("XL").count()).toBeGreaterThan(1);
    await page
      .getByRole("img", { name: /Linen Camp-Collar Shirt in/ })
      .first()
      .waitFor();
  });

  it("become alive without a change of what the shop has sent", async () => {
    const page = await site.open("/");
    for (const path of PAGES) {
      await page.goto(path);
      await isAlive(page);
      const [sent, alive] = await page.evaluate(async () => {
        const html = await (await fetch(location.href)).text();
        return [new DOMParser().parseFromString(html, "text/html"), document].map((of) => {
          const main = of.querySelector("#main")?.cloneNode(true) as Element;
          // Content that only pages without scripts have, and products that are loaded when they come near.
          for (const part of main.querySelectorAll("noscript, .related ul")) part.remove();
          return main.outerHTML;
        });
      });
      expect(alive, path).toBe(sent);
    }
  });

  it("narrows a list with each choice, and shows what was chosen", async () => {
    const page = await site.open("/categories/shirts");
    const said = page.locator(".list-count");
    expect(await said.textContent()).toBe(texts.list.count("30"));
    await page.locator("summary", { hasText: texts.list.color }).click();
    const navy = page.getByRole("checkbox", { name: /^Navy/ });
    const count = Number((await navy.locator("..").locator("small").textContent()) ?? 0);
    expect(count).toBeGreaterThan(1);
    await navy.check();
    await page.waitForURL(/color=Navy/);
    await expect.poll(() => said.textContent()).toBe(texts.list.count(String(count)));
    expect(await cards(page).count()).toBe(Math.min(count, 24));

    await page.getByRole("combobox", { name: texts.list.sort }).selectOption("price");
    await page.waitForURL(/sort=price/);
    const prices = async () => {
      const all = await cards(page).locator(".price > span:first-child").allTextContents();
      return all.map((text) => Number(/[\d.]+/.exec(text)?.[0]));
    };
    const isSorted = (all: number[]) => all.every((one, at) => at === 0 || one >= (all[at - 1] ?? 0));
    await expect.poll(async () => isSorted(await prices())).toBe(true);

    await page.getByRole("link", { name: texts.list.remove("Navy") }).click();
    await expect.poll(() => said.textContent()).toBe(texts.list.count("30"));
    await page.goto("/search?q=linen&color=Navy&priceMax=1000");
    await page.getByRole("heading", { name: texts.list.none }).waitFor();
    await page.locator(".message").getByRole("link", { name: texts.list.clear }).click();
    // The words stay.
    await page.getByRole("heading", { level: 1, name: texts.list.results("linen") }).waitFor();
    await expect.poll(() => cards(page).count()).toBe(21);
  });

  it("suggests while somebody types, by mouse and by keyboard", async () => {
    const page = await site.open("/");
    const field = page.getByRole("searchbox");
    const list = page.getByRole("list", { name: texts.list.suggestions });
    await field.pressSequentially("linen camp");
    await list.waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "detached" });
    await field.pressSequentially(" collar");
    await list.getByText("Linen Camp-Collar Shirt").waitFor();
    await page.keyboard.press("Tab");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest(".suggestions") !== null))
      .toBe(true);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/products/*");
    await list.waitFor({ state: "detached" });
  });

  it("shows more on request, and the back button restores place and products", async () => {
    const page = await site.open("/search");
    await page.getByRole("link", { name: texts.list.more }).click();
    await expect.poll(() => cards(page).count()).toBe(48);
    const far = cards(page).nth(40);
    await far.scrollIntoViewIfNeeded();
    const [title, place] = [
      await far.locator(".card-title").textContent(),
      await page.evaluate(() => scrollY),
    ];
    expect(place).toBeGreaterThan(1_000);
    await far.getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: title ?? "" }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.goBack();
    await expect.poll(() => cards(page).count()).toBe(48);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(place);
    expect(await cards(page).nth(40).locator(".card-title").textContent()).toBe(title);
    await page.goForward();
    await page.getByRole("heading", { level: 1, name: title ?? "" }).waitFor();
  });

  it("shows each color with its own picture, and offers only what is there", async () => {
    const page = await site.open(SHIRT);
    const large = page.locator(".zoom img");
    const before = await large.getAttribute("src");
    const matrix = page.getByRole("table");
    const buy = page.locator(".buy").getByRole("button");
    expect(await buy.textContent()).toBe(texts.product.choose);
    // Without a size, the button leads to the sizes.
    await buy.click();
    await page.getByText(texts.product.chooseFirst).waitFor();
    expect(await matrix.locator("td button:focus").count()).toBe(1);
    const colors = matrix.getByRole("rowheader").getByRole("button");
    const last = colors.last();
    const color = (await last.textContent()) ?? "";
    await last.click();
    await expect.poll(() => large.getAttribute("src")).not.toBe(before);
    expect(await large.getAttribute("alt")).toContain(color.toLowerCase());
    const sizes = matrix.getByRole("row").filter({ hasText: color }).getByRole("cell").getByRole("button");
    for (const size of await sizes.all()) {
      const name = (await size.getAttribute("aria-label")) ?? "";
      expect(await size.isDisabled(), name).toBe(name.includes(texts.product.soldOut.toLowerCase()));
    }
    const free = sizes.and(page.locator(":enabled")).first();
    await free.click();
    expect(await free.getAttribute("aria-pressed")).toBe("true");
    await expect.poll(() => buy.textContent()).toMatch(new RegExp(`^Add ${color}, .+ · \\$59\\.00$`));
    await page.getByRole("button", { name: texts.product.enlarge }).click();
    const zoomed = page.locator("dialog.zoomed");
    await zoomed.getByRole("img").waitFor();
    await page.keyboard.press("Escape");
    await zoomed.waitFor({ state: "hidden" });
  });

  it("closes an open filter by Escape and from outside", async () => {
    const page = await site.open("/categories/shirts");
    const color = page.locator("summary", { hasText: texts.list.color });
    const open = page.locator(".group[open]");
    await color.click();
    await page.getByRole("checkbox", { name: /^Navy/ }).focus();
    await page.keyboard.press("Escape");
    await expect.poll(() => open.count()).toBe(0);
    expect(await color.evaluate((one) => one === document.activeElement)).toBe(true);
    await color.click();
    await page.getByRole("heading", { level: 1 }).click();
    await expect.poll(() => open.count()).toBe(0);
  });

  it.each([320, 1280])("keep a title of one long word inside its column at %i px", async (width) => {
    const page = await site.open("/categories/shirts", { size: [width, 800] });
    for (const path of ["/categories/shirts", SHIRT]) {
      await page.goto(path);
      await isAlive(page);
      await page.locator("main :is(h1, .card-title)").evaluateAll((titles) => {
        for (const title of titles)
          title.textContent = "Donaudampfschifffahrtsgesellschaftskapitänsmütze".repeat(3);
      });
      expect(await horizontalOverflow(page), path).toEqual([]);
    }
  });

  it("says that there is nothing at an unknown address, with a way forward", async () => {
    const expected = [/404/];
    const page = await site.open("/products/no-such-thing", { expected });
    await page.getByRole("heading", { name: texts.notFound.title }).waitFor();
    await page.getByRole("link", { name: texts.notFound.action }).click();
    await page.getByRole("heading", { level: 1, name: texts.home.title }).waitFor();
  });

  it.each([320, 390, 768])("have no horizontal scrolling at %i px", async (width) => {
    const page = await site.open("/", { size: [width, 800] });
    for (const path of PAGES) {
      await page.goto(path);
      await isAlive(page);
      expect(await horizontalOverflow(page), path).toEqual([]);
    }
  });

  it.each([320, 640, 1280])("have no horizontal scrolling with text of 200 % at %i px", async (width) => {
    const page = await site.open("/", { size: [width, 800] });
    await doubleText(page);
    for (const path of [...PAGES, "/collections/linen", "/behind"]) {
      await page.goto(path);
      await isAlive(page);
      expect(await horizontalOverflow(page), path).toEqual([]);
    }
  });
});
