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
/** A file ends where the next one began when the index was made. Products that are sold again since then belong to it too. */
const GROWTH = 5;

/** Pages with nothing to find: they belong to one person, or to the people who run the shop. */
const NOT_CRAWLED = ["/account", "/admin", "/checkout", "/orders"];

/** What crawlers read: which pages they may visit, and where all of them are. */
export const createSitemap = (size = PRODUCTS) =>
  new Hono<Env>()
    .get("/robots.txt", (c) => sendDocument(c, robots(), TEXT))
    .get("/sitemap.xml", (c) => sendMain(c, size))
    .get("/sitemap/pages.xml", async (c) => sendDocument(c, urlset(await pages(c)), XML))
    .get(
      "/sitemap/:file{prod_\\w+(?:\\.prod_\\w+)?\\.xml}",
      async (c, next) => (await sendSection(c, size)) ?? next(),
    );

const robots = (): string =>
  `${["User-agent: *", ...NOT_CRAWLED.map((path) => `Disallow: ${path}`)].join("\n")}\n\nSitemap: ${absolute("/sitemap.xml")}\n`;

/** All pages, or an index of files if the products do not fit into one. */
async function sendMain(c: Context<Env>, size: number): Promise<Response> {
  const firsts = await Sitemap.sections(c.var.ctx, size);
  const [first] = firsts;
  if (firsts.length > 1) {
    // Each file is named by where it begins, and where the next one does.
    const names = firsts.map((one, at) => [one, firsts[at + 1]].filter(Boolean).join("."));
    const files = ["pages", ...names].map((name) => locationOf(`/sitemap/${name}.xml`));
    return sendDocument(c, document("sitemapindex", "sitemap", files), XML);
  }
  const all = first === undefined ? [] : await products(c, { first, limit: size });
  return sendDocument(c, urlset([...(await pages(c)), ...all]), XML);
}

/** Undefined if the shop has no product there. */
async function sendSection(c: Context<Env>, size: number): Promise<Response | undefined> {
  const [first = "", next] = c.req.param("file")?.replace(".xml", "").split(".") ?? [];
  const found = await products(c, { first, next, limit: next === undefined ? size : GROWTH * size });
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

async function products(c: Context<Env>, section: Sitemap.Section): Promise<string[]> {
  const found = await Sitemap.section(c.var.ctx, section);
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
