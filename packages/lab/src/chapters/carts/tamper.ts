import { between, type Random } from "@myclothes/demo-catalogue/random";
import { PRICE, type Shopper, type Site } from "./site.ts";

export interface Tampering {
  /** The shopper changed the price in the cookie, and the shop sold at that price. */
  forged: boolean;
  /** The shopper changed any one character of any cookie, and the shop sold at another total than the right one. */
  altered: boolean;
  /** After the order, the shopper put back the old cookies and ordered once more, at the old price. */
  replayed: boolean;
}

let orders = 0;

async function order({ browser }: Shopper): Promise<number> {
  const reply = await browser.ask("POST", `/orders/o${++orders}`);
  return reply.status === 200 ? JSON.parse(reply.body.toString()).total : 0;
}

/** A shopper who controls the browser tries three ways to pay less, each with a cart of its own. */
export async function tamper(site: Site, next: Random): Promise<Tampering> {
  const fill = async () => {
    const shopper = site.shopper();
    await shopper.cart();
    await shopper.add("COAT", 2);
    return shopper;
  };

  const forger = await fill();
  for (const [name, value] of forger.browser.cookies) {
    if (name !== "lb") forger.browser.cookies.set(name, withPrice(value, 1));
  }
  const forgedTotal = await order(forger);

  const vandal = await fill();
  for (const [name, value] of vandal.browser.cookies) {
    if (name !== "lb") vandal.browser.cookies.set(name, withAnotherCharacter(value, next));
  }
  const alteredTotal = await order(vandal);

  const replayer = await fill();
  const old = new Map(replayer.browser.cookies);
  await order(replayer);
  // The sale has ended meanwhile, but the old cookie still has its price.
  replayer.browser.cookies.clear();
  for (const [name, value] of old) replayer.browser.cookies.set(name, value);
  const secondTotal = await order(replayer);

  return {
    forged: forgedTotal > 0 && forgedTotal < 2 * PRICE,
    altered: alteredTotal > 0 && alteredTotal !== 2 * PRICE,
    replayed: secondTotal > 0,
  };
}

/** The cookie with another price in its content, and the signature that it had. */
function withPrice(value: string, price: number): string {
  const [text = "", ...rest] = value.split(".");
  const content = Buffer.from(text, "base64url").toString().replaceAll(String(PRICE), String(price));
  return [Buffer.from(content).toString("base64url"), ...rest].join(".");
}

function withAnotherCharacter(value: string, next: Random): string {
  const at = between(next, 0, Math.max(0, value.indexOf(".") - 1));
  const other = value[at] === "A" ? "B" : "A";
  return value.slice(0, at) + other + value.slice(at + 1);
}
