// A cart in Preact. In React, import both hooks from "react".
import type { CartStore, Preview } from "@myclothes/client";
import { useEffect, useSyncExternalStore } from "preact/compat";

/**
 * The cart of a page, with its changes. All components that use it show the same state.
 * @example
 * const { cart, problem, add, set } = useCart(shop.cart);
 * <button onClick={() => add(variant.sku)}>Add to bag ({cart?.itemCount ?? 0})</button>
 */
export function useCart(store: CartStore) {
  const state = useSyncExternalStore(store.subscribe, store.get, store.get);

  useEffect(() => {
    // The shopper returns from another tab or from a phone call: show what has happened meanwhile.
    const refresh = () => document.visibilityState === "visible" && void store.refresh();
    document.addEventListener("visibilitychange", refresh);
    if (!store.get().cart) void store.refresh();
    return () => document.removeEventListener("visibilitychange", refresh);
  }, [store]);

  return {
    ...state,
    add: (sku: string, quantity = 1, preview?: Preview) => store.add(sku, quantity, preview),
    set: store.set,
    remove: store.remove,
    clear: store.clear,
  };
}
