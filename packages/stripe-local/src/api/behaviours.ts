/** What happens when somebody pays with a test method. */
export interface Behaviour {
  /** The card's number, if it is a card. */
  number?: string;
  /** The IDs by which a test names it. */
  ids: string[];
  /** Why it is declined, as `code`, or as `code/decline_code`. */
  decline?: string;
  /** The shopper must authenticate first. */
  authenticate?: boolean;
  /** A bank that answers later. */
  bank?: "succeeded" | "failed" | "never";
  /** What happens to refunds. Without it, they succeed at once. */
  refund?: "pending" | "fails";
}

/** From https://docs.stripe.com/testing. The first ID is the one in the documentation. */
export const behaviours: Record<string, Behaviour> = {
  visa: { number: "4242424242424242", ids: ["pm_card_visa", "pm_card_us"] },
  visaDebit: { number: "4000056655665556", ids: ["pm_card_visa_debit"] },
  mastercard: { number: "5555555555554444", ids: ["pm_card_mastercard"] },
  amex: { number: "378282246310005", ids: ["pm_card_amex"] },
  declined: {
    number: "4000000000000002",
    ids: ["pm_card_visa_chargeDeclined", "pm_card_chargeDeclined"],
    decline: "card_declined/generic_decline",
  },
  insufficientFunds: {
    number: "4000000000009995",
    ids: ["pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedInsufficientFunds"],
    decline: "card_declined/insufficient_funds",
  },
  lost: {
    number: "4000000000009987",
    ids: ["pm_card_visa_chargeDeclinedLostCard"],
    decline: "card_declined/lost_card",
  },
  expired: {
    number: "4000000000000069",
    ids: ["pm_card_chargeDeclinedExpiredCard"],
    decline: "expired_card",
  },
  incorrectCvc: {
    number: "4000000000000127",
    ids: ["pm_card_chargeDeclinedIncorrectCvc"],
    decline: "incorrect_cvc",
  },
  processingError: {
    number: "4000000000000119",
    ids: ["pm_card_chargeDeclinedProcessingError"],
    decline: "processing_error",
  },
  authenticateOnSetup: {
    number: "4000002500003155",
    ids: ["pm_card_authenticationRequiredOnSetup"],
    authenticate: true,
  },
  authenticate: {
    number: "4000002760003184",
    ids: ["pm_card_authenticationRequired"],
    authenticate: true,
  },
  authenticateThenDeclined: {
    number: "4000008260003178",
    ids: ["pm_card_authenticationRequiredChargeDeclinedInsufficientFunds"],
    authenticate: true,
    decline: "card_declined/insufficient_funds",
  },
  refundPending: { number: "4000000000007726", ids: ["pm_card_pendingRefund"], refund: "pending" },
  refundFails: { number: "4000000000005126", ids: ["pm_card_refundFail"], refund: "fails" },
  bank: { ids: ["pm_usBankAccount_success", "pm_usBankAccount"], bank: "succeeded" },
  bankFails: {
    ids: ["pm_usBankAccount_insufficientFunds"],
    bank: "failed",
    decline: "payment_intent_payment_attempt_failed/insufficient_funds",
  },
  bankNeverAnswers: { ids: ["pm_usBankAccount_processing"], bank: "never" },
};

/** What the shopper reads. */
export const declineMessages: Record<string, string> = {
  generic_decline: "Your card was declined.",
  insufficient_funds: "Your card has insufficient funds.",
  lost_card: "Your card was declined.",
  expired_card: "Your card has expired.",
  incorrect_cvc: "Your card's security code is incorrect.",
  processing_error: "An error occurred while processing your card. Try again in a little bit.",
};
