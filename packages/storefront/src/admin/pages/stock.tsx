import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { FieldFrame as Field } from "../../parts/form/frame.tsx";
import { beep, isLoud } from "../beep.ts";
import { Problem, Submit } from "../parts/form.tsx";
import { CountedList } from "../parts/stock-counted.tsx";
import { StockEntry } from "../parts/stock-entry.tsx";
import { type Counted, scanned } from "../stock.rules.ts";
import { type Found, findVariant } from "../stock.ts";
import { texts } from "../texts.ts";

const t = texts.stock;

/** What was saved since the tab was opened, the newest first. It outlives the page, but not the tab. */
const counted = signal<Counted[]>([]);

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
            <StockEntry
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
        <CountedList counted={counted.value} />
      </div>
    </div>
  );
}
