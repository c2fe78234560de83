import type { OrderSummary } from "../api.ts";
import { texts } from "../texts.ts";
import { Status } from "./status.tsx";

export const PaymentStatus = ({ status }: { status: OrderSummary["paymentStatus"] }) => (
  <Status
    word={texts.paymentStatus[status]}
    kind={
      status === "paid" || status === "authorized"
        ? "good"
        : status === "pending"
          ? "todo"
          : status === "failed"
            ? "bad"
            : "quiet"
    }
  />
);

/** A canceled order is not delivered, so this says that instead. */
export function FulfillmentStatus({
  order: { status, fulfillmentStatus },
}: {
  order: Pick<OrderSummary, "status" | "fulfillmentStatus">;
}) {
  if (status === "canceled") return <Status word={texts.orderStatus.canceled} kind="bad" />;
  const isOpen = fulfillmentStatus === "not_fulfilled" || fulfillmentStatus === "partially_shipped";
  return (
    <Status
      word={texts.fulfillmentStatus[fulfillmentStatus]}
      kind={isOpen ? "todo" : fulfillmentStatus === "returned" ? "quiet" : "good"}
    />
  );
}
