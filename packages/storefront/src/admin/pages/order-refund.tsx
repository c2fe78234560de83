import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { decimal } from "../../amount.ts";
import { FieldFrame as Field } from "../../parts/form/frame.tsx";
import { type Order, refund } from "../api.ts";
import { CURRENCY, parseAmount } from "../money.rules.ts";
import { chosenLines, priceOf, refundable } from "../order.rules.ts";
import { focusError } from "../parts/field.ts";
import { Problem, Submit } from "../parts/form.tsx";
import { notice } from "../parts/notice.tsx";
import { Quantities } from "../parts/quantities.tsx";
import { isDirty } from "../router.ts";
import { price, sentenceOf } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.refund;

interface Props {
  order: Order;
  onChanged: () => Promise<void>;
}

/** The form that pays back an amount, some lines, or all that is left. */
export function RefundOrder({ order, onChanged }: Props) {
  const max = refundable(order);
  const most = price({ amount: max, currency: CURRENCY });
  const form = useRef<HTMLFormElement>(null);
  const how = useSignal<"rest" | "amount" | "lines">("rest");
  const typed = useSignal("");
  const chosen = useSignal<Record<string, number>>({});
  const isRestocked = useSignal(false);
  const isBusy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const errors = useSignal<Record<string, string>>({});
  const lines = order.lines.map((line) => ({ line, max: line.quantity }));

  const amount =
    how.value === "rest"
      ? max
      : how.value === "amount"
        ? parseAmount(typed.value, CURRENCY)
        : priceOf(order, chosen.value);
  const refuse = (fields: Record<string, string>, sentence?: string) => {
    errors.value = fields;
    problem.value = sentence;
    focusError(form.current);
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy.value) return;
    const reason = String(new FormData(event.currentTarget as HTMLFormElement).get("reason") ?? "").trim();
    const part = chosenLines(chosen.value);
    if (how.value === "lines" && part.length === 0) return refuse({}, t.noLines);
    if (!amount) return refuse({ amount: t.badAmount });
    if (amount > max)
      return refuse(how.value === "amount" ? { amount: t.tooMuch(most) } : {}, t.tooMuch(most));
    if (reason === "") return refuse({ reason: t.noReason });
    refuse({});
    isBusy.value = true;
    const { error } = await refund({
      id: order.id,
      body: {
        ...(how.value === "lines" ? { lines: part } : { amount: { amount, currency: CURRENCY } }),
        restock: how.value === "lines" && isRestocked.value,
        reason,
      },
    });
    isBusy.value = false;
    if (error) return refuse({}, sentenceOf(error));
    notice.value = t.done(price({ amount, currency: CURRENCY }));
    await onChanged();
  };
  const choice = (value: "rest" | "amount" | "lines", label: string) => (
    <label class="check">
      <input
        type="radio"
        name="how"
        checked={how.value === value}
        onChange={() => {
          how.value = value;
          refuse({});
        }}
      />
      {label}
    </label>
  );
  return (
    <form
      ref={form}
      class="form"
      aria-label={t.title}
      noValidate
      onSubmit={submit}
      onInput={() => {
        isDirty.value = true;
      }}
    >
      <p>{t.upTo(most)}</p>
      <fieldset class="choices">
        <legend>{t.how}</legend>
        {choice("rest", t.rest(most))}
        {choice("lines", t.lines)}
        {choice("amount", t.amount)}
      </fieldset>
      {how.value === "amount" && (
        <Field label={t.amountField} hint={t.amountHelp(CURRENCY)} error={errors.value.amount}>
          {(field) => (
            <input
              {...field}
              name="amount"
              inputMode="decimal"
              autocomplete="off"
              value={typed.value}
              placeholder={decimal({ amount: max, currency: CURRENCY })}
              onInput={({ currentTarget }) => {
                typed.value = currentTarget.value;
              }}
            />
          )}
        </Field>
      )}
      {how.value === "lines" && (
        <>
          <Quantities lines={lines} chosen={chosen} labelOf={t.quantity} />
          <label class="check">
            <input
              type="checkbox"
              checked={isRestocked.value}
              onChange={({ currentTarget }) => {
                isRestocked.value = currentTarget.checked;
              }}
            />
            {t.restock}
          </label>
        </>
      )}
      <Field label={t.reason} hint={t.reasonHelp} error={errors.value.reason}>
        {(field) => <input {...field} name="reason" maxLength={500} required />}
      </Field>
      <Problem sentence={problem.value} />
      <Submit
        isBusy={isBusy.value}
        label={amount ? t.action(price({ amount, currency: CURRENCY })) : t.title}
        working={t.working}
      />
    </form>
  );
}
