import { expect, it } from "vitest";
import { texts as adminTexts } from "../../../packages/storefront/src/admin/texts.ts";
import { accountTexts } from "../../../packages/storefront/src/texts.account.ts";
import { texts } from "../../../packages/storefront/src/texts.checkout.ts";
import { texts as shopTexts } from "../../../packages/storefront/src/texts.ts";
import { admin } from "../../support/admin.ts";
import { findings } from "./support/axe.ts";
import { addFirst, linesOf, shownLines } from "./support/bag.ts";
import { mailTo } from "./support/mail.ts";
import {
  ADDRESS,
  field,
  fillAddress,
  isPaid,
  newPerson,
  pay,
  placeOrder,
  register,
  signIn,
  toCheckout,
} from "./support/order.ts";
import { horizontalOverflow } from "./support/page.ts";
import { describeInBrowser, useSite } from "./support/site.ts";

const t = texts.order;
const SHIRT = "linen-camp-collar-shirt";
const TOTE = "canvas-tote-bag";
/** The emulator of Stripe answers a declined card as Stripe does. */
const DECLINED = /402/;
/** The pages to sign in ask whether somebody is signed in already. */
const STRANGER = /401|customers\/me/;

describeInBrowser("a purchase", () => {
  const site = useSite();

  it("as a guest: a declined card, then one that pays, with the back button at every step", async () => {
    const device = await site.device({ expected: [DECLINED, STRANGER] });
    const page = await device.newPage();
    const title = await toCheckout(page, SHIRT);
    await field(page, "email").fill("guest@example.com");
    await fillAddress(page);
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.goForward();
    expect(await field(page, "email").inputValue()).toBe("guest@example.com");
    expect(await field(page, "line1").inputValue()).toBe(ADDRESS.line1);
    expect(await findings(page), "checkout").toEqual([]);

    const number = await placeOrder(page, "card");
    const order = page.url();
    expect(await linesOf(page)).toEqual({});
    await pay(page, "declined");
    await page.getByRole("alert").getByText(t.pay.declinedMore).waitFor();
    expect(await findings(page), "a declined payment").toEqual([]);

    // Nothing can be ordered twice, and nothing is lost.
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.goto("/checkout");
    await page.getByRole("heading", { name: texts.checkout.empty }).waitFor();
    await page.getByRole("link", { name: texts.checkout.lastOrder(number) }).click();
    await page.waitForURL(order);
    await page.getByRole("button", { name: t.pay.now }).click();
    await pay(page, "succeeds");
    await isPaid(page);
    expect(await findings(page), "a paid order").toEqual([]);
    await page.reload();
    await isPaid(page);
    await mailTo(site.env(), "guest@example.com", new RegExp(String(number)));

    // Another browser does not see it.
    const stranger = await (await site.device({ expected: [/40[34]/] })).newPage();
    await stranger.goto(order);
    await stranger.getByRole("heading", { name: t.unknown }).waitFor();

    // It moves to an account at once, so nothing offers that any more.
    await page.getByRole("link", { name: t.keep.register }).click();
    await register(page, newPerson());
    await page.waitForURL(order);
    await page.getByRole("heading", { name: t.keep.title }).waitFor({ state: "detached" });
    await page.goto("/account/orders");
    await page.getByRole("link", { name: new RegExp(accountTexts.orders.number(number)) }).waitFor();
    expect(await page.getByRole("heading", { name: accountTexts.orders.guest }).count()).toBe(0);
    await page.goto(order);
    await isPaid(page);
    expect(await page.getByRole("heading", { name: t.keep.title }).count()).toBe(0);
  });

  it("with 3-D Secure: refused by the shopper, then confirmed", async () => {
    const page = await (await site.device({ expected: [DECLINED] })).newPage();
    await toCheckout(page, TOTE);
    await field(page, "email").fill("secure@example.com");
    await fillAddress(page);
    await placeOrder(page, "card");
    await pay(page, "secure");
    const dialog = page.getByRole("dialog", { name: t.card.secureTitle });
    await dialog.getByRole("button", { name: t.card.fail }).click();
    await page.getByRole("alert").getByText(t.pay.authentication).waitFor();
    await pay(page, "secure");
    await dialog.getByRole("button", { name: t.card.complete }).click();
    await isPaid(page);
  });

  it("by keyboard alone, at 320 px", async () => {
    const page = await site.open(`/products/${TOTE}`, { size: [320, 640] });
    const press = async (name: string | RegExp, role: "button" | "link" | "radio", key = "Enter") => {
      const target = page
        .getByRole(role, { name, exact: typeof name === "string" })
        .and(page.locator(":not(:disabled)"));
      for (let i = 0; i < 150; i++) {
        if (await target.first().evaluate((one) => one === document.activeElement))
          return page.keyboard.press(key);
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab does not reach ${name}.`);
    };
    const type = async (name: Parameters<typeof field>[1], text: string) => {
      for (let i = 0; i < 150; i++) {
        if (await field(page, name).evaluate((one) => one === document.activeElement))
          return page.keyboard.type(text);
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab does not reach ${name}.`);
    };
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(shopTexts.skip);
    await page.keyboard.press("Enter");
    const size = page.getByRole("cell").getByRole("button", { disabled: false }).first();
    await press((await size.getAttribute("aria-label")) ?? "", "button");
    await press(/^Add /, "button");
    await page.getByRole("dialog", { name: shopTexts.bag.title }).waitFor();
    await press("Checkout", "link");
    await page.waitForURL("**/checkout");
    await field(page, "email").waitFor();
    await type("email", "keys@example.com");
    await type("country", "United Kingdom");
    await type("name", ADDRESS.name);
    await type("line1", ADDRESS.line1);
    await type("postalCode", ADDRESS.postalCode);
    await type("city", ADDRESS.city);
    expect(await horizontalOverflow(page)).toEqual([]);
    await press(/^Order and pay \$/, "button");
    await page.waitForURL("**/orders/*");
    await press(t.card.tests.succeeds, "button");
    await press(/^Pay \$/, "button");
    await isPaid(page);
    expect(await horizontalOverflow(page)).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(t.payment.title);
  });

  it("as a customer, with one bag on two devices and a cancellation", async () => {
    const ada = newPerson();
    const laptop = await site.open(`/products/${SHIRT}`, { expected: [STRANGER] });
    const shirt = await addFirst(laptop);
    await laptop.goto("/register?next=/account");
    await register(laptop, ada);
    await laptop.getByRole("heading", { name: accountTexts.profile.title(ada.name) }).waitFor();

    const phone = await site.open(`/products/${TOTE}`, { size: [390, 844], expected: [STRANGER] });
    const tote = await addFirst(phone);
    await phone.goto("/sign-in?next=/account/orders");
    await signIn(phone, ada);
    await phone.getByRole("heading", { level: 1, name: accountTexts.orders.title }).waitFor();
    await expect.poll(() => linesOf(phone)).toEqual({ [shirt]: 1, [tote]: 1 });
    await laptop.goto("/");
    await laptop.getByRole("button", { name: shopTexts.menu.bag(2) }).click();
    expect(await shownLines(laptop)).toEqual({ [shirt]: 1, [tote]: 1 });

    await laptop.getByRole("dialog").getByRole("link", { name: "Checkout" }).click();
    await laptop.getByText(texts.checkout.signedIn(ada.email)).waitFor();
    await fillAddress(laptop);
    const number = await placeOrder(laptop, "later");
    await phone.goto("/account/orders");
    await phone.getByRole("link", { name: new RegExp(accountTexts.orders.number(number)) }).click();
    await phone.getByRole("heading", { level: 1, name: t.title(number) }).waitFor();
    await phone.getByRole("button", { name: t.cancel.action }).click();
    const dialog = phone.getByRole("dialog", { name: t.cancel.title });
    expect(await findings(phone), "the question before a cancellation").toEqual([]);
    await dialog.getByRole("button", { name: t.cancel.confirm }).click();
    await phone.getByText(t.canceled).waitFor();
    await laptop.reload();
    await laptop.getByText(t.canceled).waitFor();
  });

  it("keeps the account's doors: wrong and forgotten passwords, signing out elsewhere", async () => {
    const ada = newPerson();
    const page = await site.open("/register", { expected: [/40[0-9]|422/] });
    await register(page, ada);
    await page.waitForURL("**/account");
    await page.getByRole("button", { name: accountTexts.nav.signOut }).click();
    await page.getByText(accountTexts.signIn.reasons.signedOut).waitFor();
    await signIn(page, { ...ada, password: "not the password" });
    await page.getByRole("alert").filter({ hasText: /./ }).first().waitFor();
    expect(await page.getByLabel(accountTexts.email, { exact: true }).inputValue()).toBe(ada.email);

    await page.getByRole("link", { name: accountTexts.signIn.forgotten }).click();
    await page.getByLabel(accountTexts.email, { exact: true }).fill(ada.email);
    await page.getByRole("button", { name: accountTexts.forgotten.action }).click();
    await page.getByRole("heading", { name: accountTexts.forgotten.sent }).waitFor();
    const token = await mailTo(site.env(), ada.email, /password-reset#token=([\w-]+)/);
    await page.goto(`/account/password-reset#token=${token}`);
    await page.getByLabel(accountTexts.newPassword, { exact: true }).fill("another engine of mine");
    await page.getByRole("button", { name: accountTexts.reset.action }).click();
    await page.getByText(accountTexts.signIn.reasons.passwordSet).waitFor();
    await signIn(page, { ...ada, password: "another engine of mine" });
    await page.waitForURL("**/account");

    // Another device ends this session.
    const other = await site.open("/sign-in?next=/account/sessions", { expected: [STRANGER] });
    await signIn(other, { ...ada, password: "another engine of mine" });
    await other
      .getByRole("main")
      .getByRole("button", { name: /^Sign out \w/ })
      .click();
    await other
      .getByRole("status")
      .getByText(/is signed out\.$/)
      .waitFor();
    await page.goto("/account/orders");
    await page.getByRole("heading", { name: accountTexts.signIn.title }).waitFor();
  });

  it("is shipped by a packer, who also counts stock", async () => {
    const guest = await (await site.device()).newPage();
    await toCheckout(guest, SHIRT);
    await field(guest, "email").fill("parcel@example.com");
    await fillAddress(guest);
    const number = await placeOrder(guest, "card");
    await pay(guest, "succeeds");
    await isPaid(guest);

    Object.assign(process.env, site.env());
    const { secret } = await admin("packer");
    const page = await (await site.device({ expected: [/40[13]/] })).newPage();
    // A printer would wait for somebody.
    await page.addInitScript(() => {
      window.print = () => document.documentElement.setAttribute("data-printed", "");
    });
    const s = adminTexts;
    await page.goto("/admin");
    await page.getByLabel(s.signIn.key).fill(secret.replace(/.$/, (end) => (end === "A" ? "B" : "A")));
    await page.keyboard.press("Enter");
    await page.getByText(s.signIn.wrong).waitFor();
    expect(await findings(page), "sign-in").toEqual([]);
    await page.getByLabel(s.signIn.key).fill(secret);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: s.orders.title }).waitFor();
    await page.getByRole("link", { name: String(number), exact: true }).waitFor();
    expect(await findings(page), "orders").toEqual([]);
    await page.getByRole("link", { name: String(number), exact: true }).click();
    await page.getByRole("heading", { level: 1, name: s.order.title(number) }).waitFor();
    await page.getByRole("button", { name: s.order.print }).click();
    await page.locator("html[data-printed]").waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".slip").innerText()).toContain(ADDRESS.line1);
    await page.emulateMedia({ media: "screen" });
    expect(await findings(page), "order").toEqual([]);
    await page.getByRole("button", { name: s.cancel.open }).click();
    const question = page.getByRole("dialog", { name: s.cancel.title(number) });
    await question.waitFor();
    expect(await findings(page), "the question before a cancellation").toEqual([]);
    await question.getByRole("button", { name: s.cancel.keep }).click();
    await question.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: s.refund.open }).click();
    expect(await findings(page), "refund").toEqual([]);
    await page.locator("main").focus();

    await page.keyboard.press("s");
    await page.keyboard.type("Royal Mail");
    await page.getByLabel(new RegExp(`^${s.ship.number}`)).fill("RM123456785GB");
    await page.keyboard.press("Control+Enter");
    await page.getByText(s.ship.done("Royal Mail")).waitFor();
    await guest.reload();
    await guest.getByText(t.fulfillment.tracking("RM123456785GB")).waitFor();
    await mailTo(site.env(), "parcel@example.com", /RM123456785GB/);

    await page.getByRole("link", { name: s.menu.stock, exact: true }).click();
    const sku = "CANVAS-TOTE-BAG-CML-OS";
    const { secret: owner } = await admin("owner");
    const stockOf = async () => {
      const path = `${site.url()}/admin/v1/variants/${sku}/stock`;
      return (await (await fetch(path, { headers: { authorization: `Bearer ${owner}` } })).json()).quantity;
    };
    const before = await stockOf();
    await page.getByLabel(s.stock.sku, { exact: true }).waitFor();
    await page.keyboard.type(`${sku}\n`);
    await page.getByText(s.stock.now(before)).waitFor();
    expect(await findings(page), "stock").toEqual([]);
    await page.keyboard.type(`${before + 7}\n`);
    await page
      .getByText(s.stock.saved(sku, before, before + 7))
      .first()
      .waitFor();
    expect(await stockOf()).toBe(before + 7);
  });
});
