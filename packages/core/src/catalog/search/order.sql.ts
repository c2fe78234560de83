import { type Sql, sql } from "../../aws/sql.ts";
import type { Sort } from "../catalog.rules.ts";

/** An order in which an index has the products. */
export type IndexedSort = Exclude<Sort, "relevance" | "collection">;

/** One order of the product list. Each part of SQL is about a product `p`, and where it says so, about a row `band`. */
export interface Order {
  orderBy: Sql;
  /**
   * The product's position as the columns `id` and `price_from`. It has only columns of the index with this order. With any
   * other column, the planner may read a whole category from an index that has the column, and sort it.
   */
  position: Sql;
  behind(price: Sql, id: Sql): Sql;
  /** The name of the band that the product is in. */
  band: Sql;
  /** The product is in `band`. */
  inBand: Sql;
  /** The product is in a later band than `band`. */
  behindBand: Sql;
}

const bandStart = sql`band.name::bigint`;
const bandEnd = sql`band.name::bigint + (10 ^ (length(band.name) - 1))::bigint`;
const byPrice = {
  position: sql`p.id, p.price_from`,
  band: sql`price_band(p.price_from)`,
  inBand: sql`p.price_from >= ${bandStart} and p.price_from < ${bandEnd}`,
};

export const orders: Record<IndexedSort, Order> = {
  newest: {
    orderBy: sql`p.id desc`,
    position: sql`p.id, null::integer as price_from`,
    behind: (_, id) => sql`p.id < ${id}`,
    band: sql`age_band(p.id)`,
    inBand: sql`p.id >= band.name and p.id < band.name || '~'`,
    behindBand: sql`p.id < band.name`,
  },
  price: {
    ...byPrice,
    orderBy: sql`p.price_from, p.id`,
    behind: (price, id) => sql`(p.price_from, p.id) > (${price}, ${id})`,
    behindBand: sql`p.price_from >= ${bandEnd}`,
  },
  "-price": {
    ...byPrice,
    orderBy: sql`p.price_from desc, p.id desc`,
    behind: (price, id) => sql`(p.price_from, p.id) < (${price}, ${id})`,
    behindBand: sql`p.price_from < ${bandStart}`,
  },
};

/** The order of products that have the same rank. By relevance, each kind of match has the order of age. */
export const orderOf = (sort: Sort): Order =>
  orders[sort === "relevance" || sort === "collection" ? "newest" : sort];
