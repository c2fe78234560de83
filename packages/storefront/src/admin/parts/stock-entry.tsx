import { signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { FieldFrame as Field } from "../../parts/form/frame.tsx";
import { api, moveStock, type Reason } from "../api.ts";
import { beep } from "../beep.ts";
import { paths } from "../router.ts";
import { sentenceOf } from "../say.ts";
import { type Counted, isScan, parseCount, parseDelta } from "../stock.rules.ts";
import { type Found, readStock } from "../stock.ts";
import { texts } from "../texts.ts";
import { focusError } from "./field.ts";
import { Problem, Submit } from "./form.tsx";

const t = texts.stock;
const reasons = ["received", "damaged", "returned", "correction", "counted"] as const satisfies Reason[];

interface EntryProps {
  found: Found;
  onFound: (found: Found) => void;
  onSaved: (entry: Omit<Counted, "number" | "at">) => void;
  /** Somebody has scanned the next SKU instead of typing a count. */
  onScan: (text: string) => void;
}

/** The variant, and the field for its count or for a movement. */
export function StockEntry({ found, onFound, onSaved, onScan }: EntryProps) {
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
        hint={isMovement.value ? t.deltaHelp : t.countHelp}
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
