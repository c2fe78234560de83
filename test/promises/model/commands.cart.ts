import { type Command, plain, type World } from "./command.ts";
import * as M from "./model.ts";
import type { Reply } from "./reply.ts";

interface Options {
  key?: string | undefined;
  match?: "current" | "stale" | undefined;
}

export const browse = (by: number): Command => ({
  by,
  at: () => plain(by, "GET", "/v1/cart", M.read),
});

/** The model asks the shop, not the edge. */
export const availability = (by: number, sku: number): Command => ({
  by,
  at: ({ skus }) =>
    plain(by, "GET", `/v1/variants/${skus[sku]}/availability`, (state) => ({
      status: 200,
      quantity: Math.min(M.variantOf(state, sku).stock, 20),
    })),
});

type Change = (state: M.State) => (lines: M.Line[]) => M.Line[] | Reply;

const write = (
  by: number,
  { key, match }: Options,
  request: (world: World) => { method: string; path: string; body?: unknown; needs: number[] | undefined },
  change: Change,
): Command => ({
  by,
  needsETag: match !== undefined,
  at: (world) => {
    const { method, path, body, needs } = request(world);
    const { cart } = M.resume(world.state, world.state.jars[by] ?? null, world.name);
    const tag = match === "current" ? (world.etags[by] ?? "") : '"999999"';
    const expected = match === "current" ? cart.version : -1;
    const asked = `${method} ${path} ${JSON.stringify(body)}`;
    return plain(
      by,
      method,
      path,
      (state, sessionId, newName) =>
        M.write(state, sessionId, { key, asked, match: match && expected, newName, needs }, change(state)),
      body,
      { ...(key && { "idempotency-key": key }), ...(match && { "if-match": tag }) },
    );
  },
});

const place =
  (sku: number, quantity: (there: number) => number): Change =>
  (state) =>
  (lines) => {
    const there = lines.find((line) => line.sku === sku);
    const wanted = quantity(there?.quantity ?? 0);
    if (wanted > 99) return M.refusal(422, "cart.quantity_limit");
    const line = { sku, quantity: wanted, added: M.variantOf(state, sku).price };
    if (there) return lines.map((other) => (other === there ? line : other));
    if (lines.length >= 100) return M.refusal(422, "cart.line_limit");
    return [...lines, line];
  };

const without =
  (sku: number): Change =>
  () =>
  (lines) =>
    lines.some((line) => line.sku === sku) ? lines.filter((line) => line.sku !== sku) : lines;

/** -1 is an unknown SKU. */
const nameOf = ({ skus }: World, sku: number): string => (sku < 0 ? "NO-SUCH-SKU" : (skus[sku] ?? ""));
const needed = (sku: number) => (sku < 0 ? undefined : [sku]);

export const add = (by: number, sku: number, quantity: number, options: Options = {}): Command =>
  write(
    by,
    options,
    (world) => ({
      method: "POST",
      path: "/v1/cart/items",
      body: { sku: nameOf(world, sku), quantity },
      needs: needed(sku),
    }),
    place(sku, (there) => there + quantity),
  );

export const set = (by: number, sku: number, quantity: number, options: Options = {}): Command =>
  write(
    by,
    options,
    (world) => ({
      method: "PUT",
      path: `/v1/cart/items/${nameOf(world, sku)}`,
      body: { quantity },
      needs: quantity === 0 ? [] : needed(sku),
    }),
    quantity === 0 ? without(sku) : place(sku, () => quantity),
  );

export const remove = (by: number, sku: number, options: Options = {}): Command =>
  write(
    by,
    options,
    (world) => ({ method: "DELETE", path: `/v1/cart/items/${nameOf(world, sku)}`, needs: [] }),
    without(sku),
  );

export const empty = (by: number, options: Options = {}): Command =>
  write(
    by,
    options,
    () => ({ method: "DELETE", path: "/v1/cart", needs: [] }),
    () => (lines) => (lines.length === 0 ? lines : []),
  );
