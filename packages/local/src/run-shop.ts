import { reportLines } from "./process/report.ts";
import { type Shop, type ShopOptions, startShop } from "./shop.ts";

/** Starts the shop with its data in `.local/`, shows the steps, and then where it is and what to try. */
export async function runShop(options: ShopOptions, hints: string[]): Promise<Shop> {
  console.log("\nMyClothes on this machine\n");
  const shop = await startShop({
    ...options,
    dir: ".local",
    report: reportLines((line) => console.log(line)),
    log: (text) => void process.stdout.write(withoutRequests(text)),
  });
  const seconds = (performance.now() / 1000).toFixed(1);
  const pages = [
    [`${shop.url}/`, "the shop"],
    [`${shop.url}/admin`, "the merchant's page"],
    [`${shop.url}/docs`, "the API, to read"],
    [`${shop.url}/v1/products`, "the catalogue"],
    [`${shop.url}/admin/docs`, "the merchant's API, to read"],
    [shop.env.AWS_ENDPOINT_URL_SESV2, "the mails that the shop has sent"],
    [`http://${shop.env.STRIPE_API_HOST}:${shop.env.STRIPE_API_PORT}`, "the payments and webhooks"],
  ];
  console.log(`
  Ready in ${seconds} s.

${pages.map(([url = "", what]) => `  ${url.padEnd(38)} ${what}\n`).join("")}
${hints.map((hint) => `  ${hint}\n`).join("")}  Ctrl-C stops everything. The data is kept in .local/
`);
  return shop;
}

/** A page makes dozens of requests. Their lines would hide the others; the browser's tools show them better. */
const withoutRequests = (text: string): string => text.replaceAll(/^\{"text":"(request|run)".*\n/gm, "");
