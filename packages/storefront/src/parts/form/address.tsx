import { useSignal } from "@preact/signals";
import { formTexts } from "../../texts.form.ts";
import type { ShownAddress } from "./address-lines.tsx";
import { allCountries, needsPostalCode, sorted } from "./countries.ts";
import { Field, Select } from "./field.tsx";
import { useFormState, type Values } from "./form.tsx";

interface Props {
  value?: Partial<ShownAddress> | undefined;
  /** The countries to offer. All, if it is absent. */
  countries?: readonly string[] | undefined;
  /** What the browser's autofill takes the address for: `shipping` or `billing`. */
  purpose?: "shipping" | "billing" | undefined;
}

/** The fields of an address, under the API's names. Labels follow the country. */
export function AddressFields({ value = {}, countries, purpose }: Props) {
  const t = formTexts.address;
  const { draft } = useFormState();
  const country = useSignal(draft.country ?? value.country ?? "");
  const labelIn = (labels: Record<string, string>) => labels[country.value] ?? labels.other ?? "";
  const fill = (token: string) => (purpose ? `${purpose} ${token}` : token);
  return (
    <div class="address-fields">
      <Select
        name="country"
        label={t.country}
        placeholder={t.chooseCountry}
        autocomplete={fill("country")}
        value={value.country}
        options={sorted(countries ?? allCountries).map(({ code, name }) => [code, name])}
        onChoose={(next) => {
          country.value = next;
        }}
      />
      <Field name="name" label={t.name} autocomplete={fill("name")} value={value.name} maxLength={100} />
      <Field
        name="company"
        label={t.company}
        autocomplete={fill("organization")}
        value={value.company}
        isOptional
      />
      <Field name="line1" label={t.line1} autocomplete={fill("address-line1")} value={value.line1} />
      <Field
        name="line2"
        label={t.line2}
        autocomplete={fill("address-line2")}
        value={value.line2}
        isOptional
      />
      <Field
        class="short"
        name="postalCode"
        label={labelIn(t.postalCode)}
        autocomplete={fill("postal-code")}
        value={value.postalCode}
        isOptional={!needsPostalCode(country.value)}
      />
      <Field
        class="long"
        name="city"
        label={t.city}
        autocomplete={fill("address-level2")}
        value={value.city}
      />
      <Field
        name="region"
        label={labelIn(t.region)}
        autocomplete={fill("address-level1")}
        value={value.region}
        isOptional
      />
      <Field
        name="phone"
        label={t.phone}
        hint={t.phoneHint}
        type="tel"
        autocomplete={fill("tel")}
        value={value.phone}
        isOptional
      />
    </div>
  );
}

/** The address that was typed, as the API takes it: it counts empty text as absent. */
export const addressOf = (values: Values) => {
  const { name = "", company = "", line1 = "", line2 = "", city = "", region = "" } = values;
  const { postalCode = "", country, phone = "" } = values;
  // The select offers only the API's countries.
  return { name, company, line1, line2, city, region, postalCode, country: country as "US", phone };
};
