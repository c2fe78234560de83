import { shop } from "../../shop.ts";
import { pickOption } from "./checkout.rules.ts";
import { change, countries, country, draft, options, trouble } from "./checkout.state.ts";

let optionsAsked = "";

/** Loads the ways of delivery to the chosen country. */
export function followCountry() {
  const to = country.value;
  if (to !== "" && to !== optionsAsked) void loadOptions(to);
}

export async function loadOptions(to: string): Promise<void> {
  optionsAsked = to;
  const { data, error } = await shop.GET("/v1/shipping-options", {
    params: { query: { country: to } as never },
  });
  if (to !== optionsAsked) return;
  if (error) {
    optionsAsked = "";
    options.value = { country: to, data: error.code === "shipping.not_available" ? [] : "failed" };
    if (error.code === "shipping.not_available")
      trouble.value = { kind: "notAvailable", country: to, countries: error.countries ?? [] };
    return;
  }
  if (trouble.value?.kind === "notAvailable") trouble.value = undefined;
  if (data.countries) countries.value = data.countries;
  options.value = { country: to, data: data.data };
  change({ option: pickOption(data.data, draft.value?.option ?? "") });
}
