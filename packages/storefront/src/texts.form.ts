/** The texts of forms. They are loaded with the first page that has one. */
export const formTexts = {
  optional: "optional",
  missing: (label: string) => `${label} is missing.`,
  email: "This is no complete e-mail address. It needs an @ and a domain, as in ada@example.com.",
  /** The API names what is wrong with a field in words that follow the field's name: "must be at least 8 characters long". */
  wrong: (label: string, message: string) => `${label} ${message}.`,
  check: "Please check the marked fields.",
  showPassword: "Show",
  hidePassword: "Hide",
  showPasswordLabel: "Show the password",
  slow: "This takes longer than usual. We keep trying: you need not send it again.",
  tooMany: (time: string) => `Too many attempts. Please try again after ${time}.`,
  address: {
    name: "Full name",
    company: "Company",
    line1: "Street and number",
    line2: "Apartment, floor or building",
    city: "City",
    region: { US: "State", CA: "Province", AU: "State", GB: "County", other: "State or region" } as Record<
      string,
      string
    >,
    postalCode: { US: "ZIP code", GB: "Postcode", AU: "Postcode", other: "Postal code" } as Record<
      string,
      string
    >,
    country: "Country",
    chooseCountry: "Choose a country",
    phone: "Phone",
    phoneHint: "Only for the carrier.",
  },
  problems: {
    "session.bad_credentials":
      "This e-mail and this password do not belong together. Check both, or set a new password.",
    "customer.wrong_password": "This is not your current password. Check it and try again.",
    "customer.email_taken":
      "An account with this e-mail exists already. Sign in instead, or use another e-mail.",
    "customer.unknown_token": "This link has expired, or it was used already. Links work once.",
    "cart.busy": "The bag is changing at this moment. Please try again.",
  } as Record<string, string>,
};
