import type { TargetedEvent } from "preact";
import { useEffect } from "preact/hooks";
import { price } from "../../format.ts";
import { orderPath, type PageOf } from "../../routes.ts";
import { cart, itemCount } from "../../state/cart.ts";
import { keptOrders } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";
import "../forms.css";
import "./checkout.css";
import { AddressPart } from "./address.tsx";
import { load, order, start } from "./checkout.order.ts";
import { customer, draft, isPlacing, state, trouble } from "./checkout.state.ts";
import { DeliveryPart, PaymentPart } from "./choices.tsx";
import { Field } from "./field.tsx";
import { Summary } from "./summary.tsx";

/** An order that is older does not explain an empty bag. */
const RECENT_MS = 60 * 60 * 1_000;

export function CheckoutPage(_: { page: PageOf<"personal"> }) {
  const t = texts.checkout;
  useEffect(start, []);
  const { cart: content } = cart.value;
  const isEmpty = content?.lines.length === 0 && !isPlacing.value;
  return (
    <div class="page checkout-page">
      <h1>{t.title}</h1>
      {state.value === "failed" ? (
        <div class="message">
          <p class="lede">{t.failed}</p>
          <button class="button" type="button" onClick={() => void load()}>
            {t.retry}
          </button>
        </div>
      ) : state.value === "loading" || !draft.value || !content ? (
        <p class="checkout-wait" role="status">
          {t.loading}
        </p>
      ) : isEmpty ? (
        <Empty />
      ) : (
        <Form />
      )}
    </div>
  );
}

function Form() {
  const t = texts.checkout;
  const { cart: content } = cart.value;
  const onSubmit = (event: TargetedEvent<HTMLFormElement, SubmitEvent>) => {
    event.preventDefault();
    void order();
  };
  return (
    <form class="checkout" method="post" noValidate onSubmit={onSubmit}>
      <div class="parts">
        <p class="to-summary">
          <a href="#summary">{content && t.toSummary(itemCount.value, price(content.subtotal))}</a>
        </p>
        <Contact />
        <AddressPart />
        <DeliveryPart />
        <PaymentPart />
        <Field name="note" autocomplete="off" maxLength={500} isOptional isLong />
      </div>
      <Summary />
    </form>
  );
}

function Contact() {
  const t = texts.checkout;
  const me = customer.value;
  return (
    <fieldset class="part">
      <legend>{t.contact}</legend>
      {me ? (
        <p class="contact">
          <span>{t.signedIn(me.email)}</span>{" "}
          <a class="link" href="/account">
            {t.change}
          </a>
        </p>
      ) : (
        <>
          <p class="contact muted">
            {t.haveAccount}{" "}
            <a class="link" href="/sign-in?next=/checkout">
              {t.signIn}
            </a>
          </p>
          <Field name="email" type="email" autocomplete="email" maxLength={254} hint={t.emailHelp} />
        </>
      )}
    </fieldset>
  );
}

/** Nothing to order: the bag is empty, or another tab has ordered it. */
function Empty() {
  const t = texts.checkout;
  const [last] = keptOrders();
  const isRecent = last !== undefined && Date.now() - last.at < RECENT_MS;
  const other = cart.value.cart?.warnings.filter(({ sku }) => sku === undefined) ?? [];
  const now = trouble.value;
  const id = now?.kind === "ordered" ? now.orderId : isRecent ? last.id : undefined;
  return (
    <div class="message">
      <h2>{t.empty}</h2>
      {other.map(({ code, message }) => (
        <p key={code} class="warning">
          {message}
        </p>
      ))}
      {id === undefined ? (
        <p class="lede">{t.emptyHelp}</p>
      ) : (
        <>
          <p class="lede">{t.orderedElsewhere}</p>
          <a class="button" href={orderPath(id)}>
            {t.lastOrder(keptOrders().find((one) => one.id === id)?.number)}
          </a>
        </>
      )}
      {other.some(({ code }) => code === "session.ended") && (
        <a class="button" href="/sign-in?next=/checkout">
          {t.signIn}
        </a>
      )}
      <a class={id === undefined ? "button" : "button quiet"} href="/search?sort=newest">
        {t.shop}
      </a>
    </div>
  );
}
