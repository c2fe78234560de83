import { type Answer, type Api, explain } from "../api.ts";
import type { ProductBody, ProductFile } from "./product.ts";

/** How often a product is sent, if others change it at the same time. */
const TRIES = 5;

/** Creates or replaces a product. What has no column in the file stays as it is stored. Returns why the shop refused it. */
export async function putProduct({ send }: Api, { handle, body }: ProductFile): Promise<string | undefined> {
  const path = `/products/${encodeURIComponent(handle)}`;
  for (let tries = 1; ; tries++) {
    const found = isComplete(body) ? undefined : await find({ send }, [handle, body.formerHandle]);
    if (found && found.status >= 400 && found.status !== 404) return explain(found.status, found.body);
    const stored = found?.status === 200 ? found.body : undefined;
    const answer = await send(path, {
      method: "PUT",
      body: withStored(body, stored),
      ...(stored && { headers: { "if-match": `"${stored.version}"` } }),
    });
    if (answer.status < 400) return undefined;
    if (answer.status !== 412 || tries === TRIES) return explain(answer.status, answer.body);
  }
}

const isComplete = ({ description, status, images, tags, seo, variants }: ProductBody): boolean =>
  [description, status, images, tags, seo.title, seo.description].every((value) => value !== undefined) &&
  (images ?? []).every(({ alt }) => alt !== undefined) &&
  variants.every(({ compareAtPrice, weight }) => compareAtPrice !== undefined && weight !== undefined);

/** The product with the first of these handles that exists, or the last answer. */
async function find(
  { send }: Pick<Api, "send">,
  [handle = "", ...others]: (string | undefined)[],
): Promise<Answer> {
  const answer = await send(`/products/${encodeURIComponent(handle)}`);
  return answer.status === 404 && others[0] ? find({ send }, others) : answer;
}

/** The body of a request: the fields of the file, then those of the stored product, then those of a new product. */
export function withStored(body: ProductBody, stored: Answer["body"]): object {
  const { title, description = stored?.description ?? title, status = stored?.status ?? "active" } = body;
  const known = (name: string, key: string) =>
    (stored?.[name] ?? []).find((one: Answer["body"]) => Object.values(one).includes(key));
  const seo = Object.entries({ ...stored?.seo, ...defined(body.seo) }).filter(([, text]) => text);
  return {
    ...defined({ ...body, title, description, status }),
    images:
      body.images?.map(({ url, alt }) => ({ url, alt: alt ?? known("images", url)?.alt ?? title })) ??
      stored?.images ??
      [],
    tags: body.tags ?? stored?.tags ?? [],
    seo: seo.length === 0 ? null : Object.fromEntries(seo),
    variants: body.variants.map((variant) => {
      const { compareAtPrice = null, weight = null } = known("variants", variant.sku) ?? {};
      return { compareAtPrice, weight, ...defined(variant) };
    }),
  };
}

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
