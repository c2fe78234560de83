import { ulid } from "ulid";
import { run } from "./products.ts";

/** A body of `PUT /admin/v1/products/{handle}`. */
// biome-ignore lint/suspicious/noExplicitAny: tests send wrong bodies too
export const productBody = (skus: string[], changes: Record<string, any> = {}) => ({
  title: "Linen Shirt",
  description: "Light and cool.",
  category: "made-for-a-test",
  status: "active",
  images: [{ url: "/images/linen.svg", alt: "A shirt" }],
  variants: skus.map((sku, i) => variantBody(sku, { options: { size: `${36 + i}`, color: "Navy" } })),
  ...changes,
});

export const variantBody = (sku: string, changes: Record<string, unknown> = {}) => ({
  sku,
  options: { size: "M", color: "Navy" },
  price: usd(2500),
  ...changes,
});

export const usd = (amount: number) => ({ amount, currency: "USD" });

/** Names that no other test uses. */
export function newNames(count = 2) {
  const unique = ulid();
  const skus = Array.from({ length: count }, (_, i) => `EDIT-${unique}-${i}`);
  return { handle: `edit-${unique.toLowerCase()}`, skus, sku: skus[0] ?? "" };
}

export const createCategory = (handle = "made-for-a-test") =>
  run(
    "insert into category (handle, title, position) values (:handle, :handle, 1000) on conflict do nothing",
    {
      handle,
    },
  );

/** A collection of the products with these IDs. */
export const createCollection = (handle: string, ids: string[] = []) =>
  run(
    "insert into collection (handle, title, products) select :handle, :handle, array(select jsonb_array_elements_text(:ids::jsonb))",
    { handle, ids: JSON.stringify(ids) },
  );

/** The names of the events about a product or a SKU, in order. */
export const eventsOf = async (subject: string) =>
  (await run("select name from event where subject = :subject order by position", { subject })).flat();

interface AuditRow {
  route: string;
  keyId: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows its values
  before: any;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows its values
  after: any;
}

/** The rows of the audit log about a subject, in order. */
export const auditOf = async (subject: string): Promise<AuditRow[]> =>
  (
    await run(
      "select route, key_id, coalesce(before::text, 'null'), coalesce(after::text, 'null') from audit where subject = :subject order by id",
      { subject },
    )
  ).map(([route, keyId, before, after]) => ({
    route: String(route),
    keyId: String(keyId),
    before: JSON.parse(String(before)),
    after: JSON.parse(String(after)),
  }));
