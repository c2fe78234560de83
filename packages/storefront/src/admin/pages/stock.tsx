import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, moveStock, type Product, type Reason, type Variant } from "../api.ts";
import { beep, isLoud } from "../beep.ts";
import { Field, focusError } from "../parts/field.tsx";
import { Problem, Submit } from "../parts/form.tsx";
import { paths } from "../router.ts";
import { clock, number, sentenceOf } from "../say.ts";
import { type Counted, isScan, parseCount, parseDelta, scanned, signed } from "../stock.rules.ts";
import { texts } from "../texts.ts";

const t = texts.stock;
const reasons = ["received", "damaged", "returned", "correction", "counted"] as const satisfies Reason[];

/** What was saved since the tab was opened, the newest first. It outlives the page, but not the tab. */
const counted = signal<Counted[]>([]);

/** A variant with its stock as the shop has just said it. */
interface Found {
  sku: string;
  quantity: number;
  etag: string;
  product: Product | undefined;
  variant: Variant | undefined;
}

/** Stock by scanner or keyboard: the SKU, Enter, the count, Enter. */
export function StockPage() {
  const input = useRef<HTMLInputElement>(null);
  const found = useSignal<Found | undefined>(undefined);
  const isBusy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  /** What was saved last, in large letters. */
  const done = useSignal<string | undefined>(undefined);

  useEffect(() => input.current?.focus(), []);
  const find = async (text: string) => {
    const sku = scanned(text);
    if (sku === "" || isBusy.value) return;
    if (input.current) input.current.value = sku;
    isBusy.value = true;
    problem.value = undefined;
    done.value = undefined;
    found.value = undefined;
    const answer = await findVariant(sku);
    isBusy.value = false;
    if (typeof answer === "string") {
      problem.value = answer;
      beep(false);
      input.current?.select();
      return;
    }
    found.value = answer;
    beep(true);
  };
  const onSaved = (entry: Omit<Counted, "number" | "at">) => {
    counted.value = [{ ...entry, number: counted.value.length + 1, at: Date.now() }, ...counted.value];
    done.value = t.saved(entry.sku, entry.before, entry.after);
    found.value = undefined;
    beep(true);
    if (!input.current) return;
    input.current.value = "";
    input.current.focus();
  };
  return (
    <div class="content">
      <h1>{t.title}</h1>
      <p class="lede">{t.lede}</p>
      <div class="two">
        <div>
          <form
            class="scan"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void find(input.current?.value ?? "");
            }}
          >
            <Field label={t.sku} error={undefined}>
              {(field) => (
                <input
                  {...field}
                  ref={input}
                  name="sku"
                  data-search
                  autocomplete="off"
                  autocapitalize="characters"
                  spellcheck={false}
                  maxLength={80}
                />
              )}
            </Field>
            <Submit isBusy={isBusy.value} label={t.find} working={t.finding} />
          </form>
          <Problem sentence={problem.value} />
          <p class={done.value ? "done" : undefined} role="status">
            {done.value}
          </p>
          {found.value && (
            <Entry
              key={found.value.sku}
              found={found.value}
              onFound={(next) => {
                found.value = next;
              }}
              onSaved={onSaved}
              onScan={(text) => void find(text)}
            />
          )}
          <label class="check">
            <input
              type="checkbox"
              checked={isLoud.value}
              onChange={({ currentTarget }) => {
                isLoud.value = currentTarget.checked;
                beep(true);
              }}
            />
            {t.sound}
          </label>
        </div>
        <CountedList />
      </div>
    </div>
  );
}

/** Finds a variant by its SKU. Returns a sentence if it cannot. */
async function findVariant(sku: string): Promise<Found | string> {
  const [stock, products] = await Promise.all([
    readStock(sku),
    api.GET("/admin/v1/products", { params: { query: { q: sku, limit: 5 } } }),
  ]);
  if (stock.error)
    return stock.error.code === "catalog.unknown_sku" ? t.unknown(sku) : sentenceOf(stock.error);
  const found: Found = { ...stock.data, product: undefined, variant: undefined };
  // The words of a SKU may be in the texts of other products, too.
  for (const { handle } of products.data?.data ?? []) {
    const { data } = await api.GET("/admin/v1/products/{handle}", { params: { path: { handle } } });
    const variant = data?.variants.find((one) => one.sku === found.sku);
    if (variant) return { ...found, product: data, variant };
  }
  return found;
}

async function readStock(sku: string) {
  const { data, error, response } = await api.GET("/admin/v1/variants/{sku}/stock", {
    params: { path: { sku } },
  });
  if (error) return { error };
  return { data: { sku: data.sku, quantity: data.quantity, etag: response.headers.get("etag") ?? "*" } };
}

interface EntryProps {
  found: Found;
  onFound: (found: Found) => void;
  onSaved: (entry: Omit<Counted, "number" | "at">) => void;
  /** Somebody has scanned the next SKU instead of typing a count. */
  onScan: (text: string) => void;
}

/** The variant, and the field for its count or for a movement. */
function Entry({ found, onFound, onSaved, onScan }: EntryProps) {
  const { sku, quantity, product, variant } = found;
  const form = useRef<HTMLFormElement>(null);
  const isMovement = useSignal(lastMode.peek() === "movement");
  const isBusy = useSignal(false);
  const error = useSignal<string | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const title = product?.title ?? sku;
  const options = variant ? [variant.options.color, variant.options.size].join(", ") : "";
  const image = variant?.image ?? product?.images[0];

  const refuse = (field: string | undefined, sentence?: string) => {
    error.value = field;
    problem.value = sentence;
    beep(false);
    if (field) focusError(form.current);
    else form.current?.querySelector<HTMLInputElement>("input[name=amount]")?.select();
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy.value) return;
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const text = String(data.get("amount"));
    const value = isMovement.value ? parseDelta(text) : parseCount(text);
    if (value === undefined) {
      if (isScan(text)) return onScan(text);
      return refuse(isMovement.value ? t.badDelta : t.badCount);
    }
    error.value = undefined;
    problem.value = undefined;
    isBusy.value = true;
    const reason = (data.get("reason") ?? "counted") as Reason;
    const note = String(data.get("note") ?? "").trim();
    const sentence = isMovement.value ? await move(value, reason, note) : await set(value);
    isBusy.value = false;
    if (sentence) refuse(undefined, sentence);
  };
  /** Sets a count. Returns why it was not set. */
  const set = async (value: number): Promise<string | undefined> => {
    const { data, error } = await api.PUT("/admin/v1/variants/{sku}/stock", {
      params: { path: { sku }, header: { "If-Match": found.etag } },
      body: { quantity: value },
    });
    if (!error) {
      onSaved({ sku, title, options, before: quantity, after: data.quantity, reason: t.reasons.counted });
      return;
    }
    if (error.code !== "stock.changed") return sentenceOf(error);
    const now = await readStock(sku);
    if (now.error) return sentenceOf(now.error);
    onFound({ ...found, ...now.data });
    return t.changed(now.data.quantity);
  };
  const move = async (delta: number, reason: Reason, note: string): Promise<string | undefined> => {
    const { data, error } = await moveStock({ sku, body: { delta, reason, ...(note && { note }) } });
    if (error) return sentenceOf(error);
    onSaved({
      sku,
      title,
      options,
      before: data.stock - delta,
      after: data.stock,
      reason: t.reasons[reason],
    });
    return;
  };
  const choose = (mode: "count" | "movement") => {
    isMovement.value = mode === "movement";
    lastMode.value = mode;
    error.value = undefined;
  };
  return (
    <form ref={form} class="form panel entry" aria-label={sku} data-main noValidate onSubmit={submit}>
      <div class="with-thumb">
        <span class="thumb">{image && <img src={image.url} alt="" width="60" height="80" />}</span>
        <div>
          <h2>
            {product ? (
              <a class="link" href={paths.product(product.handle)} target="_blank" rel="noreferrer">
                {title}
              </a>
            ) : (
              title
            )}
          </h2>
          <p>{options}</p>
          <code>{sku}</code>
          <p class="now">{t.now(quantity)}</p>
        </div>
      </div>
      <fieldset class="choices">
        <legend>{t.mode}</legend>
        {(["count", "movement"] as const).map((mode) => (
          <label key={mode} class="check">
            <input
              type="radio"
              name="mode"
              checked={isMovement.value === (mode === "movement")}
              onChange={() => choose(mode)}
            />
            {t[mode]}
          </label>
        ))}
      </fieldset>
      <Field
        key={String(isMovement.value)}
        label={isMovement.value ? t.deltaField : t.countField}
        help={isMovement.value ? t.deltaHelp : t.countHelp}
        error={error.value}
      >
        {(field) => (
          <input
            {...field}
            class="large"
            name="amount"
            inputMode={isMovement.value ? "text" : "numeric"}
            autocomplete="off"
            maxLength={80}
            ref={focusFirst}
          />
        )}
      </Field>
      {isMovement.value && (
        <>
          <Field label={t.reason}>
            {(field) => (
              <select {...field} name="reason">
                {reasons.map((reason) => (
                  <option key={reason} value={reason}>
                    {t.reasons[reason]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t.note} isOptional>
            {(field) => <input {...field} name="note" maxLength={500} />}
          </Field>
        </>
      )}
      <Problem sentence={problem.value} />
      <Submit isBusy={isBusy.value} label={t.save} working={t.saving} />
    </form>
  );
}

/** Whether the last entry was a count or a movement: the next one is of the same kind. */
const lastMode = signal<"count" | "movement">("count");

const focused = new WeakSet<Element>();
/** Focuses a field once, when it appears. */
const focusFirst = (input: HTMLInputElement | null): void => {
  if (!input || focused.has(input)) return;
  focused.add(input);
  input.focus();
};

function CountedList() {
  const c = t.columns;
  return (
    <section aria-labelledby="counted">
      <h2 id="counted">{t.done}</h2>
      {counted.value.length === 0 ? (
        <p class="help">{t.nothing}</p>
      ) : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{c.time}</th>
              <th scope="col">{c.item}</th>
              <th scope="col" class="amount-column">
                {c.before}
              </th>
              <th scope="col" class="amount-column">
                {c.after}
              </th>
              <th scope="col" class="amount-column">
                {c.change}
              </th>
            </tr>
          </thead>
          <tbody>
            {counted.value.map((one) => (
              <tr key={one.number}>
                <td>
                  <small>{clock(one.at)}</small>
                </td>
                <th scope="row">
                  {one.sku}
                  <small>{[one.title, one.options, one.reason].filter(Boolean).join(", ")}</small>
                </th>
                <td class="amount-column">{number(one.before)}</td>
                <td class="amount-column">{number(one.after)}</td>
                <td class="amount-column">{signed(one.after - one.before)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
