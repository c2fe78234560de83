import { render } from "preact-render-to-string";
import { App } from "./app.tsx";
import { adminDocument, shopDocument } from "./document.ts";
import { firstImageOf } from "./first-image.ts";
import type { RenderPage, RenderShell } from "./render.types.ts";
import { hasData, loadPage, type Page } from "./routes.ts";

const isAdmin = (path: string): boolean => path === "/admin" || path.startsWith("/admin/");

/** Renders any path that belongs to no API. Throws the catalogue's error if it cannot be read. */
export const renderPage: RenderPage = async ({ path, query, origin }, catalogue, assets) => {
  if (isAdmin(path)) return { status: 200, html: adminDocument(assets), hasData: false };
  const page = await loadPage(path, query, catalogue);
  if (page.path !== path) return { status: 301, location: page.path + (query === "" ? "" : `?${query}`) };
  const body = render(<App page={page} />);
  const html = shopDocument({ page, body, firstImage: firstImageOf(page) }, origin, assets);
  return { status: page.name === "missing" ? 404 : 200, html, hasData: hasData(path) };
};

/** The document without content, with which a browser makes any page by itself. */
export const renderShell: RenderShell = ({ path, query, origin }, assets) => {
  if (isAdmin(path)) return adminDocument(assets);
  const page: Page = { path, query, categories: [], name: "failed" };
  return shopDocument({ page, body: "" }, origin, assets);
};
