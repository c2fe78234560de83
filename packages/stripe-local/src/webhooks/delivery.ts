/** One webhook: an event on its way to an endpoint. */
export interface Delivery {
  id: string;
  event: string;
  type: string;
  url: string;
  /** `held` waits for a script; `dropped` is never sent. */
  status: "pending" | "held" | "dropped" | "delivered" | "failed";
  attempts: Attempt[];
}

export interface Attempt {
  /** In milliseconds since 1970, by the machine's clock. */
  at: number;
  /** The status of the answer. Null: there was none. */
  status: number | null;
  /** The beginning of the answer, or why there was none. */
  text: string;
}
