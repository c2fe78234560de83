import { type Signal, signal } from "@preact/signals";
import { render } from "preact";
import { FieldFrame } from "../../parts/form/frame.tsx";
import { texts } from "../../texts.checkout.ts";
import { groupExpiry, groupNumber, isCardNumber, isPast, readExpiry } from "./card.rules.ts";
import { post } from "./emulator.ts";
import type { Outcome, PaymentAccess, PaymentForm } from "./payment.ts";
import { type Secure, SecureDialog } from "./secure.tsx";

type Field = "number" | "expiry" | "cvc";

interface CardState {
  card: Signal<Record<Field, string>>;
  errors: Signal<Partial<Record<Field, string>>>;
  /** The bank's question, while it is open. */
  secure: Signal<Secure | undefined>;
}

const TESTS = [
  ["succeeds", "4242424242424242"],
  ["declined", "4000000000000002"],
  ["insufficient", "4000000000009995"],
  ["secure", "4000002760003184"],
  ["secureDeclined", "4000008260003178"],
  ["expired", "4000000000000069"],
] as const;

/** A form for the emulator of Stripe on a laptop: the same steps, without a foreign host. */
export function localForm({ clientSecret, publishableKey }: PaymentAccess): PaymentForm {
  const [intent = ""] = clientSecret.split("_secret_");
  const state: CardState = {
    card: signal({ number: "", expiry: "", cvc: "" }),
    errors: signal({}),
    secure: signal(undefined),
  };
  let place: HTMLElement | undefined;
  return {
    async mount(target) {
      place = target;
      render(<CardForm state={state} />, target);
    },
    async confirm() {
      const card = check(state);
      if (!card) return { status: "incomplete" };
      const method = await post("/v1/payment_methods", {
        key: publishableKey,
        type: "card",
        "card[number]": card.number,
        "card[exp_month]": String(card.month),
        "card[exp_year]": String(card.year),
        "card[cvc]": card.cvc,
      });
      if (!method) return { status: "unknown" };
      if (method.error) return { status: "declined", message: method.error.message };
      const paid = await post(`/v1/payment_intents/${intent}/confirm`, {
        key: publishableKey,
        client_secret: clientSecret,
        payment_method: method.id,
        use_stripe_sdk: "true",
      });
      if (!paid) return { status: "unknown" };
      if (paid.error)
        // It was paid in another tab, or in a try whose answer was lost.
        return paid.error.code === "payment_intent_unexpected_state"
          ? { status: "submitted" }
          : { status: "declined", message: paid.error.message };
      if (paid.status !== "requires_action") return { status: "submitted" };
      return new Promise<Outcome>((resolve) => {
        state.secure.value = {
          intent,
          onEnd: (outcome) => {
            state.secure.value = undefined;
            resolve(outcome);
          },
        };
      });
    },
    unmount() {
      if (place) render(null, place);
    },
  };
}

/** The card, if its fields are complete. Otherwise the first wrong field gets the focus. */
function check({ card, errors }: CardState) {
  const t = texts.order.card;
  const { number, expiry, cvc } = card.value;
  const date = readExpiry(expiry);
  errors.value = {
    ...(!isCardNumber(number) && { number: t.numberInvalid }),
    ...(!date
      ? { expiry: t.expiryInvalid }
      : isPast(date, new Date())
        ? { expiry: t.expiryPast }
        : undefined),
    ...(!/^\d{3,4}$/.test(cvc) && { cvc: t.cvcInvalid }),
  };
  const [first] = Object.keys(errors.value);
  if (first !== undefined) document.getElementById(`card-${first}`)?.focus();
  return first === undefined && date ? { number: number.replaceAll(" ", ""), ...date, cvc } : undefined;
}

function CardForm({ state }: { state: CardState }) {
  const t = texts.order.card;
  const { card, errors } = state;
  const set = (field: Field, value: string) => {
    card.value = { ...card.value, [field]: value };
    if (errors.value[field] !== undefined) {
      const { [field]: _, ...left } = errors.value;
      errors.value = left;
    }
  };
  const inputOf = (
    field: Field,
    label: string,
    hint: string,
    autocomplete: string,
    format: (text: string) => string,
  ) => {
    return (
      <FieldFrame
        id={`card-${field}`}
        label={label}
        error={errors.value[field]}
        class={field === "number" ? undefined : "half"}
      >
        {(tied) => (
          <input
            {...tied}
            name={field}
            inputmode="numeric"
            autocomplete={autocomplete as "on"}
            placeholder={hint}
            maxLength={field === "number" ? 23 : field === "expiry" ? 9 : 4}
            value={card.value[field]}
            onInput={({ currentTarget }) => {
              const text = format(currentTarget.value);
              set(field, text);
              currentTarget.value = text;
            }}
          />
        )}
      </FieldFrame>
    );
  };
  return (
    <>
      <fieldset class="card-form">
        <legend class="hidden">{t.legend}</legend>
        {inputOf("number", t.number, "1234 1234 1234 1234", "cc-number", groupNumber)}
        {inputOf("expiry", t.expiry, t.expiryHint, "cc-exp", (text) => groupExpiry(text, card.value.expiry))}
        {inputOf("cvc", t.cvc, t.cvcHint, "cc-csc", (text) => text.replace(/\D/g, "").slice(0, 4))}
      </fieldset>
      <div class="test-cards">
        <p>
          <b>{t.testTitle}.</b> {t.testHelp}
        </p>
        <ul>
          {TESTS.map(([name, number]) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => {
                  const year = (new Date().getUTCFullYear() + 3) % 100;
                  card.value = { number: groupNumber(number), expiry: `12 / ${year}`, cvc: "123" };
                  errors.value = {};
                }}
              >
                {t.tests[name]}
              </button>
            </li>
          ))}
        </ul>
      </div>
      {state.secure.value && <SecureDialog secure={state.secure.value} />}
    </>
  );
}
