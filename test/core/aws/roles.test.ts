import { context } from "@myclothes/core/context";
import { type DatabaseRole, databaseRoles, roleName } from "@myclothes/core/roles";
import { describe, expect, it } from "vitest";
import { execute } from "../../../packages/core/src/aws/postgres.ts";
import { run } from "../../support/products.ts";

const as = (databaseRole: DatabaseRole, text: string) =>
  execute(context({ databaseRole }), { compile: () => text });

const DENIED = expect.objectContaining({ name: "SqlError", state: "42501" });

const DDL = [
  "create table intruder (n integer)",
  "create temporary table intruder (n integer)",
  "create function intruder() returns integer language sql as 'select 1'",
  "create role intruder",
  "alter table product add column intruder integer",
  "alter table variant disable trigger all",
  "drop table redirect",
  "drop trigger variant_updated on variant",
  "truncate audit",
  "alter role shop_read superuser",
  "insert into migration (name) values ('intruder')",
];

/** What nobody but a trigger or an order writes. */
const DERIVED = [
  "update product set available = true",
  "update product set price_from = 1",
  "update category set product_count = 0",
  "insert into word (word, named) values ('intruder', true)",
  "delete from synonym",
  "select index_products_after('', 1, true)",
  "update orders set total = 0",
  "update orders set email = ''",
  "update orders set billing_address = null",
  "delete from orders",
  "select setval(pg_get_serial_sequence('orders', 'number'), 1)",
  "update order_line set unit_price = 0",
  "delete from order_line",
];

const refused: Record<DatabaseRole & string, string[]> = {
  master: [],
  app: [
    ...DERIVED,
    "update variant set price = 1",
    "update variant set stock = stock, price = 1",
    "insert into variant (sku, product_id, position, size, color, price, stock) values ('', '', 1, '', '', 1, 1)",
    "delete from variant",
    "update product set title = ''",
    "insert into product (id, handle, title, description, category) values ('', '', '', '', '')",
    "delete from product",
    "delete from category",
    "update collection set position = 1",
    "delete from collection",
    "insert into redirect (handle, target) values ('', '')",
    "update orders set paid = total",
    "update orders set fulfillment_status = 'shipped'",
    "insert into payment (id, provider_ref) values ('', '')",
    "update payment set status = 'paid'",
    "update orders set payment_due_at = now()",
    "insert into refund (id) values ('')",
    "insert into refund_line (refund_id) values ('')",
    "insert into fulfillment (id) values ('')",
    "update settings set content = '{}'",
    "select from audit",
    "insert into audit (key_id, route, subject) values ('', '', '')",
    "delete from audit",
    "select secret_hash from api_key",
    "update api_key set scopes = '[]'",
    "select secret from webhook_endpoint",
    "select from event",
    "update event set handled_at = now()",
    "insert into image (id) values ('')",
    "select from suppressed_address",
  ],
  admin: [
    ...DERIVED,
    "update audit set route = ''",
    "delete from audit",
    "update api_key set secret_hash = ''",
    "update api_key set scopes = '[]'",
    "delete from api_key",
    "update customer set email = ''",
    "update customer set password_hash = ''",
    "insert into customer (id) values ('')",
    "select from customer_token",
    "select from address",
    "delete from cart_checkout",
    "insert into orders (id) values ('')",
    "update payment set amount = 1",
    "delete from payment",
    "update stock_movement set delta = 0",
    "delete from stock_movement",
    "update webhook_endpoint set secret = ''",
    "delete from event",
    "update image set url = ''",
  ],
  worker: [
    ...DERIVED,
    "update variant set stock = 1",
    "update orders set status = 'canceled'",
    "update customer set email = ''",
    "delete from customer",
    "select from address",
    "select from api_key",
    "select from audit",
    "insert into audit (key_id, route, subject) values ('', '', '')",
    "update settings set content = '{}'",
    "insert into image (id) values ('')",
    "insert into webhook_endpoint (id) values ('')",
    "update webhook_endpoint set url = ''",
    "delete from suppressed_address",
  ],
  payments: [
    ...DERIVED,
    "update variant set price = 1",
    "update payment set amount = 1",
    "insert into payment (id) values ('')",
    "update refund set amount = 1",
    "delete from refund",
    "update refund_line set amount = 1",
    "update payment set capture = 'automatic'",
    "select from customer",
    "update settings set content = '{}'",
    "select from audit",
    "update api_key set scopes = '[]'",
  ],
  pages: [
    ...DERIVED,
    "update variant set stock = 1",
    "insert into event (name, subject) values ('', '')",
    ...["orders", "customer", "address", "payment", "settings", "audit", "api_key"].map(
      (table) => `select from ${table}`,
    ),
  ],
  read: [
    ...DERIVED,
    "select password_hash from customer",
    "select secret_hash from api_key",
    "select token_hash from customer_token",
    "select secret from webhook_endpoint",
    "insert into event (name, subject) values ('', '')",
    "update variant set stock = 1",
    "delete from suppressed_address",
  ],
};

describe("the database's roles", () => {
  it("are those of the code, and no more than roles", async () => {
    const rows = await run(
      String.raw`select rolname::text, rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls from pg_roles
      where rolname like 'shop\_%' order by 1`,
    );
    expect(rows).toEqual(databaseRoles.map((role) => [roleName(role), false]).sort());
  });

  describe.each(databaseRoles)("%s", (role) => {
    it.each([...DDL, ...refused[role]])("is refused: %s", async (text) => {
      await expect(as(role, text)).rejects.toEqual(DENIED);
    });
  });

  it("may each read what the functions read", async () => {
    for (const role of databaseRoles.filter((role) => role !== "payments"))
      await as(role, "select from product p join variant v on v.product_id = p.id limit 1");
    await as("app", "select stock from variant where sku = '' for update");
    await as("app", "update variant set stock = stock where sku = ''");
    await as("admin", "insert into audit (key_id, route, subject) select '', '', '' where false");
    await as("worker", "delete from event where id = ''");
    await as("payments", "select from orders, payment, refund, refund_line, settings limit 1");
    await as("read", "select * from audit limit 1");
  });

  it("have a decision about each table and each column: people may read it, or it is a secret", async () => {
    const tables = await run(
      `select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not has_any_column_privilege('shop_read', oid, 'select') order by 1`,
    );
    expect(tables).toEqual([]);
    const columns = await run(
      `select relname || '.' || attname from pg_class join pg_attribute on attrelid = pg_class.oid
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
        and not has_column_privilege('shop_read', attrelid, attnum, 'select') order by 1`,
    );
    expect(columns.flat()).toEqual([
      "api_key.secret_hash",
      "customer.password_hash",
      "customer_token.token_hash",
      "webhook_endpoint.secret",
    ]);
  });

  it("reach no more through a function: those that run as their owner have a fixed search path, and only triggers call them", async () => {
    const found = await run(
      `select proname::text, array_to_string(proconfig, ', '), prorettype::regtype::text from pg_proc
      where prosecdef and pronamespace = 'public'::regnamespace order by 1`,
    );
    const path = "search_path=pg_catalog, public, pg_temp";
    expect(found).toEqual([
      ["category_counted", path, "trigger"],
      ["offer_changed", path, "trigger"],
      ["words_added", `${path}, jit=off`, "trigger"],
    ]);
  });
});
