import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { orderPath } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { cart } from "../../state/cart.ts";
import { messageOf } from "../../state/notice.ts";
import { forgetToken, type Order, tokenOf } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";

/** A guest's order can move to an account. A browser has a token only of orders that a guest has placed. */
export function KeepPart({ order: { id } }: { order: Order }) {
  const t = texts.order.keep;
  const state = useSignal<"checking" | "open" | "busy" | "done">("checking");
  const message = useSignal("");
  const token = tokenOf(id);
  const { cart: content } = cart.value;
  // A customer's cart never expires.
  const isCustomer = !!content && content.id !== null && content.expiresAt === null;
  const check = async () => {
    // The orders of a guest's session have moved at the sign-in already.
    const { data } = await shop.GET("/v1/customers/me/orders", { params: { query: { limit: 20 } } });
    if (data?.data.some((order) => order.id === id)) forgetToken(id);
    state.value = "open";
  };
  useEffect(() => {
    if (isCustomer && token !== undefined && state.peek() === "checking") void check();
  }, [isCustomer]);
  if (state.value === "done")
    return (
      <p class="keep" role="status">
        {t.done}
      </p>
    );
  if (token === undefined || !content || (isCustomer && state.value === "checking")) return null;
  const keepIt = async () => {
    if (state.value === "busy") return;
    state.value = "busy";
    message.value = "";
    const { error } = await shop.POST("/v1/customers/me/orders", { body: { id, token } });
    state.value = error ? "open" : "done";
    if (error) message.value = messageOf(error);
    else forgetToken(id);
  };
  const next = `?next=${orderPath(id)}`;
  return (
    <section class="keep" aria-labelledby="keep-title">
      <h2 id="keep-title">{t.title}</h2>
      <p>{t.text}</p>
      <div role="alert">{message.value && <p class="warning">{message.value}</p>}</div>
      {isCustomer ? (
        <button
          class="button quiet"
          type="button"
          aria-busy={state.value === "busy"}
          onClick={() => void keepIt()}
        >
          {state.value === "busy" ? t.working : t.action}
        </button>
      ) : (
        <p class="keep-links">
          <a class="button quiet" href={`/register${next}`}>
            {t.register}
          </a>
          <a class="link" href={`/sign-in${next}`}>
            {t.signIn}
          </a>
        </p>
      )}
    </section>
  );
}
