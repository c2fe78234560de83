import { signal } from "@preact/signals";
import { decode, plainLink } from "../links.ts";
import { notice } from "./parts/notice.tsx";
import { texts } from "./texts.ts";

const BASE = "/admin";

export type Route =
  | { name: "orders" | "products" | "newProduct" | "stock" | "sales" | "missing" }
  | { name: "order"; id: string }
  | { name: "product"; handle: string };

/** The page of a path. */
export function routeOf(path: string): Route {
  const [section = "", segment, ...rest] = path.slice(BASE.length).split("/").slice(1);
  if (rest.some((one) => one !== "")) return { name: "missing" };
  const last = segment ? decode(segment) : "";
  if (last === undefined) return { name: "missing" };
  if (section === "" || section === "orders")
    return last && section ? { name: "order", id: last } : { name: "orders" };
  if (section === "products") return last ? { name: "product", handle: last } : { name: "products" };
  if (section === "new-product" && !last) return { name: "newProduct" };
  if ((section === "stock" || section === "sales") && !last) return { name: section };
  return { name: "missing" };
}

export const paths = {
  orders: `${BASE}/orders`,
  products: `${BASE}/products`,
  newProduct: `${BASE}/new-product`,
  stock: `${BASE}/stock`,
  sales: `${BASE}/sales`,
  order: (id: string) => `${BASE}/orders/${encodeURIComponent(id)}`,
  product: (handle: string) => `${BASE}/products/${encodeURIComponent(handle)}`,
} as const;

/** The address that is shown. */
export const address = signal({ path: "", query: "" });
/** Whether something typed would be lost by leaving the page. */
export const isDirty = signal(false);

const here = () => ({ path: location.pathname, query: location.search.slice(1) });

/** Goes to an address of these pages, as a link does. Asks first if something typed would be lost. */
export function go(href: string, { replace = false } = {}): void {
  const url = new URL(href, location.href);
  if (url.pathname !== location.pathname && !mayLeave()) return;
  history[replace ? "replaceState" : "pushState"](null, "", url.href);
  const isOther = url.pathname !== address.value.path;
  address.value = here();
  if (!isOther) return;
  scrollTo({ top: 0, behavior: "instant" });
  document.getElementById("main")?.focus({ preventScroll: true });
}

function mayLeave(): boolean {
  if (isDirty.value && !confirm(texts.leave)) return false;
  isDirty.value = false;
  return true;
}

/** Follows links and the back button. Called once. */
export function startRouter(): void {
  address.value = here();
  addEventListener("popstate", () => {
    if (location.pathname !== address.value.path && !mayLeave()) {
      history.pushState(null, "", `${address.value.path}${address.value.query && `?${address.value.query}`}`);
      return;
    }
    notice.value = undefined;
    address.value = here();
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty.value) event.preventDefault();
  });
  addEventListener("click", (event) => {
    const link = plainLink(event);
    if (!link || !isPage(link.pathname) || link.hash) return;
    event.preventDefault();
    notice.value = undefined;
    go(link.href);
  });
}

/** The API's own paths are below the same base. */
const isPage = (path: string): boolean =>
  /^\/admin(\/(orders|products|new-product|stock|sales)(\/|$)|\/?$)/.test(path);
