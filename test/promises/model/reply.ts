import type { Line, Order } from "./model.ts";

/** What an answer is expected to say. */
export interface Reply {
  status: number;
  code?: string;
  cart?: ShownCart;
  order?: ShownOrder;
  replayed?: boolean;
  /** Short of stock. */
  skus?: number[];
  total?: number;
  /** A list's orders, or how many sessions there are. */
  orders?: string[];
  count?: number;
  quantity?: number;
  /** The session that the answer hands over; null: it takes the cookie back. */
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
