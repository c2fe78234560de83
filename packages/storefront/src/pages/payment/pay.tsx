import { useSignal } from "@preact/signals";
import type { TargetedEvent } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { price } from "../../format.ts";
import { orderPath } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { type Order, orderToken } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";
import "./payment.css";
import { type Outcome, type PaymentForm, paymentForm } from "./payment.ts";

interface Props {
  order: Order;
  /** Whether the form opens at once: the shopper has just ordered. */
  isOpen: boolean;
  /** The order may have another state now. Resolves when it is read. */
  onChange: () => Promise<unknown>;
}

const startPayment = (id: string) =>
  shop.POST("/v1/orders/{id}/payment", { params: { path: { id }, header: orderToken(id) } });

/** Pays an order. A declined card can be followed by another one, as long as the items are held. */
export function Pay({ order, isOpen, onChange }: Props) {
  const t = texts.order.pay;
  const stage = useSignal<"closed" | "starting" | "ready" | "paying" | "confirming">("closed");
  const message = useSignal("");
  const place = useRef<HTMLDivElement>(null);
  const form = useRef<PaymentForm | undefined>(undefined);
  const total = price(order.total);

  const open = async () => {
    if (stage.value !== "closed") return;
    stage.value = "starting";
    message.value = "";
    const { data, error } = await startPayment(order.id);
    if (error) {
      message.value = error.code === "order.not_payable" ? t.over : t.failedToStart;
      stage.value = "closed";
      await onChange();
      return;
    }
    const { clientSecret, publishableKey } = data;
    if (clientSecret === undefined || publishableKey === undefined) {
      // It is paid already, or a bank works on it.
      stage.value = "confirming";
      await onChange();
      return;
    }
    try {
      const returnUrl = location.origin + orderPath(order.id);
      const loaded = await paymentForm({ clientSecret, publishableKey, returnUrl });
      // The shopper may have left the page meanwhile.
      if (!place.current) return;
      await loaded.mount(place.current);
      form.current = loaded;
      stage.value = "ready";
    } catch {
      message.value = t.failedToStart;
      stage.value = "closed";
    }
  };

  useEffect(() => {
    if (isOpen) void open();
    return () => form.current?.unmount();
  }, []);

  const pay = async (event: TargetedEvent<HTMLFormElement, SubmitEvent>) => {
    event.preventDefault();
    if (stage.value !== "ready" || !form.current) return;
    stage.value = "paying";
    message.value = "";
    const outcome = await form.current.confirm().catch((): Outcome => ({ status: "unknown" }));
    if (outcome.status === "submitted" || outcome.status === "unknown") return verify(outcome.status);
    message.value =
      outcome.status === "incomplete"
        ? t.incomplete
        : outcome.message === undefined
          ? t.declined
          : outcome.message === t.authentication
            ? outcome.message
            : `${outcome.message} ${t.declinedMore}`;
    stage.value = "ready";
  };

  /** Asks the shop, which asks the provider. A bank can decline a payment after the shopper has confirmed it. */
  const verify = async (after: "submitted" | "unknown") => {
    stage.value = "confirming";
    const { data } = await startPayment(order.id);
    if (!data || data.clientSecret !== undefined) {
      message.value = after === "unknown" || !data ? t.noAnswer : t.declined;
      stage.value = "ready";
      return;
    }
    await onChange();
  };

  const isForm = stage.value !== "closed";
  const isBusy = stage.value === "paying" || stage.value === "confirming";
  return (
    <div class="pay">
      <form method="post" noValidate hidden={!isForm} onSubmit={(event) => void pay(event)}>
        <div class="pay-place" ref={place} aria-busy={stage.value === "starting"} />
        <Message text={message.value} />
        <button
          class="button wide"
          type="submit"
          disabled={stage.value === "starting"}
          aria-busy={isBusy}
          aria-disabled={isBusy}
        >
          {stage.value === "starting"
            ? t.starting
            : stage.value === "paying"
              ? t.paying
              : stage.value === "confirming"
                ? t.confirming
                : t.action(total)}
        </button>
      </form>
      {!isForm && (
        <>
          <Message text={message.value} />
          <button class="button" type="button" onClick={() => void open()}>
            {t.now}
          </button>
        </>
      )}
    </div>
  );
}

const Message = ({ text }: { text: string }) => (
  <div role="alert">{text && <p class="pay-message">{text}</p>}</div>
);
