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

/** Connects the tabs of a browser. */
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
  const channel = otherTabs(() => server && void refresh().catch(() => {}));

  function publish() {
    const changes = tasks.flatMap(({ change }) => change ?? []);
    state = { cart: server && predict(server, changes), isPending: tasks.length > 0, problem };
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        // A page's fault must not stop the queue.
        setTimeout(() => {
          throw error;
        });
      }
    }
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
        const result = await carryOut(task.change);
        if (task.change) problem = result.error ?? null;
        task.resolve(result);
      } catch (error) {
        task.reject(error);
      }
      tasks.shift();
      publish();
    }
    isRunning = false;
  }

  async function carryOut(change: Change | undefined): Promise<CartResult> {
    if (change && server) return write(change);
    const found = server ? await read() : await alone(change ? () => whenOnline(read) : read);
    return change && found.data ? write(change) : found;
  }

  async function read(): Promise<CartResult> {
    const { data, error } = await api.GET("/v1/cart");
    if (data) server = data;
    return data ? { data } : { error };
  }

  async function write(change: Change): Promise<CartResult> {
    const key = newId();
    const { data, error } = await whenOnline(() => send(api, change, key));
    if (data) {
      server = data;
      channel?.tell();
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
    /** Reads the cart again, and lets other tabs do so. After an order, and after signing in or out. */
    replaced() {
      channel?.tell();
      if (server || tasks.length > 0) void refresh().catch(() => {});
    },
    /** Ends the connection to other tabs. */
    close: () => channel?.close(),
  };
}

export type CartStore = ReturnType<typeof createCart>;

/** The other tabs of a browser. A server has none: there, a channel would connect the carts of all its shoppers. */
function otherTabs(onChange: () => void) {
  if (typeof document === "undefined" || typeof BroadcastChannel === "undefined") return undefined;
  let channel: BroadcastChannel | undefined = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", onChange);
  const close = () => {
    channel?.close();
    channel = undefined;
  };
  return { tell: () => channel?.postMessage(null), close };
}

interface Locks {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** One tab after another. Two that ask for a session at once get two tokens, and the later answer would hide the other's cart. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const { navigator } = globalThis as { navigator?: { locks?: Locks } };
  return navigator?.locks ? navigator.locks.request(CHANNEL, work) : work();
}

interface Browser {
  navigator?: { onLine?: boolean };
  addEventListener?(event: "online", listener: () => void, options: { once: boolean }): void;
}

/**
 * Repeats a request that found no network, as soon as the browser has one again: in a tunnel, a shopper's changes wait. Where
 * nobody can tell whether there is a network, the request is not repeated.
 */
async function whenOnline<T extends { error?: { code: string } | undefined }>(
  request: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const result = await request();
    const { navigator, addEventListener } = globalThis as Browser;
    if (result.error?.code !== "client.offline" || navigator?.onLine !== false || !addEventListener)
      return result;
    await new Promise<void>((resolve) => addEventListener("online", () => resolve(), { once: true }));
  }
}

/** Only the last of several quantities of a line is sent, and one read answers all who wait for one. */
const canReplace = (last: Change | undefined, next: Change | undefined): boolean =>
  last?.kind === "set" ? next?.kind === "set" && next.sku === last.sku : !last && !next;

/** With its key, a repetition after a lost answer is not counted twice. */
async function send(api: Api, change: Change, key: string) {
  const header = { "Idempotency-Key": key };
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
