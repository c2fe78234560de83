import type { Swept } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { expect } from "vitest";
import { expire, letCheck, ordered, PRICE } from "../../functions/support/paid.ts";
import { keyed, orderOf, usd } from "../../support/bodies.ts";
import { type Answer, client } from "../../support/client.ts";
import { product, run } from "../../support/products.ts";
import { type StripeServer, signedEvent } from "../../support/stripe.ts";
import type { Actor } from "./payment.instance.ts";

export const STOCK = 5;

interface Setting {
  provider: StripeServer;
  stripe: Stripe;
  /** The secret of the merchant's key. */
  key: string;
}

interface Prepared {
  sku: string;
  /** The order, once there is one. */
  id(): Promise<string>;
  /** A request, or a run of Sweep, that meets a fault. */
  act(by: Actor): Promise<Answer | Swept>;
  /** What clients, Sweep and Stripe do afterwards. By default the same again. */
  repeat?(by: Actor): Promise<unknown>;
  /** What is true in the end. */
  check(by: Actor): Promise<void>;
}

/** Money moves, or does not: prepares an order for it. */
export type Flow = (setting: Setting) => Promise<Prepared>;

export const intentOf = ({ body }: Answer): string =>
  String(body.clientSecret ?? "").split("_secret_")[0] ?? "";

const confirm = (stripe: Stripe, intent: string, payment_method = "pm_card_visa") =>
  stripe.paymentIntents.confirm(intent, { payment_method, return_url: "https://shop.example/" });

/** An order that is begun to be paid. */
async function begun() {
  const made = await ordered();
  const intent = intentOf(await made.start());
  return { ...made, intent, path: `/v1/orders/${made.id}` };
}

/** An order that is paid, although the shop does not know it yet. */
async function captured({ stripe }: Setting) {
  const made = await begun();
  await confirm(stripe, made.intent);
  return made;
}

const tell = (by: Actor, event: ReturnType<typeof signedEvent>) =>
  by.shop({ cookie: "" }).send("POST", "/v1/webhooks/stripe", event);

async function paid(setting: Setting) {
  const made = await captured(setting);
  await letCheck(made.id);
  expect((await made.read()).paymentStatus).toBe("paid");
  return made;
}

const statusesOf = async (id: string): Promise<unknown[]> =>
  (await run("select status, payment_status from orders where id = :id", { id }))[0] ?? [];

const ends =
  (id: string, status: string, payment: string): (() => Promise<void>) =>
  async () =>
    expect(await statusesOf(id)).toEqual([status, payment]);

const placement: Flow = async ({ stripe, provider }) => {
  const shopper = client();
  const { sku } = await product({ price: PRICE, stock: STOCK });
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 2 } });
  const request = { body: orderOf(2 * PRICE, { payment: { provider: "stripe" } }), headers: keyed() };
  const place = (by: Actor) => by.shop(shopper.jar).send("POST", "/v1/orders", request);
  const idsOf = async () =>
    (await run("select order_id from order_line where sku = :sku", { sku })).flat().map(String);
  return {
    sku,
    id: async () => (await idsOf())[0] ?? "",
    act: place,
    repeat: async (by) => {
      expect((await place(by)).status).toBe(201);
      expect(await idsOf()).toHaveLength(1);
    },
    check: async (by) => {
      const [id = ""] = await idsOf();
      const intent = intentOf(await by.shop(shopper.jar).send("POST", `/v1/orders/${id}/payment`));
      await confirm(stripe, intent);
      expect((await tell(by, signedEvent(provider, intent))).status).toBe(204);
      expect(await statusesOf(id)).toEqual(["open", "paid"]);
    },
  };
};

const beginning: Flow = async ({ stripe, provider }) => {
  const { id, sku, shopper } = await ordered();
  const start = (by: Actor) => by.shop(shopper.jar).send("POST", `/v1/orders/${id}/payment`);
  return {
    sku,
    id: async () => id,
    act: start,
    check: async (by) => {
      const answer = await start(by);
      expect([answer.status, answer.body.status]).toEqual([200, "pending"]);
      const intent = intentOf(answer);
      await confirm(stripe, intent);
      expect((await tell(by, signedEvent(provider, intent))).status).toBe(204);
      expect(await statusesOf(id)).toEqual(["open", "paid"]);
    },
  };
};

const event: Flow = async (setting) => {
  const { id, sku, intent } = await captured(setting);
  const sent = signedEvent(setting.provider, intent);
  return { sku, id: async () => id, act: (by) => tell(by, sent), check: ends(id, "open", "paid") };
};

const dashboardRefund: Flow = async (setting) => {
  const { id, sku, intent } = await paid(setting);
  await setting.stripe.refunds.create({ payment_intent: intent, amount: 1_000 });
  const sent = signedEvent(setting.provider, intent);
  const check = ends(id, "open", "partially_refunded");
  return { sku, id: async () => id, act: (by) => tell(by, sent), check };
};

const reading: Flow = async (setting) => {
  const { id, sku, path, shopper } = await captured(setting);
  const read = async (by: Actor) => {
    await letCheck(id);
    return by.shop(shopper.jar).send("GET", path);
  };
  return { sku, id: async () => id, act: read, check: ends(id, "open", "paid") };
};

const sweeps = (sku: string, id: string, check: () => Promise<void>): Prepared => ({
  sku,
  id: async () => id,
  act: (by) => by.sweep(),
  check,
});

const expiry: Flow = async () => {
  const { id, sku } = await begun();
  await expire(id);
  return sweeps(sku, id, ends(id, "canceled", "canceled"));
};

const expiryUnbegun: Flow = async () => {
  const { id, sku } = await ordered();
  await expire(id);
  return sweeps(sku, id, ends(id, "canceled", "canceled"));
};

const expiryPaid: Flow = async (setting) => {
  const { id, sku } = await captured(setting);
  await expire(id);
  return sweeps(sku, id, ends(id, "open", "paid"));
};

const cancellation =
  (order: (setting: Setting) => ReturnType<typeof begun>, payment: string): Flow =>
  async (setting) => {
    const { id, sku, path, shopper } = await order(setting);
    return {
      sku,
      id: async () => id,
      act: (by) => by.shop(shopper.jar).send("POST", `${path}/cancellation`),
      check: ends(id, "canceled", payment),
    };
  };

const merchantCancellation =
  (order: (setting: Setting) => ReturnType<typeof begun>, payment: string): Flow =>
  async (setting) => {
    const { id, sku } = await order(setting);
    return {
      sku,
      id: async () => id,
      act: (by) => by.admin(setting.key)("POST", `/admin/v1/orders/${id}/cancellation`),
      check: async () => {
        expect(await statusesOf(id)).toEqual(["canceled", payment]);
        expect(await run("select count(*) from audit where subject = :id", { id })).toEqual([[1]]);
      },
    };
  };

const refund: Flow = async (setting) => {
  const { id, sku } = await paid(setting);
  const body = {
    amount: usd(PRICE),
    lines: [{ sku, quantity: 1 }],
    reason: "Too small",
    restock: true,
  };
  const request = { body, headers: keyed() };
  return {
    sku,
    id: async () => id,
    act: (by) => by.admin(setting.key)("POST", `/admin/v1/orders/${id}/refunds`, request),
    check: async () => {
      expect(await statusesOf(id)).toEqual(["open", "partially_refunded"]);
      expect(await run("select amount, status from refund where order_id = :id", { id })).toEqual([
        [PRICE, "succeeded"],
      ]);
    },
  };
};

/** The provider was away when it was requested. */
const pendingRefund: Flow = async (setting) => {
  const { id, sku } = await paid(setting);
  await run(
    `with o as (update orders set refunding = 1000, refund_count = 1 where id = :id returning id)
    insert into refund (id, order_id, payment_id, amount, reason, fingerprint, created_at)
    select replace(o.id, 'ord_', 'ref_'), o.id, p.id, 1000, 'Late', '', now() - interval '1 hour'
    from o join payment p on p.order_id = o.id`,
    { id },
  );
  return sweeps(sku, id, ends(id, "open", "partially_refunded"));
};

/** The bank says late that it has the money of an order that its shopper has canceled. */
const lateMoney: Flow = async (setting) => {
  const { id, sku, intent } = await begun();
  await confirm(setting.stripe, intent, "pm_usBankAccount");
  await run("update payment set status = 'canceled', expires_at = null where order_id = :id", { id });
  await run(
    "update orders set status = 'canceled', payment_status = 'canceled', canceled_by = 'shopper' where id = :id",
    { id },
  );
  await run("update variant set stock = stock + 2 where sku = :sku", { sku });
  setting.provider.settle(intent, "succeeded");
  const sent = signedEvent(setting.provider, intent);
  return { sku, id: async () => id, act: (by) => tell(by, sent), check: ends(id, "canceled", "refunded") };
};

export const flows: Record<string, Flow> = {
  "an order": placement,
  "the beginning of a payment": beginning,
  "an event about a payment": event,
  "an event about a refund in the dashboard": dashboardRefund,
  "the reading of an order": reading,
  "the expiry of a payment": expiry,
  "the expiry of a payment that was not begun": expiryUnbegun,
  "the expiry of a payment that was made": expiryPaid,
  "a cancellation": cancellation(begun, "canceled"),
  "the cancellation of a paid order": cancellation(paid, "refunded"),
  "the cancellation of an order that is paid in secret": cancellation(captured, "refunded"),
  "a cancellation by the merchant": merchantCancellation(begun, "canceled"),
  "the cancellation of a paid order by the merchant": merchantCancellation(paid, "refunded"),
  "a refund": refund,
  "a refund that Sweep makes": pendingRefund,
  "money for a canceled order": lateMoney,
};
