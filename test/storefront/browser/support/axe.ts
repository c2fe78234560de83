import axe from "axe-core";
import type { Page } from "playwright-core";
import { painted } from "./first-view.ts";

/** What axe finds on the page as it is now, in light and in dark colors. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // Colors change in a transition of one frame.
    await painted(page);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ["violations"] }),
    );
    for (const { id, nodes } of violations)
      for (const { html, failureSummary = "" } of nodes)
        found.push(`${colorScheme}: ${id}: ${html.slice(0, 80)}: ${failureSummary.replaceAll("\n", " ")}`);
  }
  return found;
}
