import * as Catalog from "@myclothes/core/catalog";
import * as Sitemap from "@myclothes/core/catalog/sitemap";
import { links } from "@myclothes/core/links";
import { type Context, Hono } from "hono";
import type { Env } from "../http/env.ts";
import { sendDocument } from "./send.ts";

/** Crawlers need nothing newer. */
const HOURLY = "public, max-age=0, s-maxage=3600, stale-if-error=86400";
const XML = { type: "application/xml; charset=utf-8", policy: HOURLY };
const TEXT = { type: "text/plain; charset=utf-8", policy: HOURLY };

/** A file may have 50,000 addresses. So many fit into one answer of the Data API. */
export const PRODUCTS = 10_000;

/** Pages with nothing to find: they belong to one person, or to the people who run the shop. */
const NOT_CRAWLED = ["/account", "/admin", "/checkout", "/orders"];

/** What crawlers read: which pages they may visit, and where all of them are. */
export const createSitemap = (size = PRODUCTS) =>
  new Hono<Env>()
    .get("/robots.txt", (c) => sendDocument(c, robots(), TEXT))
    .get("/sitemap.xml", (c) => sendMain(c, size))
    .get("/sitemap/pages.xml", async (c) => sendDocument(c, urlset(await pages(c)), XML))
    .get("/sitemap/:file{prod_\\w+\\.xml}", async (c, next) => (await sendSection(c, size)) ?? next());

const robots = (): string =>
  `${["User-agent: *", ...NOT_CRAWLED.map((path) => `Disallow: ${path}`)].join("\n")}\n\nSitemap: ${absolute("/sitemap.xml")}\n`;

/** All pages, or an index of files if the products do not fit into one. */
async function sendMain(c: Context<Env>, size: number): Promise<Response> {
  const [first, ...others] = await Sitemap.sections(c.var.ctx, size);
  if (others.length === 0)
    return sendDocument(
      c,
      urlset([...(await pages(c)), ...(first ? await products(c, first, size) : [])]),
      XML,
    );
  const files = ["pages", first, ...others].map((name) => locationOf(`/sitemap/${name}.xml`));
  return sendDocument(c, document("sitemapindex", "sitemap", files), XML);
}

/** Undefined if no product has this ID or a higher one. */
async function sendSection(c: Context<Env>, size: number): Promise<Response | undefined> {
  const found = await products(c, c.req.param("file")?.replace(".xml", "") ?? "", size);
  return found.length > 0 ? sendDocument(c, urlset(found), XML) : undefined;
}

/** The pages that are no products. */
async function pages(c: Context<Env>): Promise<string[]> {
  const { ctx } = c.var;
  const [categories, collections] = await Promise.all([Catalog.categories(ctx), Catalog.collections(ctx)]);
  const pathsOf = (folder: string, lists: { data: { handle: string }[] }) =>
    lists.data.map(({ handle }) => `/${folder}/${encodeURIComponent(handle)}`);
  return ["/", ...pathsOf("categories", categories), ...pathsOf("collections", collections)].map(locationOf);
}

async function products(c: Context<Env>, first: string, size: number): Promise<string[]> {
  const found = await Sitemap.section(c.var.ctx, first, size);
  return found.map(
    ({ handle, day }) => `${locationOf(`/products/${encodeURIComponent(handle)}`)}<lastmod>${day}</lastmod>`,
  );
}

const absolute = (path: string): string => `${links.Site.origins[0] ?? ""}${path}`;

/** `encodeURIComponent` leaves one character that has a meaning in XML. */
const locationOf = (path: string): string =>
  `<loc>${absolute(path).replaceAll("&", "&amp;").replaceAll("'", "&apos;")}</loc>`;

const urlset = (entries: string[]): string => document("urlset", "url", entries);

/** https://www.sitemaps.org/protocol.html */
const document = (root: string, element: string, entries: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.map((entry) => `<${element}>${entry}</${element}>\n`).join("")}</${root}>
`;
