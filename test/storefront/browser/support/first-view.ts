import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";

/** What a page loads until it is alive, in bytes as compressed at the edge. */
export interface FirstView {
  script: number;
  stylesheet: number;
  font: number;
  document: number;
  requests: string[];
}

/** Collects what the page loads from now on. */
export function measureBytes(page: Page): () => Promise<FirstView> {
  const responses: Response[] = [];
  page.on("response", (response) => {
    if (response.url().startsWith("http")) responses.push(response);
  });
  return async () => {
    const view: FirstView = { script: 0, stylesheet: 0, font: 0, document: 0, requests: [] };
    for (const response of responses) {
      const type = response.request().resourceType();
      view.requests.push(`${type} ${new URL(response.url()).pathname}`);
      if (type === "font") view.font += (await response.body()).length;
      if (type === "script" || type === "stylesheet" || type === "document")
        view[type] += gzipSync(await response.body()).length;
    }
    return view;
  };
}

interface Shift {
  value: number;
  moved: string[];
}

/** Records each layout shift from the first paint on, with the elements that moved. Call it before the page is opened. */
export async function recordShifts(page: Page): Promise<() => Promise<Shift[]>> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Node | null }[];
        };
        const nameOf = ({ node }: { node: Node | null }) =>
          node instanceof Element
            ? `${node.tagName}.${node.className}`
            : (node?.parentElement?.tagName ?? "?");
        if (!hadRecentInput) shifts.push({ value, moved: sources.map(nameOf) });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return async () => {
    await painted(page);
    return page.evaluate(() => (globalThis as unknown as { shifts: Shift[] }).shifts);
  };
}

/** Resolves after the next two frames: what has changed is on the screen, and its shifts are counted. */
export const painted = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
