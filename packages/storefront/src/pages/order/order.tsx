import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { day } from "../../format.ts";
import { orderPath, type PageOf } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { keepToken, type Order, orderToken, placed, takeToken } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";
import "../forms.css";
import "./order.css";
import { CancelPart } from "./cancel.tsx";
import { Contents } from "./contents.tsx";
import { FulfillmentPart } from "./fulfillment.tsx";
import { KeepPart } from "./keep.tsx";
import { isWaiting, pauseBefore, paymentState, stepsOf } from "./order.rules.ts";
import { PaymentPart } from "./payment.tsx";

type Failure = "unknown" | "failed";

export function OrderPage({ page: { id } }: { page: PageOf<"personal"> }) {
  const t = texts.order;
  const isNew = placed.value?.id === id;
  const order = useSignal<Order | undefined>(isNew ? placed.value : undefined);
  const wasPlacedHere = useSignal(isNew);
  const failure = useSignal<Failure | undefined>(undefined);
  const load = () => readInto(order, failure, id);
  useEffect(() => {
    placed.value = undefined;
    takeToken(id);
    // A bank's page has led back here, with a secret of the provider in the address.
    if (location.search.includes("payment_intent"))
      history.replaceState(history.state, "", location.pathname);
    if (!order.value) void load();
  }, []);
  const now = order.value;
  const isPolled = now !== undefined && isWaiting(paymentState(now, Date.now()));
  useEffect(() => (isPolled ? poll(load) : undefined), [isPolled]);

  if (now)
    return (
      <Shown
        order={now}
        isNew={wasPlacedHere.value}
        onChange={load}
        onOrder={(next) => (order.value = next)}
      />
    );
  if (failure.value === "unknown") return <Unknown id={id} />;
  if (failure.value === "failed")
    return (
      <div class="page message order-message">
        <h1>{t.failedTitle}</h1>
        <p class="lede">{t.failed}</p>
        <button class="button" type="button" onClick={() => void load()}>
          {t.retry}
        </button>
      </div>
    );
  return (
    <div class="page order-wait">
      <p role="status">{t.loading}</p>
    </div>
  );
}

/** Reads the order. If it is shown already, a fault changes nothing: the next try comes by itself. */
async function readInto(
  order: Signal<Order | undefined>,
  failure: Signal<Failure | undefined>,
  id: string,
): Promise<void> {
  failure.value = undefined;
  const { data, error } = await shop.GET("/v1/orders/{id}", {
    params: { path: { id }, header: orderToken(id) },
  });
  if (data) {
    order.value = data;
    keepToken(data);
  } else if (!order.value) failure.value = error.code === "order.unknown" ? "unknown" : "failed";
}

/** Asks again and again, after growing pauses, while somebody can see the page. Returns how to stop. */
function poll(load: () => Promise<void>): () => void {
  let count = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(ask, pauseBefore(count++));
  };
  const ask = async () => {
    await load();
    plan();
  };
  const onVisible = () => {
    count = 0;
    plan();
  };
  document.addEventListener("visibilitychange", onVisible);
  plan();
  return () => {
    clearTimeout(timer);
    timer = undefined;
    document.removeEventListener("visibilitychange", onVisible);
  };
}

function Unknown({ id }: { id: string }) {
  const t = texts.order;
  return (
    <div class="page message order-message">
      <h1>{t.unknown}</h1>
      <p class="lede">{t.unknownHelp}</p>
      <a class="button" href={`/sign-in?next=${orderPath(id)}`}>
        {t.keep.signIn}
      </a>
    </div>
  );
}

interface ShownProps {
  order: Order;
  isNew: boolean;
  onChange: () => Promise<void>;
  onOrder: (order: Order) => void;
}

function Shown({ order, isNew, onChange, onOrder }: ShownProps) {
  const t = texts.order;
  const isCanceled = order.status === "canceled";
  return (
    <div class="page order">
      <div class="order-head">
        <p class="crumbs">{t.placed(day(order.placedAt))}</p>
        <h1>{t.title(order.number)}</h1>
        {isNew && !isCanceled && (
          <p class="lede">
            {t.thanks}. {t.mail(order.email)}
          </p>
        )}
        {isCanceled ? (
          <p class="lede">
            {t.canceled}. {t.canceledHelp}{" "}
            <a class="link" href="/search?sort=newest">
              {t.shop}
            </a>
          </p>
        ) : (
          <Progress order={order} />
        )}
      </div>
      <div class="order-state">
        <PaymentPart order={order} isNew={isNew} onChange={onChange} />
        <FulfillmentPart order={order} />
        <KeepPart order={order} />
        <CancelPart order={order} onCanceled={onOrder} onChange={onChange} />
      </div>
      <Contents order={order} />
    </div>
  );
}

/** How far the order has come, for the eye. Screen readers hear each step's state. */
function Progress({ order }: { order: Order }) {
  const t = texts.order;
  const steps = stepsOf(order);
  const last = steps.map(({ isDone }) => isDone).lastIndexOf(true);
  return (
    <ol class="progress" aria-label={t.progress}>
      {steps.map(({ step, isDone }, at) => (
        <li key={step} class={isDone ? "done" : undefined} aria-current={at === last ? "step" : undefined}>
          {t.steps[step]} <span class="hidden">{isDone ? t.isDone : t.isOpen}</span>
        </li>
      ))}
    </ol>
  );
}
