import "./address-lines.css";
import { countryName } from "./countries.ts";

/** An address as the API stores it. */
export interface ShownAddress {
  name: string;
  company?: string | undefined;
  line1: string;
  line2?: string | undefined;
  city: string;
  region?: string | undefined;
  postalCode?: string | undefined;
  country: string;
  phone?: string | undefined;
}

/** Countries whose post wants the postal code behind the city. Elsewhere it is in front of it. */
const CODE_LAST = ["AU", "CA", "GB", "IE", "IN", "NZ", "US"];

/** An address as it stands on a parcel, line by line, without the phone. */
export function linesOf(address: ShownAddress): string[] {
  const { name, company, line1, line2, city, region, postalCode, country } = address;
  const place = CODE_LAST.includes(country)
    ? [[city, region].filter(Boolean).join(", "), postalCode]
    : [postalCode, [city, region].filter(Boolean).join(", ")];
  const lines = [name, company, line1, line2, place.filter(Boolean).join(" "), countryName(country)];
  return lines.filter((line): line is string => Boolean(line));
}

/** An address as it stands on a letter, with the phone below it. */
export const AddressLines = ({ address }: { address: ShownAddress }) => (
  <address class="address-lines">
    {[...linesOf(address), ...(address.phone ? [address.phone] : [])].map((line, at) => (
      <span key={at}>{line}</span>
    ))}
  </address>
);
