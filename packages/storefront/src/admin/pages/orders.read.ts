import { api, type Order } from "../api.ts";
import { append, type Source, toRead, type View, views } from "../order.rules.ts";
import { sentenceOf } from "../say.ts";

const PAGE = 50;
/** Orders that are read at the same time for printing. */
const AT_ONCE = 4;

/** Reads the first page of each list of a view, or the next pages that are needed to show more. */
export async function readPages(view: View, words: string, former: Source[] | undefined) {
  const sources: Source[] = former ?? views[view].map((query) => ({ query, orders: [], next: "" }));
  const wanted = toRead(sources);
  const answers = await Promise.all(
    wanted.map(({ query, next }) =>
      api.GET("/admin/v1/orders", {
        params: {
          query: { ...query, limit: PAGE, ...(words && { q: words }), ...(next && { cursor: next }) },
        },
      }),
    ),
  );
  const failed = answers.find(({ error }) => error)?.error;
  if (failed) return { error: failed };
  const pages = new Map(wanted.map((source, i) => [source, answers[i]?.data]));
  return {
    data: sources.map((source) => {
      const page = pages.get(source);
      return page ? append(source, page) : source;
    }),
  };
}

/** Reads whole orders, a few at a time. Returns a sentence if one of them cannot be read. */
export async function readOrders(ids: string[]): Promise<Order[] | string> {
  const found: Order[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const answers = await Promise.all(
      ids.slice(at, at + AT_ONCE).map((id) => api.GET("/admin/v1/orders/{id}", { params: { path: { id } } })),
    );
    for (const { data, error } of answers) {
      if (error) return sentenceOf(error);
      found.push(data);
    }
  }
  return found;
}
