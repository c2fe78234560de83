import { price } from "../../format.ts";
import { FieldError } from "../../parts/form/frame.tsx";
import { cart } from "../../state/cart.ts";
import { texts } from "../../texts.checkout.ts";
import { loadOptions } from "./checkout.options.ts";
import { priceOf } from "./checkout.rules.ts";
import { change, country, draft, errors, hasCards, options } from "./checkout.state.ts";

/** The ways of delivery to the chosen country, with their prices. */
export function DeliveryPart() {
  const t = texts.checkout;
  const found = options.value?.country === country.value ? options.value.data : undefined;
  const subtotal = cart.value.cart?.subtotal.amount ?? 0;
  const error = errors.value.option;
  return (
    <fieldset class="part delivery">
      <legend>{t.delivery}</legend>
      {country.value === "" && <p class="muted">{t.deliveryFirst}</p>}
      {country.value !== "" && found === undefined && <p class="choices-wait" aria-busy="true" />}
      {found === "failed" && (
        <p class="warning">
          {t.deliveryFailed}{" "}
          <button type="button" onClick={() => void loadOptions(country.value)}>
            {t.retry}
          </button>
        </p>
      )}
      {Array.isArray(found) && found.length > 0 && (
        <div class="choices">
          {found.map((option) => {
            const cost = priceOf(option, subtotal);
            return (
              <label key={option.id} class="choice">
                <input
                  type="radio"
                  name="option"
                  value={option.id}
                  checked={draft.value?.option === option.id}
                  onChange={() => change({ option: option.id })}
                />
                <span>{option.title}</span>
                <span class="amount">{cost.amount === 0 ? t.free : price(cost)}</span>
              </label>
            );
          })}
        </div>
      )}
      {error && <FieldError id="checkout-option" text={error} />}
    </fieldset>
  );
}

/** How the order is paid. */
export function PaymentPart() {
  const t = texts.checkout;
  const choice = (provider: "stripe" | "manual", label: string, help: string) => (
    <label class="choice">
      <input
        type="radio"
        name="provider"
        value={provider}
        checked={draft.value?.provider === provider}
        aria-labelledby={`provider-${provider}`}
        aria-describedby={`provider-${provider}-help`}
        onChange={() => change({ provider })}
      />
      <span>
        <span id={`provider-${provider}`}>{label}</span>
        <small id={`provider-${provider}-help`}>{help}</small>
      </span>
    </label>
  );
  return (
    <fieldset class="part">
      <legend>{t.payment}</legend>
      <div class="choices">
        {hasCards.value && choice("stripe", t.card, t.cardHelp)}
        {choice("manual", t.later, t.laterHelp)}
      </div>
    </fieldset>
  );
}
