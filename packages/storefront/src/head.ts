import { decimal } from "./amount.ts";
import type { Category, Collection, ProductPage } from "./render.types.ts";
import { categoryPath, collectionPath, type Page, type PageOf, productPath } from "./routes.ts";
import { texts } from "./texts.ts";

/** What a document says about itself: for the browser's tab, search engines, and those to whom its address is sent. */
export interface Head {
  title: string;
  description: string;
  /** The path of the page that is the same without filters. Undefined: search engines shall not list it. */
  canonical: string | undefined;
  /** The path of a picture. */
  image: string | undefined;
  /** Descriptions by schema.org. */
  data: object[];
}

const named = (title: string) => `${title} · ${texts.shop}`;

/** The head of a page. Paths become addresses with `origin`. */
export function headOf(page: Page, origin = ""): Head {
  const common = { description: texts.footer.about, canonical: undefined, image: undefined, data: [] };
  switch (page.name) {
    case "home":
      return {
        ...common,
        title: `${texts.shop} · ${texts.home.title}`,
        description: texts.home.lede,
        canonical: "/",
        image: page.products.data[0]?.image?.url,
        data: [{ "@context": "https://schema.org", "@type": "WebSite", name: texts.shop, url: `${origin}/` }],
      };
    case "category":
      return listHead(page.category, categoryPath(page.category.handle), page.products, origin);
    case "collection":
      return listHead(page.collection, collectionPath(page.collection.handle), page.products, origin);
    case "product":
      return productHead(page, origin);
    case "search": {
      const words = new URLSearchParams(page.query).get("q");
      return { ...common, title: named(words ? texts.list.results(words) : texts.list.all) };
    }
    case "legal":
      return { ...common, title: named(texts.footer.links[page.text]), canonical: `/legal/${page.text}` };
    case "missing":
      return { ...common, title: named(texts.notFound.title) };
    case "failed":
      return { ...common, title: named(texts.failed.title) };
    default:
      return { ...common, title: named(texts.titles[page.page]) };
  }
}

function listHead(of: Category | Collection, canonical: string, products: ProductPage, origin: string): Head {
  const { seo, title, description, productCount, image } = of;
  return {
    title: named(seo.title || title),
    description: seo.description || description || texts.list.count(String(productCount)),
    canonical,
    image: image?.url ?? products.data[0]?.image?.url,
    data: [breadcrumbs(origin, [[title, canonical]])],
  };
}

function productHead({ product, categories }: PageOf<"product">, origin: string): Head {
  const { seo, title, description, images, variants, handle } = product;
  const category = categories.find((one) => one.handle === product.category);
  const amounts = variants.map((variant) => variant.price.amount);
  const [first] = variants;
  const canonical = productPath(handle);
  const offer = first && {
    "@type": "AggregateOffer",
    priceCurrency: first.price.currency,
    lowPrice: decimal({ ...first.price, amount: Math.min(...amounts) }),
    highPrice: decimal({ ...first.price, amount: Math.max(...amounts) }),
    offerCount: variants.length,
    availability: `https://schema.org/${variants.some(({ available }) => available) ? "InStock" : "OutOfStock"}`,
    url: origin + canonical,
  };
  return {
    title: named(seo.title || title),
    description: seo.description || description,
    canonical,
    image: images[0]?.url,
    data: [
      {
        "@context": "https://schema.org",
        "@type": "Product",
        name: title,
        description,
        image: images.map(({ url }) => absolute(url, origin)),
        sku: handle,
        category: category?.title,
        ...(offer && { offers: offer }),
      },
      breadcrumbs(origin, [
        ...(category ? [[category.title, categoryPath(category.handle)] as const] : []),
        [title, canonical],
      ]),
    ],
  };
}

const breadcrumbs = (origin: string, links: readonly (readonly [name: string, path: string])[]) => ({
  "@context": "https://schema.org",
  "@type": "BreadcrumbList",
  itemListElement: [[texts.shop, "/"] as const, ...links].map(([name, path], at) => ({
    "@type": "ListItem",
    position: at + 1,
    name,
    item: origin + path,
  })),
});

/** Images of the shop are relative to its origin. */
export const absolute = (url: string, origin: string): string =>
  new URL(url, `${origin || "http://localhost"}/`).href;
