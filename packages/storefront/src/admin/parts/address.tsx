import { LOCALE } from "../../texts.ts";
import type { Order } from "../api.ts";

type Address = Order["shippingAddress"];

const countries = new Intl.DisplayNames(LOCALE, { type: "region", fallback: "code" });

/** An address as it stands on a parcel, line by line. */
export const linesOf = ({
  name,
  company,
  line1,
  line2,
  city,
  region,
  postalCode,
  country,
}: Address): string[] =>
  [
    name,
    company,
    line1,
    line2,
    [[city, region].filter(Boolean).join(", "), postalCode].filter(Boolean).join(" "),
    countries.of(country),
  ].filter((line): line is string => Boolean(line));

export const AddressLines = ({ address }: { address: Address }) => (
  <address>
    {linesOf(address).map((line) => (
      <span key={line}>{line}</span>
    ))}
    {address.phone && <span>{address.phone}</span>}
  </address>
);
