import { linesOf } from "../../parts/form/address-lines.tsx";
import { needsPostalCode, sorted } from "../../parts/form/countries.ts";
import { FieldError, FieldFrame } from "../../parts/form/frame.tsx";
import { texts } from "../../texts.checkout.ts";
import { save } from "./checkout.draft.ts";
import type { SavedAddress } from "./checkout.rules.ts";
import { addresses, addressesFailed, change, countries, draft, errors } from "./checkout.state.ts";
import { Field } from "./field.tsx";

/** Where the order goes: one of a customer's saved addresses, or the form. */
export function AddressPart() {
  const t = texts.checkout;
  const isForm = draft.value?.addressId === "";
  const error = errors.value.addressId;
  return (
    <fieldset class="part">
      <legend>{t.address}</legend>
      {addressesFailed.value && <p class="warning">{t.savedFailed}</p>}
      {addresses.value.length > 0 && (
        <div class="choices" role="radiogroup" aria-label={t.saved}>
          {addresses.value.map((address) => (
            <Saved key={address.id} address={address} />
          ))}
          <label class="choice">
            <input
              type="radio"
              name="addressId"
              value=""
              checked={isForm}
              onChange={() => change({ addressId: "" })}
            />
            <span>{t.another}</span>
          </label>
        </div>
      )}
      {error && <FieldError id="checkout-addressId" text={error} />}
      {isForm && <Form />}
    </fieldset>
  );
}

function Saved({ address }: { address: SavedAddress }) {
  const { id } = address;
  const [name, ...rest] = linesOf(address);
  return (
    <label class="choice">
      <input
        type="radio"
        name="addressId"
        value={id}
        checked={draft.value?.addressId === id}
        onChange={() => change({ addressId: id })}
      />
      <span>
        {name}
        <small>{rest.join(", ")}</small>
      </span>
    </label>
  );
}

function Form() {
  const t = texts.checkout;
  const country = draft.value?.country ?? "";
  return (
    <div class="fields">
      <FieldFrame id="checkout-country" label={t.fields.country} error={errors.value.country}>
        {(tied) => (
          <select
            {...tied}
            name="country"
            autocomplete="shipping country"
            required
            onChange={({ currentTarget }) => {
              change({ country: currentTarget.value });
              save();
            }}
          >
            <option value="" selected={country === ""}>
              {t.chooseCountry}
            </option>
            {sorted(countries.value).map(({ code, name }) => (
              <option key={code} value={code} selected={code === country}>
                {name}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
      <Field name="name" autocomplete="shipping name" />
      <Field name="company" autocomplete="shipping organization" isOptional />
      <Field name="line1" autocomplete="shipping address-line1" />
      <Field name="line2" autocomplete="shipping address-line2" isOptional />
      <Field
        name="postalCode"
        autocomplete="shipping postal-code"
        maxLength={20}
        isHalf
        isOptional={country !== "" && !needsPostalCode(country)}
      />
      <Field name="city" autocomplete="shipping address-level2" isHalf />
      <Field name="region" autocomplete="shipping address-level1" isOptional isHalf />
      <Field
        name="phone"
        type="tel"
        autocomplete="shipping tel"
        maxLength={30}
        hint={t.phoneHelp}
        isOptional
        isHalf
      />
    </div>
  );
}
