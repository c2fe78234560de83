import { type Cart, type Change, type Preview, predict } from "./cart.rules.ts";
import type { Api } from "./client.ts";
import { newId } from "./id.ts";
import type { Problem } from "./problem.ts";

/** For a page. The same object until something changes. */
export interface CartState {
  /** The shop's cart with the changes that it has not answered yet. Null until the first answer. */
  cart: Cart | null;
  /** Whether the shop still has to answer. */
  isPending: boolean;
  /** Why the last change was not made. The cart shows what the shop has. */
  problem: Problem | null;
}

export type CartResult = { data: Cart; error?: never } | { data?: never; error: Problem };

interface Task {
  /** Undefined: only read the cart. */
  change: Change | undefined;
  result: Promise<CartResult>;
  resolve(result: CartResult): void;
  reject(error: unknown): void;
}

/** Tells the other tabs of a browser that the cart has changed. */
const CHANNEL = "myclothes-cart";

/**
 * The cart of a page. It sends one request at a time, in order, so that an older answer never replaces a newer one. The first
 * request is a read: it gives the browser its session before anything is stored. `get` already shows changes that are still to be
 * sent.
 */
export function createCart(api: Api) {
  let server: Cart | null = null;
  let problem: Problem | null = null;
  let state: CartState = { cart: null, isPending: false, problem: null };
  let isRunning = false;
  const tasks: Task[] = [];
  const listeners = new Set<() => void>();
  const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(CHANNEL);
  // Node would wait for messages.
  (channel as { unref?(): void } | undefined)?.unref?.();
  channel?.addEventListener("message", () => server && void refresh());

  function publish() {
    const changes = tasks.flatMap(({ change }) => change ?? []);
    state = { cart: server && predict(server, changes), isPending: tasks.length > 0, problem };
    for (const listener of listeners) listener();
  }

  function enqueue(change: Change | undefined): Promise<CartResult> {
    const last = tasks.at(-1);
    // The first task may be on its way.
    if (last && tasks.length > 1 && canReplace(last.change, change)) {
      last.change = change;
      publish();
      return last.result;
    }
    const { promise: result, resolve, reject } = newPromise<CartResult>();
    tasks.push({ change, result, resolve, reject });
    publish();
    void run();
    return result;
  }

  async function run() {
    if (isRunning) return;
    isRunning = true;
    for (let task = tasks[0]; task; task = tasks[0]) {
      try {
        if (task.change && !server) await read();
        const result = task.change ? await write(task.change) : await read();
        if (task.change) problem = result.error ?? null;
        tasks.shift();
        publish();
        task.resolve(result);
      } catch (error) {
        tasks.shift();
        publish();
        task.reject(error);
      }
    }
    isRunning = false;
  }

  async function read(): Promise<CartResult> {
    const { data, error } = await api.GET("/v1/cart");
    if (data) server = data;
    return data ? { data } : { error };
  }

  async function write(change: Change): Promise<CartResult> {
    const { data, error } = await send(api, change);
    if (data) {
      server = data;
      channel?.postMessage(null);
      return { data };
    }
    // Nobody knows whether the change was made, or the cart has been replaced meanwhile.
    await read();
    return { error };
  }

  const refresh = () => enqueue(undefined);

  return {
    get: (): CartState => state,
    /** Calls `listener` after each change, until the returned function is called. Fits React's `useSyncExternalStore`. */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Reads the cart. Needed after changes by other means than this object. */
    refresh,
    /** Adds to what is in the cart. With a `preview`, a new line is shown at once. */
    add: (sku: string, quantity = 1, preview?: Preview) => enqueue({ kind: "add", sku, quantity, preview }),
    /** Sets a line's quantity. Zero removes the line. */
    set: (sku: string, quantity: number) => enqueue({ kind: "set", sku, quantity }),
    remove: (sku: string) => enqueue({ kind: "set", sku, quantity: 0 }),
    clear: () => enqueue({ kind: "clear" }),
    /** Ends the connection to other tabs. */
    close: () => channel?.close(),
  };
}

export type CartStore = ReturnType<typeof createCart>;

/** Only the last of several quantities of a line is sent, and one read answers all who wait for one. */
const canReplace = (last: Change | undefined, next: Change | undefined): boolean =>
  last?.kind === "set" ? next?.kind === "set" && next.sku === last.sku : !last && !next;

/** Every change has a key, so that a repetition after a lost answer is not counted twice. */
function send(api: Api, change: Change) {
  const header = { "Idempotency-Key": newId() };
  switch (change.kind) {
    case "add":
      return api.POST("/v1/cart/items", {
        params: { header },
        body: { sku: change.sku, quantity: change.quantity },
      });
    case "set":
      return api.PUT("/v1/cart/items/{sku}", {
        params: { header, path: { sku: change.sku } },
        body: { quantity: change.quantity },
      });
    case "clear":
      return api.DELETE("/v1/cart", { params: { header } });
  }
}

/** `Promise.withResolvers` does not exist on every platform. */
function newPromise<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
