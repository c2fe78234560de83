import { catalogue } from "@myclothes/demo-catalogue";
import type { Sent } from "./command.ts";

/** The requests of one step, which were sent at once. */
export interface Step {
  sent: Sent[];
  /** By the place among them: the order that the answer statusText of. */
  orders: (string | undefined)[];
  statuses: (number | undefined)[];
}

/** The names in the script. SKUs are replaced by SKUs of the seed, which `npm start` has too. */
interface Names {
  skus: string[];
  run: string;
  orders: { name: string; id: string; token: string | undefined }[];
}

const HEAD = `# npm run engines, and in another terminal: source .local/env; npm start. In a third one, where that is sourced too:
RUN=$(date +%s); SHOP=http://localhost:3000
ask() { jar=$1; shift; curl -s -w ' %{http_code}\\n' -b $jar -c $jar -H 'content-type: application/json' "$@"; }
edit() { node --import tsx --input-type=module -e "const { editVariant } = await import('./test/support/products.ts'); await editVariant('$1', { price: $2, stock: $3 })"; }
of() { node -p "require('./order-$1.json').$2"; }`;

/** The steps as a shell script against the shop of `npm start`. */
export function asShellScript(steps: Step[], names: Names): string {
  const lines = steps.flatMap(({ sent, orders, statuses }) => {
    const each = sent.map((one, i) => `${line(one, names, orders[i])}`);
    const statusText = statuses.map((status) => status ?? "?").join(", ");
    if (each.length === 1) return [`${each[0]} # ${statusText}`];
    return [`# at once: ${statusText}`, ...each.map((one) => `${one} &`), "wait"];
  });
  return [HEAD, ...lines].join("\n");
}

function line({ by, method, path, body, headers, edit, wait }: Sent, names: Names, order?: string): string {
  if (edit) return `edit ${renamed(names.skus[edit.sku] ?? "", names)} ${edit.price} ${edit.stock}`;
  if (wait) return `: "${wait / 86_400_000} days pass, which only a test's clock can do"`;
  const sent = Object.entries(headers).map(([name, value]) => ` -H '${name}: ${value}'`);
  const data = body === undefined ? "" : ` -d '${quoted(JSON.stringify(body))}'`;
  const parts = [
    `ask jar-${by} -X ${method} "$SHOP${path}"`,
    ...sent,
    data,
    order ? ` | tee order-${order}.json` : "",
  ];
  return renamed(parts.join(""), names);
}

function renamed(text: string, { skus, run, orders }: Names): string {
  let line = text.replaceAll(run, "'$RUN'");
  for (const { name, id, token } of orders) {
    line = line.replaceAll(id, `$(of ${name} id)`);
    if (token) line = line.replaceAll(token, `$(of ${name} token)`);
  }
  // Longest first, because one SKU may be the start of another.
  for (const [i, sku] of [...skus.entries()].reverse()) line = line.replaceAll(sku, seedSkus[i] ?? sku);
  return line;
}

const quoted = (text: string): string => text.replaceAll("'", "'\\''");

const seedSkus = catalogue().products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
