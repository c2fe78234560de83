import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { texts } from "../../../packages/storefront/src/texts.ts";
import { random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { addFirst, isSaved, type Lines, linesOf, shownLines } from "./support/bag.ts";
import { type Device, describeInBrowser, isAlive, useSite } from "./support/site.ts";

const CLICKS = Number(process.env.CLICKS ?? 100);
const SEED = Number(process.env.SEED ?? 20_261_128);
/** Clicks between two kills. */
const KILL_EVERY = 14;
const HANDLES = ["linen-camp-collar-shirt", "canvas-tote-bag", "heavy-cotton-pocket-tee"];
/** What a browser says of a request whose instance has died, or finds none that is ready. The client repeats it. */
const KILLED = [/50[234]/, /ERR_(EMPTY_RESPONSE|CONNECTION_RESET)/];
const t = texts.bag;

describeInBrowser("the bag", () => {
  const site = useSite();

  it(`is as clicked after ${CLICKS} clicks while instances are killed`, LONG_TEST, async () => {
    const chance = random(SEED);
    const device = await site.device({ expected: KILLED });
    const page = await device.newPage();
    const expected: Lines = {};
    for (const handle of HANDLES) {
      await page.goto(`/products/${handle}`);
      await isAlive(page);
      const title = await addFirst(page);
      expected[title] = 1;
    }
    const instances = new Set<string>();
    let kills = 0;
    for (let click = 0; click < CLICKS; click++) {
      const title = chance.pick(Object.keys(expected));
      const line = page.getByRole("dialog").getByRole("listitem").filter({ hasText: title });
      const quantity = expected[title] ?? 0;
      // Both buttons are free from 2 to 98.
      const isMore = quantity <= 1 || chance.below(3) > 0;
      await line.getByRole("button", { name: isMore ? t.more(title) : t.less(title) }).click();
      expected[title] = quantity + (isMore ? 1 : -1);
      // The page shows each click before the shop has answered.
      await line.getByText(t.quantity(expected[title] ?? 0), { exact: true }).waitFor();
      const last = device.observed.lastInstance();
      if (last) instances.add(last);
      if (click % KILL_EVERY === KILL_EVERY - 1) await kill(page, device, kills++ % 2 === 0);
    }
    await isSaved(page);
    expect(await shownLines(page)).toEqual(expected);
    expect(await linesOf(page)).toEqual(expected);
    await page.reload();
    await page.getByRole("button", { name: /^Bag, [1-9]/ }).click();
    expect(await shownLines(page)).toEqual(expected);
    await page.getByRole("dialog").getByRole("button", { name: texts.strip.kill }).click();
    const count = Object.values(expected).reduce((sum, one) => sum + one, 0);
    const survived = page.getByRole("dialog").getByRole("status").getByText("is gone");
    expect(await survived.textContent()).toMatch(
      new RegExp(`\\d answered with the same bag: ${count} items`),
    );
    expect(kills).toBe(Math.floor(CLICKS / KILL_EVERY));
    expect(instances.size).toBeGreaterThan(3);
  });

  it("is the same in two tabs, also when both change it at once", async () => {
    const device = await site.device();
    const [one, other] = [await device.newPage(), await device.newPage()];
    await one.goto("/products/linen-camp-collar-shirt");
    await other.goto("/products/canvas-tote-bag");
    await Promise.all([isAlive(one), isAlive(other)]);
    const titles = await Promise.all([addFirst(one), addFirst(other)]);
    const both = Object.fromEntries(titles.map((title) => [title, 1]));
    for (const page of [one, other]) await expect.poll(() => shownLines(page)).toEqual(both);
    expect(await linesOf(one)).toEqual(both);

    const [title = ""] = titles;
    await one.getByRole("button", { name: t.removeLine(title) }).click();
    delete both[title];
    await expect.poll(() => shownLines(other)).toEqual(both);
  });

  it("keeps what is clicked offline, says so, and sends it later", async () => {
    const device = await site.device({ expected: [/ERR_INTERNET_DISCONNECTED/] });
    await device.clock.install();
    const page = await device.newPage();
    await page.goto("/products/linen-camp-collar-shirt");
    await isAlive(page);
    const title = await addFirst(page);
    await isSaved(page);
    await device.setOffline(true);
    // In the dialog, which covers the page.
    await page.getByRole("dialog").getByRole("alert").getByText(texts.offline).waitFor();
    const more = page.getByRole("button", { name: t.more(title) });
    await more.click();
    await more.click();
    expect(await shownLines(page)).toEqual({ [title]: 3 });
    await page.locator(".sum .pending", { hasText: t.pending }).waitFor();
    // Longer than the client waits for an answer.
    await device.clock.fastForward(120_000);
    expect(await shownLines(page)).toEqual({ [title]: 3 });
    await device.setOffline(false);
    await isSaved(page);
    await page.getByText(texts.offline).waitFor({ state: "detached" });
    expect(await shownLines(page)).toEqual({ [title]: 3 });
    expect(await linesOf(page)).toEqual({ [title]: 3 });
  });

  it("says that a page cannot be loaded offline, and loads it later", async () => {
    const device = await site.device({ expected: [/ERR_INTERNET_DISCONNECTED/] });
    await device.clock.install();
    const page = await device.newPage();
    await page.goto("/");
    await isAlive(page);
    await device.setOffline(true);
    const failed = page.waitForEvent("requestfailed");
    await page.getByRole("navigation", { name: texts.menu.categories }).getByText("Jackets").click();
    await failed;
    await device.clock.fastForward(120_000);
    await page.getByRole("heading", { name: texts.failed.title }).waitFor();
    await device.setOffline(false);
    await page.getByRole("button", { name: texts.failed.action }).click();
    await page.getByRole("heading", { level: 1, name: "Jackets" }).waitFor();
  });
});

/** Kills the instance that answered last, by the page's own button or as an accident would. */
async function kill(page: Page, { observed }: Device, byButton: boolean): Promise<void> {
  if (byButton) {
    await page.getByRole("dialog").getByRole("button", { name: texts.strip.kill }).click();
    return;
  }
  const pid = Number(observed.lastInstance()?.split("-")[1]);
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It had been killed before, and no other one has answered since.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
