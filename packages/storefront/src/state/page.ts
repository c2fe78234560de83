import { signal } from "@preact/signals";
import { headOf } from "../head.ts";
import { plainLink } from "../links.ts";
import type { Catalogue, ProductPage } from "../render.types.ts";
import { loadPage, type Page } from "../routes.ts";
import { shop } from "../shop.ts";
import { isBagOpen } from "./cart.ts";
import { spoken } from "./notice.ts";

/** The page that is shown. Undefined until the first one is known. */
export const page = signal<Page>({ path: "", query: "", categories: [], name: "missing" });
/** Whether another page is on its way. */
export const isLoading = signal(false);

/** The catalogue as the browser reads it: from the API, mostly answered by the edge. */
const catalogue: Catalogue = {
  product: async (handle) => {
    const { data, error } = await shop.GET("/v1/products/{handle}", { params: { path: { handle } } });
    return data ?? refusedAsMissing(error);
  },
  products: async (query) => {
    const response = await getProducts(query);
    return response.data ?? refusedAsMissing(response.error);
  },
  categories: async () => {
    const { data, error } = await shop.GET("/v1/categories");
    if (error) throw new Error(error.detail);
    return data.data;
  },
  collections: async () => {
    const { data, error } = await shop.GET("/v1/collections");
    if (error) throw new Error(error.detail);
    return data.data;
  },
};

/** A page of products, for a query in the form of an address. */
export const getProducts = (query: string) =>
  shop.GET("/v1/products", { querySerializer: () => query }) as Promise<
    | { data: ProductPage; error?: never }
    | { data?: never; error: { status: number; code: string; detail: string } }
  >;

function refusedAsMissing({ status, detail }: { status: number; detail: string }): undefined {
  if (status === 404 || status === 422 || status === 400) return undefined;
  throw new Error(detail);
}

/** Categories change rarely: each further page of this visit uses those of the first. */
const remembered = (): Catalogue =>
  page.value.categories.length > 0
    ? { ...catalogue, categories: async () => page.value.categories }
    : catalogue;

let wanted = 0;

/** Loads and shows a page. Of two that are asked for at once, the later one is shown. */
async function show(path: string, query: string): Promise<boolean> {
  const mine = ++wanted;
  isLoading.value = true;
  const next = await loadPage(path, query, remembered()).catch(
    (): Page => ({ path, query, categories: page.value.categories, name: "failed" }),
  );
  if (mine !== wanted) return false;
  isLoading.value = false;
  page.value = next;
  document.title = headOf(next).title;
  // A former handle has led to another address.
  if (next.path !== path) history.replaceState(history.state, "", next.path + suffix(query));
  return true;
}

const suffix = (query: string) => (query === "" ? "" : `?${query}`);

/** Goes to an address of this shop, as a link does. */
export async function go(href: string, { replace = false, keepPlace = false } = {}): Promise<void> {
  const { pathname, search, hash, href: url } = new URL(href, location.href);
  rememberPlace();
  history[replace ? "replaceState" : "pushState"]({ y: keepPlace ? scrollY : 0 }, "", url);
  isBagOpen.value = false;
  if (!(await show(pathname, search.slice(1))) || keepPlace) return;
  scrollTo({ top: 0, behavior: "instant" });
  if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  announce();
}

/** Tells screen readers the new page, and lets the keyboard go on from its beginning. */
function announce() {
  spoken.value = document.title;
  document.getElementById("main")?.focus({ preventScroll: true });
}

const rememberPlace = () => history.replaceState({ y: scrollY }, "");

/** Shows the page again, after a fault. */
export const reload = () => show(location.pathname, location.search.slice(1));

/** Follows links and the back button from now on. Called once, in the browser, with the page of the document if it has one. */
export async function startRouter(first: Page | undefined): Promise<void> {
  history.scrollRestoration = "manual";
  addEventListener("click", onClick);
  addEventListener("submit", onSubmit);
  addEventListener("pagehide", rememberPlace);
  addEventListener("popstate", async ({ state }: PopStateEvent) => {
    isBagOpen.value = false;
    if (await show(location.pathname, location.search.slice(1))) {
      // After the next paint, when the page has its height.
      requestAnimationFrame(() => scrollTo({ top: state?.y ?? 0, behavior: "instant" }));
      announce();
    }
  });
  if (first) page.value = first;
  else await show(location.pathname, location.search.slice(1));
}

/** Links within the shop change the page without loading the document again. */
function onClick(event: MouseEvent) {
  const link = plainLink(event);
  if (!link || isOutside(link.pathname)) return;
  // A place on the same page.
  if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
  event.preventDefault();
  void go(link.href);
}

/** Paths of this origin that are no pages of the shop. */
const isOutside = (path: string): boolean =>
  /^\/(v1|admin|docs|images|assets|openapi\.json)(\/|$)/.test(path);

/** Forms that only ask, such as the search and the filters. Without scripts, browsers send them by themselves. */
function onSubmit(event: SubmitEvent) {
  const form = event.target as HTMLFormElement;
  if (form.method !== "get" || event.defaultPrevented) return;
  event.preventDefault();
  void go(addressOf(form), { keepPlace: form.dataset.keep !== undefined });
}

/** The address to which a form leads. Empty fields are left out. */
export function addressOf(form: HTMLFormElement): string {
  const filled = [...new FormData(form)].filter((entry): entry is [string, string] => entry[1] !== "");
  return new URL(form.action).pathname + suffix(new URLSearchParams(filled).toString());
}
