import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { decimal } from "../../amount.ts";
import { FieldFrame as Field } from "../../parts/form/frame.tsx";
import { type Order, recordPayment } from "../api.ts";
import { CURRENCY, parseAmount } from "../money.rules.ts";
import { owed } from "../order.rules.ts";
import { focusError } from "../parts/field.ts";
import { Problem, Submit } from "../parts/form.tsx";
import { notice } from "../parts/notice.tsx";
import { isDirty } from "../router.ts";
import { price, sentenceOf } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.pay;

interface Props {
  order: Order;
  onChanged: () => Promise<void>;
}

/** The form that records money which the shop has received by other ways than its payment provider. */
export function RecordPayment({ order, onChanged }: Props) {
  const max = owed(order);
  const most = price({ amount: max, currency: CURRENCY });
  const form = useRef<HTMLFormElement>(null);
  const isBusy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  const refuse = (field: string | undefined, sentence?: string) => {
    error.value = field;
    problem.value = sentence;
    focusError(form.current);
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy.value) return;
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const amount = parseAmount(String(data.get("amount")), CURRENCY);
    const reference = String(data.get("reference")).trim();
    if (!amount) return refuse(texts.refund.badAmount);
    if (amount > max) return refuse(t.tooMuch(most));
    refuse(undefined);
    isBusy.value = true;
    const answer = await recordPayment({
      id: order.id,
      body: { amount: { amount, currency: CURRENCY }, ...(reference && { reference }) },
    });
    isBusy.value = false;
    if (answer.error) return refuse(undefined, sentenceOf(answer.error));
    notice.value = t.done(price({ amount, currency: CURRENCY }));
    await onChanged();
  };
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
      <p>{t.help(most)}</p>
      <Field label={t.amount} hint={texts.refund.amountHelp(CURRENCY)} error={error.value}>
        {(field) => (
          <input
            {...field}
            name="amount"
            inputMode="decimal"
            autocomplete="off"
            defaultValue={decimal({ amount: max, currency: CURRENCY })}
          />
        )}
      </Field>
      <Field label={t.reference} isOptional hint={t.referenceHelp}>
        {(field) => <input {...field} name="reference" maxLength={200} />}
      </Field>
      <Problem sentence={problem.value} />
      <Submit isBusy={isBusy.value} label={t.action} working={t.working} />
    </form>
  );
}
