/** The English texts of all mails. Another language is another object of this shape. */
export const english = {
  language: "en",
  footer: (shop: string) => `You get this mail because someone used this address at ${shop}.`,
  linkHelp: "If the button does not work, open this address:",
  order: {
    items: "Items",
    item: "Item",
    quantity: "Quantity",
    subtotal: "Subtotal",
    shipping: "Shipping",
    tax: "Tax",
    total: "Total",
    address: "Delivery address",
    view: "See your order",
  },
  orderPlaced: {
    subject: (number: number) => `We have received your order ${number}`,
    heading: "Thank you for your order",
    text: (number: number, day: string) =>
      `We have received your order ${number} of ${day}. We will write again when it is on its way.`,
  },
  orderPaymentDue: {
    subject: (number: number) => `Your order ${number} is not paid yet`,
    heading: "Please pay your order",
    text: (number: number, day: string, dueDay: string) =>
      `We have not received a payment for your order ${number} of ${day}. We keep the items for you until ${dueDay}. If the order is not paid then, we cancel it.`,
    ending: "If you have paid in the meantime, you can ignore this mail.",
  },
  orderShipped: {
    subject: (number: number) => `Your order ${number} is on its way`,
    heading: "Your order is on its way",
    text: (number: number, day: string) => `On ${day}, we shipped these items of your order ${number}.`,
    carrier: "Carrier",
    trackingNumber: "Tracking number",
    track: "Track the parcel",
  },
  orderCanceled: {
    subject: (number: number) => `Your order ${number} was canceled`,
    heading: "Your order was canceled",
    text: (number: number) =>
      `Your order ${number} was canceled. We will not ship it. If you have paid, you get your money back.`,
  },
  orderRefunded: {
    subject: (number: number) => `A refund for your order ${number}`,
    heading: "We have sent you money back",
    part: (number: number, amount: string) => `We have refunded ${amount} of your order ${number}.`,
    parts: (number: number, amount: string) => `So far, we have refunded ${amount} of your order ${number}.`,
    all: (number: number, amount: string) => `We have refunded your order ${number} in full: ${amount}.`,
    bank: "Your bank may need a few days until you see the money.",
    refunded: "Refunded so far",
  },
  accountCreated: {
    subject: "Your new account: please confirm your e-mail",
    heading: "Welcome",
    text: (shop: string) => `You have an account at ${shop} now. Please confirm that this address is yours.`,
    action: "Confirm this address",
    ending: "The link works for 24 hours. If you did not create an account, you can ignore this mail.",
  },
  verifyEmail: {
    subject: "Please confirm your e-mail",
    heading: "Confirm your e-mail",
    text: (shop: string) =>
      `Someone asked to use this address for an account at ${shop}. Please confirm that it was you.`,
    action: "Confirm this address",
    ending: "The link works once, for 24 hours. If it was not you, ignore this mail: nothing changes.",
  },
  webhookDisabled: {
    subject: "A webhook endpoint was disabled",
    heading: "A webhook endpoint was disabled",
    text: (id: string) =>
      `The endpoint “${id}” has not accepted any event for three days. It gets no more events.`,
    address: "Address",
    ending: "When it works again, enable it in the admin API: PUT /admin/v1/webhook-endpoints/{id}.",
  },
  emailChanged: {
    subject: "The e-mail of your account was changed",
    heading: "Your e-mail was changed",
    text: (shop: string) =>
      `Your account at ${shop} has another e-mail now. We will not write to this address any more.`,
    ending: "If you did not change it, someone else may know your password: please contact us.",
  },
  passwordReset: {
    subject: "Set a new password",
    heading: "Set a new password",
    text: (shop: string) =>
      `Someone asked for a new password for your account at ${shop}. If it was you, choose one here.`,
    action: "Choose a new password",
    ending:
      "The link works once, for one hour. If it was not you, ignore this mail: your password stays the same.",
  },
};

export type Texts = typeof english;
