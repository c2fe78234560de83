import { gzipSync } from "node:zlib";
import { startShop } from "@myclothes/local/shop";
import { type Browser, chromium } from "playwright-core";
import { parseFlags, wholeNumber } from "../../packages/local/src/flags.ts";
import { run } from "../../packages/local/src/process/run.ts";
import { plain } from "../support/markdown.ts";
import { median } from "./load.ts";
import { machine } from "./machine.ts";

const HELP = `npm run bench:page -- [flags]    the first view on a throttled phone: 4 times slower, on 4G
  --runs <n>                     how often each page is opened; the table shows the medians (5)
It needs Chromium: /usr/bin/chromium, or CHROMIUM. SHOP_URL names a shop that runs already.`;

const PAGES = [
  ["home", "/"],
  ["list", "/categories/shirts"],
  ["product", "/products/linen-camp-collar-shirt"],
] as const;
/** Lighthouse's slow 4G, and its slowdown of a phone's processor. */
const NETWORK = {
  latency: 150,
  downloadThroughput: (1_600 * 1_000) / 8,
  uploadThroughput: (750 * 1_000) / 8,
};
const CPU_SLOWDOWN = 4;
const MAX_LCP_MS = 1_000;

await run(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    runs: { type: "string", default: "5" },
    help: { type: "boolean", short: "h" },
  });
  if (flags.help) return void console.log(HELP);
  await bench(wholeNumber("--runs", flags.runs, 1, 1_000));
});

async function bench(runs: number): Promise<void> {
  console.error("starting the shop");
  const shop = process.env.SHOP_URL ? undefined : await startShop();
  const url = process.env.SHOP_URL ?? shop?.url ?? "";
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
  try {
    const rows: string[][] = [];
    for (const [name, path] of PAGES) {
      const views: View[] = [];
      // The first one fills the edge's cache.
      for (let i = 0; i <= runs; i++) views.push(await open(browser, url + path));
      const of = (what: keyof View) => median(views.slice(1).map((view) => view[what]));
      const aim = of("lcp") <= MAX_LCP_MS ? "met" : "**missed**";
      rows.push([
        name,
        ...[of("lcp").toFixed(0), of("cls").toFixed(3), (of("bytes") / 1024).toFixed(1)],
        ...[(of("compressed") / 1024).toFixed(1), of("requests").toFixed(0)],
        `${aim}: ${MAX_LCP_MS} ms at most`,
      ]);
    }
    const head = ["page", "LCP, ms", "layout shift", "KB", "KB compressed", "requests", "aim"];
    console.log(`\n${machine()}, 4 × slower, 4G, medians of ${runs}:\n\n${plain([head, ...rows])}`);
  } finally {
    await browser.close();
    await shop?.stop();
  }
}

interface View {
  /** Largest contentful paint, in ms after the start of the navigation. */
  lcp: number;
  /** The sum of all layout shifts. */
  cls: number;
  /** Before compression. */
  bytes: number;
  /** Texts compressed, as the edge sends them. */
  compressed: number;
  requests: number;
}

/** Opens a page as somebody who has never been here, until nothing more is loaded. */
async function open(browser: Browser, url: string): Promise<View> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
  });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, ...NETWORK });
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  await page.addInitScript(() => {
    const seen = { lcp: 0, cls: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) seen.lcp = startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.cls += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  const sizes: Promise<[bytes: number, compressed: number]>[] = [];
  page.on("response", (response) => {
    if (!response.url().startsWith("http")) return;
    const isText = /html|javascript|css|json|svg/.test(response.headers()["content-type"] ?? "");
    const size = async (): Promise<[number, number]> => {
      const body = await response.body().catch(() => Buffer.alloc(0));
      return [body.length, isText ? gzipSync(body).length : body.length];
    };
    sizes.push(size());
  });
  await page.goto(url, { waitUntil: "networkidle", timeout: 120_000 });
  const { lcp, cls } = await page.evaluate(
    () => (globalThis as unknown as { seen: Pick<View, "lcp" | "cls"> }).seen,
  );
  const all = await Promise.all(sizes);
  await context.close();
  const sum = (at: 0 | 1) => all.reduce((total, one) => total + one[at], 0);
  return { lcp, cls, bytes: sum(0), compressed: sum(1), requests: all.length };
}
