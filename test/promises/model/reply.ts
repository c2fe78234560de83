import type { Line, Order } from "./model.ts";

/** An answer in the model's terms. */
export interface Reply {
  status: number;
  code?: string;
  cart?: ShownCart;
  order?: ShownOrder;
  replayed?: boolean;
  /** SKUs with insufficient stock. */
  skus?: number[];
  total?: number;
  /** The orders in a list, or the number of sessions. */
  orders?: string[];
  count?: number;
  quantity?: number;
  /** The session in the answer's cookie. Null: the cookie is removed. */
  jar?: string | null;
}

export interface ShownCart {
  lines: (Line & { price: number })[];
  itemCount: number;
  subtotal: number;
  warnings: string[];
}

export interface ShownOrder {
  name: string;
  lines: Order["lines"];
  total: number;
  canceled: boolean;
}
