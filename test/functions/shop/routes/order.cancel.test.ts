import { describe, expect, it } from "vitest";
import { keyed, orderOf } from "../../../support/bodies.ts";
import { product, run, setStock, variant } from "../../../support/products.ts";
import { account } from "../../support/customer.ts";

/** A customer's order of three units. */
async function placed() {
  const { shopper } = await account();
  const { sku } = await product({ price: 100, stock: 5 });
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 3 } });
  const body = orderOf(300, { email: undefined });
  const { body: order } = await shopper.send("POST", "/v1/orders", { body, headers: keyed() });
  const cancel = () => shopper.send("POST", `/v1/orders/${order.id}/cancellation`);
  return { sku, id: order.id as string, cancel };
}

describe("a cancellation", () => {
  it("returns the stock, however high it has been set since", async () => {
    const { sku, cancel } = await placed();
    await setStock(sku, 2_147_483_647);
    for (const _ of ["once", "and not twice"]) {
      const { status, body } = await cancel();
      expect([status, body.status]).toEqual([201, "canceled"]);
      expect((await variant(sku)).stock).toBe(2_147_483_650);
    }
  });

  it("succeeds after the variant was deleted", async () => {
    const { sku, cancel } = await placed();
    await run("delete from variant where sku = :sku", { sku });
    expect((await cancel()).status).toBe(201);
  });

  it.each([
    ["pending", "canceled"],
    ["authorized", "canceled"],
    ["failed", "canceled"],
    ["paid", "paid"],
    ["partially_refunded", "partially_refunded"],
  ])("changes a payment from %s to %s", async (before, after) => {
    const { id, cancel } = await placed();
    await run("update orders set payment_status = :before where id = :id", { before, id });
    const { status, body } = await cancel();
    expect([status, body.status, body.paymentStatus]).toEqual([201, "canceled", after]);
  });
});
