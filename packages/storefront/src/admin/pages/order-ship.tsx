import { signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { FieldFrame as Field } from "../../parts/form/frame.tsx";
import { type Order, ship } from "../api.ts";
import { errorsIn } from "../errors.rules.ts";
import { chosenLines, leftOf, webAddress } from "../order.rules.ts";
import { focusError } from "../parts/field.ts";
import { Problem, Submit } from "../parts/form.tsx";
import { notice } from "../parts/notice.tsx";
import { allOf, Quantities } from "../parts/quantities.tsx";
import { isDirty } from "../router.ts";
import { sentenceOf } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.ship;

/** The carrier of the last parcel, because most parcels of a day have the same. */
const lastCarrier = signal("");

interface Props {
  order: Order;
  onChanged: () => Promise<void>;
}

/** The form to ship an order or a part of it. */
export function ShipOrder({ order, onChanged }: Props) {
  const lines = order.lines.map((line) => ({ line, max: leftOf(line) })).filter(({ max }) => max > 0);
  const form = useRef<HTMLFormElement>(null);
  const isPart = useSignal(false);
  const chosen = useSignal(allOf(lines));
  const isBusy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const errors = useSignal<Record<string, string>>({});

  const refuse = (fields: Record<string, string>, sentence?: string) => {
    errors.value = fields;
    problem.value = sentence;
    focusError(form.current);
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy.value) return;
    const { carrier, trackingNumber, trackingUrl } = typedIn(event.currentTarget as HTMLFormElement);
    const part = chosenLines(chosen.value);
    if (carrier === "") return refuse({ carrier: t.noCarrier });
    const url = trackingUrl && webAddress(trackingUrl);
    if (url === undefined) return refuse({ trackingUrl: t.badUrl });
    if (isPart.value && part.length === 0) return refuse({}, t.noLines);
    refuse({});
    isBusy.value = true;
    const body = {
      carrier,
      ...(isPart.value && { lines: part }),
      ...(trackingNumber && { trackingNumber }),
      ...(url && { trackingUrl: url }),
    };
    const { error } = await ship({ id: order.id, body });
    isBusy.value = false;
    if (error) {
      refuse(errorsIn(error), sentenceOf(error) + leftIn(order, error));
      return;
    }
    lastCarrier.value = carrier;
    notice.value = t.done(carrier);
    await onChanged();
  };
  return (
    <form
      ref={form}
      class="form panel"
      aria-labelledby="ship"
      data-main
      noValidate
      onSubmit={submit}
      onInput={() => {
        isDirty.value = true;
      }}
    >
      <h2 id="ship">{t.title}</h2>
      <fieldset class="choices">
        <legend>{t.what}</legend>
        <label class="check">
          <input
            type="radio"
            name="what"
            checked={!isPart.value}
            onChange={() => {
              isPart.value = false;
            }}
          />
          {t.all}
        </label>
        <label class="check">
          <input
            type="radio"
            name="what"
            checked={isPart.value}
            onChange={() => {
              isPart.value = true;
            }}
          />
          {t.some}
        </label>
      </fieldset>
      {isPart.value && <Quantities lines={lines} chosen={chosen} labelOf={t.quantity} />}
      <div id="carrier-field">
        <Field label={t.carrier} error={errors.value.carrier}>
          {(field) => (
            <input {...field} name="carrier" defaultValue={lastCarrier.peek()} maxLength={50} required />
          )}
        </Field>
      </div>
      <Field label={t.number} isOptional error={errors.value.trackingNumber}>
        {(field) => (
          <input {...field} name="trackingNumber" maxLength={100} autocomplete="off" spellcheck={false} />
        )}
      </Field>
      <Field label={t.url} isOptional hint={t.urlHelp} error={errors.value.trackingUrl}>
        {(field) => (
          <input
            {...field}
            name="trackingUrl"
            // Not of the type `url`: that would refuse an address without https://.
            inputMode="url"
            maxLength={500}
            autocomplete="off"
          />
        )}
      </Field>
      <Problem sentence={problem.value} />
      <Submit isBusy={isBusy.value} label={t.action} working={t.working} />
    </form>
  );
}

function typedIn(form: HTMLFormElement) {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "").trim();
  return {
    carrier: text("carrier"),
    trackingNumber: text("trackingNumber"),
    trackingUrl: text("trackingUrl"),
  };
}

/** How many of each line are left, if the shop says so. */
function leftIn(order: Order, problem: { [key: string]: unknown }): string {
  const { lines } = problem;
  if (!Array.isArray(lines)) return "";
  const named = lines.map(({ sku, left }: { sku: string; left: number }) =>
    t.left(order.lines.find((line) => line.sku === sku)?.title ?? sku, left),
  );
  return ` ${named.join("; ")}.`;
}
