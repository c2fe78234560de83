import type { Locator, Page } from "playwright-core";
import { accountTexts } from "../../../../packages/storefront/src/texts.account.ts";
import { texts } from "../../../../packages/storefront/src/texts.checkout.ts";
import { addFirst, isSaved } from "./bag.ts";
import { isAlive } from "./site.ts";

const t = texts.checkout;
type Field = keyof typeof t.fields;

export const ADDRESS = {
  country: "GB",
  name: "Ada Lovelace",
  line1: "12 St James's Square",
  postalCode: "SW1Y 4JH",
  city: "London",
} as const satisfies Partial<Record<Field, string>>;

/** A field of the checkout. */
export const field = (page: Page, name: Field): Locator => page.locator(`#checkout-${name}`);

/** Puts a product into the bag and goes to the checkout. Returns the product's title. */
export async function toCheckout(page: Page, handle: string): Promise<string> {
  await page.goto(`/products/${handle}`);
  await isAlive(page);
  const title = await addFirst(page);
  await isSaved(page);
  await page.getByRole("dialog").getByRole("link", { name: "Checkout" }).click();
  await page.waitForURL("**/checkout");
  return title;
}

export async function fillAddress(page: Page): Promise<void> {
  const { country, ...rest } = ADDRESS;
  await field(page, "country").selectOption(country);
  for (const [name, value] of Object.entries(rest)) await field(page, name as Field).fill(value);
}

/** Orders with this way to pay. Returns the number of the order, whose page is open. */
export async function placeOrder(page: Page, way: "card" | "later"): Promise<number> {
  await page.getByRole("radio", { name: t[way], exact: true }).check();
  const words = way === "card" ? t.placePay("$") : t.place("$");
  await page.getByRole("button", { name: new RegExp(`^${words.replace("$", "\\$\\d")}`) }).click();
  await page.waitForURL("**/orders/*");
  const heading = page.getByRole("heading", { level: 1, name: /^Order \d+$/ });
  return Number((await heading.textContent())?.replace(/\D/g, ""));
}

/** Fills in a test card of the emulator and pays. */
export async function pay(page: Page, card: keyof typeof texts.order.card.tests): Promise<void> {
  await page.getByRole("button", { name: texts.order.card.tests[card], exact: true }).click();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
}

export const isPaid = (page: Page): Promise<void> =>
  page.getByText(texts.order.payment.paid, { exact: true }).waitFor();

export interface Person {
  name: string;
  email: string;
  password: string;
}

let count = 0;
export const newPerson = (): Person => ({
  name: "Ada Lovelace",
  email: `ada-${Date.now()}-${++count}@example.com`,
  password: "an engine of my own",
});

/** Creates an account on the page that asks for it. */
export async function register(page: Page, { name, email, password }: Person): Promise<void> {
  await page.getByLabel(accountTexts.name, { exact: true }).fill(name);
  await page.getByLabel(accountTexts.email, { exact: true }).fill(email);
  await page.getByLabel(accountTexts.password, { exact: true }).fill(password);
  await page.getByRole("button", { name: accountTexts.register.action }).click();
}

/** Signs in on the page that asks for it. */
export async function signIn(
  page: Page,
  { email, password }: Pick<Person, "email" | "password">,
): Promise<void> {
  await page.getByLabel(accountTexts.email, { exact: true }).fill(email);
  await page.getByLabel(accountTexts.password, { exact: true }).fill(password);
  await page.getByRole("button", { name: accountTexts.signIn.action, exact: true }).click();
}
